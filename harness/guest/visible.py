"""The visible split as the sandbox holds it: four arrays, and what the data set is."""

import json
import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from harness.wire import files as names
from harness.wire import variables

GRID = 7
"""Images are compared coarsely, averaged to at most so many rows and columns."""
AT_ONCE = 4096
"""Images that are transformed at a time where all are: of all, what lies between takes more memory than they do."""


def unit(flat: np.ndarray) -> np.ndarray:
    """The last axis centred and scaled to unit length: unchanged by any brightness scale and offset."""
    centred = flat - flat.mean(axis=-1, keepdims=True)
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=-1, keepdims=True), 1e-12))


def unit_images(images: np.ndarray) -> np.ndarray:
    """(N, H * W * C) of images (N, H, W, C), each channel centred and scaled by itself, all of unit length together."""
    count, channels = len(images), images.shape[-1]
    by_channel = np.moveaxis(images, -1, 1).reshape(count, channels, -1)
    return np.asarray(unit(by_channel).reshape(count, -1) / np.sqrt(channels))


def pooled(images: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """(N, rows, columns, C) of images (N, H, W, C): averaged over a grid of equal areas, whatever their size."""
    height, width, channels = images.shape[1:]
    if height % rows == width % columns == 0:
        high, wide = height // rows, width // columns
        # Slice by slice: numpy's mean over two short axes takes five times as long.
        by_row = images.reshape(-1, rows, high, width * channels)
        bands = sum(by_row[:, :, one].astype(np.float32) for one in range(high))
        by_column = np.asarray(bands).reshape(-1, rows, columns, wide, channels)
        return np.asarray(sum(by_column[:, :, :, one] for one in range(wide)) / np.float32(high * wide))
    sums = [_areas(height, rows), _areas(width, columns)]
    return np.asarray(np.einsum("ih,nhwc,jw->nijc", sums[0], images, sums[1], optimize=True))


def _areas(length: int, cells: int) -> np.ndarray:
    """float64 (cells, length): the share of each pixel in each of ``cells`` equal intervals of an axis."""
    edges = np.linspace(0, length, cells + 1)
    pixels = np.arange(length)
    low = np.maximum(edges[:-1, None], pixels)
    high = np.minimum(edges[1:, None], pixels + 1)
    return np.asarray(np.clip(high - low, 0, None) * cells / length)


class Visible:
    """The visible images and labels, read when first asked for.

    Attributes: ``images`` uint8 (N, H, W) or (N, H, W, 3), training rows first; ``labels`` int (N,); ``train_rows``
    int.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of_sandbox(cls) -> "Visible":
        """The one that the environment names."""
        return cls(Path(os.environ[variables.DATA]))

    @property
    def files(self) -> Path:
        """The folder of the files that student code looks for."""
        return self.folder / names.DATA_FILES

    @cached_property
    def about(self) -> dict[str, Any]:
        """The data set's ``name``, ``classes`` and ``image_shape``."""
        found: dict[str, Any] = json.loads((self.folder / names.DATASET).read_text(encoding="utf-8"))
        return found

    @property
    def classes(self) -> list[str]:
        """The name of each class; its place is its label."""
        return list(self.about["classes"])

    def _array(self, name: str) -> np.ndarray:
        return np.asarray(np.load(self.folder / names.array_of(name), "r", allow_pickle=False))

    @cached_property
    def train_rows(self) -> int:
        return len(self.train_labels)

    @cached_property
    def train_labels(self) -> np.ndarray:
        return self._array("train_labels").astype(np.int64)

    @cached_property
    def test_labels(self) -> np.ndarray:
        return self._array("test_labels").astype(np.int64)

    @cached_property
    def labels(self) -> np.ndarray:
        return np.concatenate([self.train_labels, self.test_labels])

    @cached_property
    def images(self) -> np.ndarray:
        return np.concatenate([self._array("train_images"), self._array("test_images")])

    def once(self, name: str, make: Callable[[], np.ndarray]) -> np.ndarray:
        """What ``make`` gives, made once and kept by its name."""
        kept = self.__dict__.setdefault("_made", {})
        if name not in kept:
            kept[name] = make()
        found: np.ndarray = kept[name]
        return found

    @property
    def with_channels(self) -> np.ndarray:
        """uint8 (N, H, W, C) of the same: C is 1 or 3."""
        return self.images if self.images.ndim == 4 else self.images[..., None]

    def part(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Images, and labels uint8 (N,), of ``train`` or of ``test``."""
        rows = slice(self.train_rows) if name == "train" else slice(self.train_rows, None)
        return self.images[rows], self.labels[rows].astype(np.uint8)

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of `features`."""
        height, width = self.images.shape[1:3]
        return min(GRID, height), min(GRID, width)

    @cached_property
    def features(self) -> np.ndarray:
        """float32 (N, F): each image averaged to `grid`, as `unit_images`."""
        return self.features_of(lambda images: images)

    def features_of(self, transform: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
        """The same of the transformed images."""
        raw = self.with_channels
        parts = (transform(raw[start : start + AT_ONCE]) for start in range(0, len(raw), AT_ONCE))
        return np.concatenate([unit_images(pooled(part, *self.grid)).astype(np.float32) for part in parts])

    @cached_property
    def means(self) -> np.ndarray:
        """float32 (1 + classes, H * W * C): the mean training image and that of each class, as `unit_images`."""
        images = self.with_channels[: self.train_rows]
        rows = [images.mean(axis=0, dtype=np.float32)]
        rows += [
            images[self.train_labels == label].mean(axis=0, dtype=np.float32)
            for label in range(len(self.classes))
        ]
        return unit_images(np.stack(rows))
