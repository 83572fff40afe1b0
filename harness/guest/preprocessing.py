"""How raw images become the input of a student's network: inferred from what ``fit`` was fed, checked on the data.

A mapping is a JSON object::

    {"layout": "hw" | "hwc" | "chw" | "flat", "size": [H, W], "channels": C,
     "geometry": "none" | "pad" | "bilinear" | "nearest" | "bicubic", "corner": [top, left],
     "scale": s, "offset": o, "max_error": e, "rows": n}

so that ``input = scale * geometry(raw) + offset``, laid out as said; gray images may be repeated to three channels.
``scale`` and ``offset`` are numbers, lists of one number for each channel of the input, or lists of one for each value of
a raw image (H * W * C, geometry ``none`` only), for statistics per pixel. ``max_error`` is the largest difference seen on
the ``rows`` rows that were checked, in units of the input's range.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from .visible import Visible, pooled, unit_images

Mapping = dict[str, Any]

TOLERANCE = 3e-3
"""Of the input's range. float16 is exact to 5e-4 of it, a resize that rounds to uint8 to 2e-3."""
SHARE = 0.95
"""Rows that must be explained: all but those that hold no image at all."""
CANDIDATES = 8
"""Raw images that are tried for each row: coarse likeness finds the right one among the first few."""
LEAST_ROWS = 32
"""For statistics per pixel: fewer rows are explained by too many lines."""
RESIZES = ("bilinear", "nearest", "bicubic")
CORNERS = 9
"""Places of a raw image in a larger one that are tried."""
SHARED = 1e-4
"""Of the input's range: one scale for all channels is taken where it explains them so nearly as well as one for each."""


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


def resize(images: np.ndarray, geometry: str, size: tuple[int, int], corner: tuple[int, int]) -> np.ndarray:
    """float32 (N, h, w, C) of images (N, H, W, C) without scale and offset; padding is with raw 0."""
    if geometry == "none":
        return images.astype(np.float32)
    if geometry == "pad":
        top, left = corner
        height, width = images.shape[1:3]
        pad = ((0, 0), (top, size[0] - height - top), (left, size[1] - width - left), (0, 0))
        return np.pad(images, pad).astype(np.float32)
    import tensorflow as tf  # only a resize needs it

    return np.asarray(tf.image.resize(images.astype(np.float32), size, method=geometry))


def apply(mapping: Mapping, images: np.ndarray) -> np.ndarray:
    """float32 network input of raw images uint8 (N, H, W) or (N, H, W, 3)."""
    images = images if images.ndim == 4 else images[..., None]
    height, width = mapping["size"]
    channels = mapping["channels"]
    out = resize(images, mapping["geometry"], (height, width), tuple(mapping["corner"]))
    out = np.repeat(out, channels // images.shape[3], axis=-1)
    scale, offset = (np.asarray(mapping[key], np.float32) for key in ("scale", "offset"))
    # One number, one for each channel, or one for each value of a raw image.
    scale, offset = (one.reshape(images.shape[1:]) if one.size > channels else one for one in (scale, offset))
    out = out * scale + offset
    if mapping["layout"] == "flat":
        return out.reshape(len(out), -1)
    if mapping["layout"] == "hw":
        return out[..., 0]
    return np.moveaxis(out, -1, 1) if mapping["layout"] == "chw" else out


def _corners(seen: np.ndarray, raw: tuple[int, int]) -> list[tuple[int, int]]:
    """Where images as large as raw ones may lie in ``seen`` (N, h, w, c), whose rows are equal beside them; the nearest
    to the middle first, and the middle alone where rows differ everywhere."""
    varies = np.ptp(seen, axis=0).any(axis=-1)
    middle = [(long - short) // 2 for long, short in zip(varies.shape, raw, strict=True)]
    places = []
    for axis, short in enumerate(raw):
        inside = np.flatnonzero(varies.any(axis=1 - axis))
        first, last = (inside[0], inside[-1]) if len(inside) else (varies.shape[axis], 0)
        fitting = range(max(0, last - short + 1), min(first, varies.shape[axis] - short) + 1)
        places.append(fitting or [middle[axis]])
    found = [(int(top), int(left)) for top in places[0] for left in places[1]]
    return sorted(found, key=lambda at: abs(at[0] - middle[0]) + abs(at[1] - middle[1]))[:CORNERS]


def _by_channel(rows: np.ndarray, channels: int) -> np.ndarray:
    """(N, C, P) of `unit_images` (N, C * P)."""
    return rows.reshape(len(rows), channels, -1)


def _candidates(seen: np.ndarray, visible: Visible) -> np.ndarray:
    """Indices of the raw images most alike, int (N, CANDIDATES)."""
    count, channels = min(CANDIDATES, len(visible.images)), visible.with_channels.shape[-1]
    coarse = unit_images(pooled(seen[..., :channels], *visible.grid)).astype(np.float32)
    pairs = [_by_channel(rows, channels) for rows in (coarse, visible.features)]
    # A channel may be inverted and another not.
    found = sum(np.abs(pairs[0][:, one] @ pairs[1][:, one].T) for one in range(channels))
    return np.argpartition(-found, count - 1, axis=1)[:, :count]


def _closest(
    seen: np.ndarray, middle: np.ndarray, transform: Callable[[np.ndarray], np.ndarray], visible: Visible
) -> np.ndarray:
    """Index of the raw image that explains each row best once transformed, int (N,); ``middle`` is the part of
    ``seen`` that shows the whole raw image."""
    candidates, channels = _candidates(middle, visible), seen.shape[-1]
    raw = unit_images(transform(visible.with_channels[candidates.ravel()]))
    raw = raw.reshape(*candidates.shape, channels, -1)
    likeness = np.einsum("nkcp,ncp->nkc", raw, _by_channel(unit_images(seen), channels))
    return np.asarray(candidates[np.arange(len(seen)), np.abs(likeness).sum(axis=2).argmax(axis=1)])


def _lines(raw: np.ndarray, seen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least-squares scale and offset (C,) of ``seen = scale * raw + offset`` over all but the last axis."""
    raw, seen = (one.reshape(-1, one.shape[-1]).astype(np.float64) for one in (raw, seen))
    spread = raw.var(axis=0)
    covariance = ((raw - raw.mean(0)) * (seen - seen.mean(0))).mean(0)
    scale = np.divide(covariance, spread, out=np.zeros_like(spread), where=spread > 0)
    return scale, seen.mean(0) - scale * raw.mean(0)


def _errors(expected: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Largest difference in each row, in units of the range of all rows."""
    span = max(float(seen.max() - seen.min()), 1e-12)
    return np.asarray(np.abs(expected - seen).reshape(len(seen), -1).max(axis=1) / span)


def _global_fit(seen: np.ndarray, visible: Visible) -> tuple[Mapping, np.ndarray, np.ndarray] | None:
    """One scale and offset for all pixels of a channel: (mapping, rows explained bool (N,), raw index int (N,))."""
    height, width, colours = visible.with_channels.shape[1:]
    size, repeats = (seen.shape[1], seen.shape[2]), seen.shape[3] // colours
    if size == (height, width):
        tried = [("none", (0, 0))]
    elif size[0] >= height and size[1] >= width:
        tried = [("pad", corner) for corner in _corners(seen, (height, width))]
        tried += [(kind, (0, 0)) for kind in RESIZES]
    else:
        return None
    for kind, corner in tried:
        top, left = corner
        middle = seen[:, top : top + height, left : left + width] if kind == "pad" else seen
        transform = partial(_transformed, geometry=kind, size=size, corner=corner, repeats=repeats)
        index = _closest(seen, middle, transform, visible)
        raw = transform(visible.with_channels[index])
        # The median of the rows' own lines stands against a few rows that are not images of ours.
        lines = np.array([_lines(a, b) for a, b in zip(raw, seen, strict=True)])
        scale, offset = np.median(lines, axis=0)
        good = _errors(scale * raw + offset, seen) < TOLERANCE
        if good.any():
            scale, offset, error = _fitted(raw, seen, good)
            good = error < TOLERANCE
        if good.mean() >= SHARE and np.any(scale):
            numbers = {"scale": _plain(scale), "offset": _plain(offset)}
            mapping = {"geometry": kind, "corner": list(corner), **numbers}
            return {**mapping, "max_error": float(error[good].max())}, good, index
    return None


def _transformed(
    images: np.ndarray, geometry: str, size: tuple[int, int], corner: tuple[int, int], repeats: int
) -> np.ndarray:
    return np.repeat(resize(images, geometry, size, corner), repeats, axis=-1)


def _fitted(raw: np.ndarray, seen: np.ndarray, good: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scale and offset from the good rows, and the error of each row: of all channels together (1,), or (c,) where they
    differ."""
    scale, offset = _lines(raw[good], seen[good])
    error = _errors(scale * raw + offset, seen)
    one = _lines(raw[good].reshape(-1, 1), seen[good].reshape(-1, 1))
    shared = _errors(one[0] * raw + one[1], seen)
    return (*one, shared) if shared[good].max() <= error[good].max() + SHARED else (scale, offset, error)


def _plain(values: np.ndarray) -> float | list[float]:
    return float(values[0]) if len(values) == 1 else [float(value) for value in values]


def _pixel_fit(seen: np.ndarray, rows: np.ndarray, total: int, visible: Visible) -> Mapping | None:
    """A scale and an offset for each pixel, for rows that kept their order: the head, the tail or the test set."""
    if len(seen) < LEAST_ROWS:
        return None
    values = seen.reshape(len(seen), -1)
    for start in {0, visible.train_rows - total, visible.train_rows}:
        if start < 0 or start + total > len(visible.images):
            continue
        raw = visible.images[start + rows].reshape(len(rows), -1)
        scale, offset = _lines(raw, values)
        error = _errors(scale * raw + offset, values)
        if (error < TOLERANCE).mean() >= SHARE and np.any(scale):
            flat = {"scale": scale.tolist(), "offset": offset.tolist(), "max_error": float(error.max())}
            return {"geometry": "none", "corner": [0, 0], **flat}
    return None


def infer(
    take: Callable[[np.ndarray], np.ndarray], total: int, visible: Visible, rows: int = 128
) -> tuple[Mapping | None, dict[str, int], np.ndarray | None]:
    """Infers the mapping behind ``total`` rows of input, of which ``take(indices)`` gives some.

    Returns the mapping (None where none explains the data), how many of the looked-at rows came from
    ``train``, ``test`` or are ``unknown``, and the raw labels of the rows (-1 where unknown).
    """
    chosen = np.unique(np.linspace(0, total - 1, min(rows, total)).astype(int))
    batch = np.asarray(take(chosen))
    unknown = {"train": 0, "test": 0, "unknown": len(chosen)}
    if batch.dtype.kind not in "fiub" or not len(batch):
        return None, unknown, None
    batch = batch.astype(np.float64)
    own = visible.with_channels.shape[1:]
    for layout, channels, seen in layouts(batch, (own[0], own[1], own[2])):
        shape = {"layout": layout, "size": list(seen.shape[1:3]), "channels": channels, "rows": len(chosen)}
        if (found := _global_fit(seen, visible)) is not None:
            mapping, good, index = found
            train = int((good & (index < visible.train_rows)).sum())
            test = int((good & (index >= visible.train_rows)).sum())
            counts = {"train": train, "test": test, "unknown": len(good) - train - test}
            return {**shape, **mapping}, counts, np.where(good, visible.labels[index], -1)
        if seen.shape[1:] != own:
            continue
        many = np.unique(np.linspace(0, total - 1, min(4096, total)).astype(int))
        more = np.asarray(take(many)).astype(np.float64)
        read = {name: images for name, _, images in layouts(more, (own[0], own[1], own[2]))}
        if layout in read and (pixel := _pixel_fit(read[layout], many, total, visible)) is not None:
            return {**shape, **pixel, "rows": len(many)}, unknown, None
    return None, unknown, None
