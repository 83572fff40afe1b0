"""The visible split as the sandbox holds it: the four IDX files that ``keras.datasets`` reads."""

import gzip
import os
from functools import cached_property
from pathlib import Path

import numpy as np

from harness.wire import variables

FILES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)


def offer_to_keras(data: Path, home: Path) -> None:
    """Lays the files where ``keras.datasets.fashion_mnist.load_data()`` looks before it downloads."""
    folder = home / ".keras" / "datasets" / "fashion-mnist"
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        link = folder / name
        if not link.exists():
            link.symlink_to(data / name)


def _read(path: Path, header: int) -> np.ndarray:
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


class Visible:
    """The visible images and labels, read when first asked for.

    Attributes: ``images`` uint8 (N, 28, 28), training rows first; ``labels`` int (N,); ``train_rows`` int.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of_sandbox(cls) -> "Visible":
        """The one that the environment names."""
        return cls(Path(os.environ[variables.DATA]))

    @cached_property
    def train_rows(self) -> int:
        return len(self.train_labels)

    @cached_property
    def train_labels(self) -> np.ndarray:
        return _read(self._folder / FILES[1], 8).astype(np.int64)

    @cached_property
    def test_labels(self) -> np.ndarray:
        return _read(self._folder / FILES[3], 8).astype(np.int64)

    @cached_property
    def labels(self) -> np.ndarray:
        return np.concatenate([self.train_labels, self.test_labels])

    @cached_property
    def images(self) -> np.ndarray:
        parts = [_read(self._folder / FILES[i], 16).reshape(-1, 28, 28) for i in (0, 2)]
        return np.concatenate(parts)

    @cached_property
    def features(self) -> np.ndarray:
        """float32 (N, 49): each image averaged to 7x7, centred and scaled to unit length."""
        pooled = self.images.reshape(-1, 7, 4, 7, 4).mean(axis=(2, 4), dtype=np.float32)
        return unit(pooled.reshape(-1, 49))

    @cached_property
    def means(self) -> np.ndarray:
        """float32 (11, 784): the mean training image and that of each class, centred and of unit length."""
        images = self.images[: self.train_rows].reshape(-1, 784)
        rows = [images.mean(axis=0, dtype=np.float32)]
        rows += [images[self.train_labels == k].mean(axis=0, dtype=np.float32) for k in range(10)]
        return unit(np.stack(rows))


def unit(flat: np.ndarray) -> np.ndarray:
    """The last axis centred and scaled to unit length: unchanged by any brightness scale and offset."""
    centred = flat - flat.mean(axis=-1, keepdims=True)
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=-1, keepdims=True), 1e-12))
