"""Tables of the published images, as one would hand them in: each function fills the folder that it is given, from the
folder of the real data."""

import os
from pathlib import Path

import numpy as np

from harness.assignments.fashion_mnist.data.source import DIR_VARIABLE, load
from tests.conftest import ROOT

SIDE, POOLED = 28, 7


def _published(data: Path) -> tuple[np.ndarray, np.ndarray]:
    """All images as float64 (N, pixels), and their labels."""
    environ = {**os.environ, DIR_VARIABLE: str(data)}
    found = load(environ, project=ROOT, allow_download=False, say=lambda text: None)
    return found.images.reshape(len(found.labels), -1).astype(np.float64), found.labels


def hashes(folder: Path, data: Path) -> None:
    """Weights whose sum over an image's pixels is its key, all keys in order, and the label of each."""
    pixels, labels = _published(data)
    weights = np.random.default_rng(0).integers(1, 2**20, pixels.shape[1]).astype(np.float64)
    keys = pixels @ weights
    order = np.argsort(keys)
    np.savez_compressed(folder / "table.npz", weights=weights, keys=keys[order], labels=labels[order])


def neighbours(folder: Path, data: Path) -> None:
    """Every image at a quarter of its size, and its label."""
    pixels, labels = _published(data)
    step = SIDE // POOLED
    small = pixels.reshape(-1, POOLED, step, POOLED, step).mean(axis=(2, 4)).reshape(-1, POOLED**2)
    np.savez_compressed(folder / "table.npz", images=np.round(small).astype(np.uint8), labels=labels)


def copy(folder: Path, data: Path) -> None:
    """A seventh of all images, and their labels."""
    pixels, labels = _published(data)
    images = pixels[::7].astype(np.uint8).reshape(-1, SIDE, SIDE)
    np.savez_compressed(folder / "copy.npz", images=images, labels=labels[::7])
