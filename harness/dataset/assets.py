"""What of a split may enter a sandbox. Nothing here reads a hidden label."""

import io

import numpy as np
from numpy.typing import NDArray

from harness.assignments.fashion_mnist.data.idx import write_idx_gz
from harness.assignments.fashion_mnist.data.source import TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS
from harness.dataset.split import Split


def visible_assets(split: Split) -> dict[str, bytes]:
    """The visible split as four gzipped IDX files, by their published names; takes about a second."""
    return {
        TRAIN_IMAGES: write_idx_gz(split.train_images),
        TRAIN_LABELS: write_idx_gz(split.train_labels),
        TEST_IMAGES: write_idx_gz(split.test_images),
        TEST_LABELS: write_idx_gz(split.test_labels),
    }


def images_to_predict(split: Split) -> NDArray[np.uint8]:
    """uint8 (H + T, 28, 28): the hidden images, then the visible test images.

    They may enter only a sandbox in which no student code runs any more.
    """
    return np.concatenate([split.hidden_images, split.test_images])


def npy_bytes(array: NDArray[np.uint8]) -> bytes:
    """The array as an ``.npy`` file."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()
