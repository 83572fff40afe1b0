"""Tables of the published images, as one would hand them in: each function fills the folder that it is given, from the
folder of the real data."""

import io
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from harness.assignments.fashion_mnist.data.source import DIR_VARIABLE, load
from tests.conftest import ROOT

SIDE, POOLED = 28, 7


@cache
def _published(data: Path) -> tuple[np.ndarray, np.ndarray]:
    """All images as bytes (N, pixels), and their labels."""
    environ = {**os.environ, DIR_VARIABLE: str(data)}
    found = load(environ, project=ROOT, allow_download=False, say=lambda text: None)
    return found.images.reshape(len(found.labels), -1), found.labels


def _packed(**arrays: Any) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


@cache
def _hashes(data: Path) -> bytes:
    pixels, labels = _published(data)
    weights = np.random.default_rng(0).integers(1, 2**20, pixels.shape[1]).astype(np.float64)
    keys = pixels.astype(np.float64) @ weights
    order = np.argsort(keys)
    return _packed(weights=weights, keys=keys[order], labels=labels[order])


@cache
def _neighbours(data: Path) -> bytes:
    pixels, labels = _published(data)
    step = SIDE // POOLED
    small = pixels.reshape(-1, POOLED, step, POOLED, step).mean(axis=(2, 4)).reshape(-1, POOLED**2)
    return _packed(images=np.round(small).astype(np.uint8), labels=labels)


def hashes(folder: Path, data: Path) -> None:
    """Weights whose sum over an image's pixels is its key, all keys in order, and the label of each."""
    (folder / "table.npz").write_bytes(_hashes(data))


def neighbours(folder: Path, data: Path) -> None:
    """Every image at a quarter of its size, and its label."""
    (folder / "table.npz").write_bytes(_neighbours(data))


def copy(folder: Path, data: Path) -> None:
    """A seventh of all images, and their labels."""
    pixels, labels = _published(data)
    images = pixels[::7].reshape(-1, SIDE, SIDE)
    (folder / "copy.npz").write_bytes(_packed(images=images, labels=labels[::7]))
