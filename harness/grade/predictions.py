"""What the networks of an attempt predict of the hidden images, kept beside its grade for the teacher alone.

It holds no hidden label and does not say which images are hidden; it is for comparing networks with each other.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PREDICTIONS = "predictions.npz"


def predictions_bytes(labels: Mapping[str, NDArray[np.int64]]) -> bytes:
    """What the file holds: of each network, by id, a label for each hidden image, uint8 (N,), or uint16 for many classes."""
    smallest = {
        network: each.astype(np.uint8 if each.max(initial=0) < 256 else np.uint16)
        for network, each in labels.items()
    }
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **smallest)
    return file.getvalue()


def read_predictions(folder: Path, network: str) -> NDArray[np.int64] | None:
    """What a network of the attempt in ``folder`` predicted, int64 (N,); None where that was not kept, or cannot be read."""
    try:
        with np.load(folder / PREDICTIONS, allow_pickle=False) as kept:
            labels = kept[network]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    if labels.ndim != 1 or labels.dtype.kind != "u":
        return None
    found: NDArray[np.int64] = labels.astype(np.int64)
    return found
