"""The ways to read a batch of input as images."""

from collections.abc import Iterator

import numpy as np


def layouts(batch: np.ndarray, raw: tuple[int, int, int]) -> Iterator[tuple[str, int, np.ndarray]]:
    """The ways to read a batch as images made of raw ones (H, W, C): (layout, channels of the network's input, float64
    (N, h, w, c)). c is C, or 3 where gray images became three channels that differ."""
    shape, colours = batch.shape[1:], raw[2]
    if len(shape) == 1:
        for height, width in _sides(shape[0], raw):
            yield "flat", colours, batch.reshape(-1, height, width, colours)
    elif len(shape) == 2 and colours == 1:
        yield "hw", 1, batch[..., None]
    elif len(shape) == 3:
        if shape[2] == colours:
            yield "hwc", colours, batch
        elif colours == 1 and shape[2] == 3:
            yield "hwc", 3, _once(batch)
        if shape[0] == colours:
            yield "chw", colours, np.moveaxis(batch, 1, -1)
        elif colours == 1 and shape[0] == 3:
            yield "chw", 3, _once(np.moveaxis(batch, 1, -1))


def _once(images: np.ndarray) -> np.ndarray:
    """One channel of images (N, h, w, 3) where all are the same."""
    return images[..., :1] if np.all(images == images[..., :1]) else images


def _sides(length: int, raw: tuple[int, int, int]) -> Iterator[tuple[int, int]]:
    """Height and width of images that lie flat in ``length`` numbers: those of the raw ones; else those of the raw ones
    with as much more on each side, of the same shape, or of a square."""
    height, width, colours = raw
    pixels, rest = divmod(length, colours)
    if rest == 0 and height * width == pixels:
        yield height, width
    elif rest == 0:
        for rows in range(height, pixels // width + 1):
            columns, left = divmod(pixels, rows)
            likely = (rows - height == columns - width, rows * width == columns * height, rows == columns)
            if left == 0 and any(likely):
                yield rows, columns
