"""What of a split may enter a sandbox. Nothing here reads a hidden label."""

import io
import json

import numpy as np
from numpy.typing import NDArray

from harness.dataset.dataset import DatasetSpec, Visible
from harness.wire.files import DATA_FILES, DATASET, array_of


def visible_assets(spec: DatasetSpec, visible: Visible) -> dict[str, bytes]:
    """The visible split as a sandbox holds it, by path: ``dataset.json`` and four arrays for the guest, and below
    ``files/`` what student code looks for."""
    about = {"name": spec.name, "classes": spec.classes, "image_shape": spec.image_shape}
    arrays = {array_of(name): npy_bytes(array) for name, array in visible._asdict().items()}
    files = {f"{DATA_FILES}/{name}": content for name, content in spec.files(visible).items()}
    return {DATASET: json.dumps(about).encode(), **arrays, **files}


def npy_bytes(array: NDArray[np.uint8]) -> bytes:
    """The array as an ``.npy`` file."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()
