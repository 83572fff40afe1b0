"""What of a split may enter a sandbox. Nothing here reads a hidden label."""

import io

import numpy as np

from harness.dataset.idx import write_idx_gz
from harness.dataset.source import TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS
from harness.dataset.split import Split


def visible_assets(split: Split) -> dict[str, bytes]:
    """The visible split as four gzipped IDX files, by their published names; takes about a second."""
    return {
        TRAIN_IMAGES: write_idx_gz(split.train_images),
        TRAIN_LABELS: write_idx_gz(split.train_labels),
        TEST_IMAGES: write_idx_gz(split.test_images),
        TEST_LABELS: write_idx_gz(split.test_labels),
    }


def hidden_inputs(split: Split) -> bytes:
    """The hidden images, uint8 (N, 28, 28), as an ``.npy`` file.

    They may enter only a sandbox in which no student code runs any more.
    """
    file = io.BytesIO()
    np.save(file, split.hidden_images, allow_pickle=False)
    return file.getvalue()
