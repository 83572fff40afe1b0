"""How raw images become the input of a student's network: inferred from what ``fit`` was fed, checked on the data.

A mapping is a JSON object::

    {"layout": "hw" | "hwc" | "chw" | "flat", "size": [H, W], "channels": C,
     "geometry": "none" | "pad" | "bilinear" | "nearest" | "bicubic", "corner": [top, left],
     "scale": s, "offset": o, "max_error": e, "rows": n}

so that ``input = scale * geometry(raw) + offset``, laid out as said. ``scale`` and ``offset`` are numbers, or lists of
784 numbers for statistics per pixel (geometry ``none`` only). ``max_error`` is the largest difference seen on the
``rows`` rows that were checked, in units of the input's range.
"""

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from .visible import Visible, unit

Mapping = dict[str, Any]

TOLERANCE = 3e-3
"""Of the input's range. float16 is exact to 5e-4 of it, a resize that rounds to uint8 to 2e-3."""
SHARE = 0.95
"""Rows that must be explained: all but those that hold no image at all."""
CANDIDATES = 8
"""Raw images that are tried for each row: coarse likeness finds the right one among the first few."""
RESIZES = ("bilinear", "nearest", "bicubic")


def layouts(batch: np.ndarray) -> Iterator[tuple[str, int, np.ndarray]]:
    """The ways to read a batch as gray images: (layout, channels, float64 (N, H, W))."""
    shape = batch.shape[1:]
    if len(shape) == 1 and math.isqrt(shape[0]) ** 2 == shape[0]:
        side = math.isqrt(shape[0])
        yield "flat", 1, batch.reshape(-1, side, side)
    elif len(shape) == 2:
        yield "hw", 1, batch
    elif len(shape) == 3 and shape[2] in (1, 3) and np.all(batch == batch[..., :1]):
        yield "hwc", shape[2], batch[..., 0]
    elif len(shape) == 3 and shape[0] in (1, 3) and np.all(batch == batch[:, :1]):
        yield "chw", shape[0], batch[:, 0]


def resize(images: np.ndarray, geometry: str, size: tuple[int, int], corner: tuple[int, int]) -> np.ndarray:
    """float32 (N, H, W) of images (N, 28, 28) without scale and offset; padding is with raw 0."""
    if geometry == "none":
        return images.astype(np.float32)
    if geometry == "pad":
        top, left = corner
        pad = ((0, 0), (top, size[0] - 28 - top), (left, size[1] - 28 - left))
        return np.pad(images, pad).astype(np.float32)
    import tensorflow as tf  # only a resize needs it

    out = tf.image.resize(images[..., None].astype(np.float32), size, method=geometry)
    return np.asarray(out)[..., 0]


def apply(mapping: Mapping, images: np.ndarray) -> np.ndarray:
    """float32 network input of raw images uint8 (N, 28, 28)."""
    height, width = mapping["size"]
    out = resize(images, mapping["geometry"], (height, width), tuple(mapping["corner"]))
    scale, offset = (np.asarray(mapping[key], np.float32) for key in ("scale", "offset"))
    if scale.ndim:
        scale, offset = scale.reshape(28, 28), offset.reshape(28, 28)
    out = out * scale + offset
    channels = mapping["channels"]
    if mapping["layout"] == "flat":
        return out.reshape(len(out), -1)
    if mapping["layout"] == "hwc":
        return np.repeat(out[..., None], channels, axis=-1)
    if mapping["layout"] == "chw":
        return np.repeat(out[:, None], channels, axis=1)
    return out


def _corner(gray: np.ndarray) -> tuple[int, int]:
    """Where the middle 28x28 of a larger image begins."""
    return ((gray.shape[1] - 28) // 2, (gray.shape[2] - 28) // 2)


def _pooled(gray: np.ndarray) -> np.ndarray:
    """float64 (N, 7, 7): each image averaged over a 7x7 grid of equal areas, whatever its size."""
    sums = []
    for length in gray.shape[1:]:
        edges = np.linspace(0, length, 8)
        pixels = np.arange(length)
        low = np.maximum(edges[:-1, None], pixels)
        high = np.minimum(edges[1:, None], pixels + 1)
        sums.append(np.clip(high - low, 0, None) * 7 / length)
    return np.asarray(np.einsum("ih,nhw,jw->nij", sums[0], gray, sums[1], optimize=True))


def _candidates(gray: np.ndarray, visible: Visible) -> np.ndarray:
    """Indices of the raw images most alike, int (N, CANDIDATES)."""
    found = np.abs(unit(_pooled(gray).reshape(-1, 49)).astype(np.float32) @ visible.features.T)
    return np.argpartition(-found, CANDIDATES, axis=1)[:, :CANDIDATES]


def _closest(
    gray: np.ndarray, middle: np.ndarray, transform: Callable[[np.ndarray], np.ndarray], visible: Visible
) -> np.ndarray:
    """Index of the raw image that explains each row best once transformed, int (N,); ``middle`` is the part of
    ``gray`` that shows the whole raw image."""
    candidates = _candidates(middle, visible)
    raw = transform(visible.images[candidates.ravel()]).reshape(*candidates.shape, -1)
    likeness = np.einsum("ncp,np->nc", unit(raw), unit(gray.reshape(len(gray), -1)))
    return np.asarray(candidates[np.arange(len(gray)), np.abs(likeness).argmax(axis=1)])


def _line(raw: np.ndarray, seen: np.ndarray) -> tuple[float, float]:
    """Least-squares scale and offset of ``seen = scale * raw + offset``."""
    raw, seen = raw.ravel().astype(np.float64), seen.ravel().astype(np.float64)
    spread = raw.var()
    scale = 0.0 if spread == 0 else float(((raw - raw.mean()) * (seen - seen.mean())).mean() / spread)
    return scale, float(seen.mean() - scale * raw.mean())


def _errors(expected: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Largest difference in each row, in units of the range of all rows."""
    span = max(float(seen.max() - seen.min()), 1e-12)
    return np.asarray(np.abs(expected - seen).reshape(len(seen), -1).max(axis=1) / span)


def _global_fit(gray: np.ndarray, visible: Visible) -> tuple[Mapping, np.ndarray, np.ndarray] | None:
    """One scale and offset for all pixels: (mapping, rows explained bool (N,), raw index int (N,))."""
    size = gray.shape[1:]
    if size == (28, 28):
        kinds: tuple[str, ...] = ("none",)
    elif min(size) >= 28:
        kinds = ("pad", *RESIZES)
    else:
        return None
    for kind in kinds:
        top, left = _corner(gray)
        middle = gray[:, top : top + 28, left : left + 28] if kind == "pad" else gray
        transform = partial(resize, geometry=kind, size=(size[0], size[1]), corner=(top, left))
        index = _closest(gray, middle, transform, visible)
        raw = transform(visible.images[index])
        # The median of the rows' own lines stands against a few rows that are no image of ours.
        lines = np.array([_line(a, b) for a, b in zip(raw, gray, strict=True)])
        scale, offset = np.median(lines, axis=0)
        good = _errors(scale * raw + offset, gray) < TOLERANCE
        if good.any():
            scale, offset = _line(raw[good], gray[good])
            error = _errors(scale * raw + offset, gray)
            good = error < TOLERANCE
        if good.mean() >= SHARE and scale != 0:
            corner = list(_corner(gray)) if kind == "pad" else [0, 0]
            mapping = {"geometry": kind, "corner": corner, "scale": float(scale), "offset": float(offset)}
            return {**mapping, "max_error": float(error[good].max())}, good, index
    return None


def _pixel_fit(gray: np.ndarray, rows: np.ndarray, total: int, visible: Visible) -> Mapping | None:
    """A scale and an offset for each pixel, for rows that kept their order: the head, the tail or the test set."""
    if gray.shape[1:] != (28, 28) or len(gray) < 32:
        return None
    seen = gray.reshape(len(gray), -1).astype(np.float64)
    for start in {0, visible.train_rows - total, visible.train_rows}:
        if start < 0 or start + total > len(visible.images):
            continue
        raw = visible.images[start + rows].reshape(len(rows), -1).astype(np.float64)
        spread = raw.var(axis=0)
        covariance = ((raw - raw.mean(0)) * (seen - seen.mean(0))).mean(0)
        scale = np.divide(covariance, spread, out=np.zeros_like(spread), where=spread > 0)
        offset = seen.mean(0) - scale * raw.mean(0)
        error = _errors(scale * raw + offset, seen)
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
    for layout, channels, gray in layouts(batch):
        shape = {"layout": layout, "size": list(gray.shape[1:]), "channels": channels, "rows": len(chosen)}
        if (found := _global_fit(gray, visible)) is not None:
            mapping, good, index = found
            train = int((good & (index < visible.train_rows)).sum())
            test = int((good & (index >= visible.train_rows)).sum())
            counts = {"train": train, "test": test, "unknown": len(good) - train - test}
            return {**shape, **mapping}, counts, np.where(good, visible.labels[index], -1)
        many = np.unique(np.linspace(0, total - 1, min(4096, total)).astype(int))
        more = next((g for _, _, g in layouts(np.asarray(take(many)).astype(np.float64))), None)
        if more is not None and (pixel := _pixel_fit(more, many, total, visible)) is not None:
            return {**shape, **pixel, "rows": len(many)}, unknown, None
    return None, unknown, None
