"""Raw images that lie in larger ones, became larger or smaller, or of which a part is taken."""

from functools import partial
from typing import Any

import numpy as np

from ..visible import Visible
from .matching import SHARE, TOLERANCE, Transform, closest, errors, features, lines, lines_of_rows
from .resizing import EVERY, known, resize

CORNERS = 9
"""Places of a raw image in a larger one that are tried."""
PARTS = 4
"""Places of a part in a raw image that are tried, the nearest to the middle first."""
SMALLEST = 4
"""Pixels along a side; many raw images are alike in smaller parts."""
SHARED = 1e-4
"""Of the input's range: one scale for all channels is taken where it explains them so nearly as well as one for each."""
Found = tuple[dict[str, Any], np.ndarray, np.ndarray]
"""What is added to a mapping, rows explained bool (N,), raw index int (N,)."""


def shaped(seen: np.ndarray, visible: Visible) -> Found | None:
    """How raw images became ``seen`` (N, h, w, c) with one scale and offset for all pixels of a channel."""
    height, width, colours = visible.with_channels.shape[1:]
    size, repeats = (seen.shape[1], seen.shape[2]), seen.shape[3] // colours
    if size == (height, width):
        return _lined(seen, seen, "none", (0, 0), visible)
    if size[0] >= height and size[1] >= width:
        for top, left in _corners(seen, (height, width)):
            middle = seen[:, top : top + height, left : left + width]
            if (found := _lined(seen, middle, "pad", (top, left), visible)) is not None:
                return found
    index = None
    for kind in known(size, (height, width)):
        transform = _transform(kind, size, (0, 0), repeats)
        if index is None:
            # Any resize shows which image it is.
            index = closest(seen, seen, transform, visible)
        if (found := _lined(seen, seen, kind, (0, 0), visible, index)) is not None:
            return found
    return _part(seen, visible)


def _part(seen: np.ndarray, visible: Visible) -> Found | None:
    """How ``seen`` (N, h, w, c) are every n-th row and column of raw images, from some corner on."""
    (height, width), size = visible.with_channels.shape[1:3], (seen.shape[1], seen.shape[2])
    if min(size) < SMALLEST:
        return None
    repeats = seen.shape[3] // visible.with_channels.shape[3]
    for step in range(1, min((height - 1) // (size[0] - 1), (width - 1) // (size[1] - 1)) + 1):
        room = [raw - (part - 1) * step for raw, part in zip((height, width), size, strict=True)]
        corners = [(top, left) for top in range(room[0]) for left in range(room[1])]
        middle = [(free - 1) / 2 for free in room]
        corners.sort(key=lambda at: abs(at[0] - middle[0]) + abs(at[1] - middle[1]))
        kind = f"{EVERY}{step}"
        for corner in corners[:PARTS]:
            of_all = features(visible, f"{kind} {size} {corner}", _transform(kind, size, corner, 1))
            index = closest(seen, seen, _transform(kind, size, corner, repeats), visible, of_all)
            if (found := _lined(seen, seen, kind, corner, visible, index)) is not None:
                return found
    return None


def _transform(kind: str, size: tuple[int, int], corner: tuple[int, int], repeats: int) -> Transform:
    return partial(_transformed, geometry=kind, size=size, corner=corner, repeats=repeats)


def _transformed(
    images: np.ndarray, geometry: str, size: tuple[int, int], corner: tuple[int, int], repeats: int
) -> np.ndarray:
    return np.repeat(resize(images, geometry, size, corner), repeats, axis=-1)


def _lined(
    seen: np.ndarray,
    middle: np.ndarray,
    kind: str,
    corner: tuple[int, int],
    visible: Visible,
    index: np.ndarray | None = None,
) -> Found | None:
    size, repeats = (seen.shape[1], seen.shape[2]), seen.shape[3] // visible.with_channels.shape[3]
    transform = _transform(kind, size, corner, repeats)
    if index is None:
        index = closest(seen, middle, transform, visible)
    found = line_through(transform(visible.with_channels[index]), seen)
    if found is None:
        return None
    return {"geometry": kind, "corner": list(corner), **found[0]}, found[1], index


def line_through(raw: np.ndarray, seen: np.ndarray) -> tuple[dict[str, Any], np.ndarray] | None:
    """Scale, offset and error of ``seen`` (N, h, w, c) by ``raw`` of the same shape, and the rows that they explain; None
    where these are too few."""
    # The median of the rows' own lines stands against a few rows that are not images of ours.
    scale, offset = (np.median(of_rows, axis=0) for of_rows in lines_of_rows(raw, seen))
    good = errors(scale * raw + offset, seen) < TOLERANCE
    if not good.any():
        return None
    scale, offset, error = _fitted(raw, seen, good)
    good = error < TOLERANCE
    if good.mean() < SHARE or not np.any(scale):
        return None
    numbers = {"scale": _plain(scale), "offset": _plain(offset), "max_error": float(error[good].max())}
    return numbers, good


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


def _fitted(raw: np.ndarray, seen: np.ndarray, good: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scale and offset from the good rows, and the error of each row: of all channels together (1,), or (c,) where they
    differ."""
    scale, offset = lines(raw[good], seen[good])
    error = errors(scale * raw + offset, seen)
    one = lines(raw[good].reshape(-1, 1), seen[good].reshape(-1, 1))
    shared = errors(one[0] * raw + one[1], seen)
    return (*one, shared) if shared[good].max() <= error[good].max() + SHARED else (scale, offset, error)


def _plain(values: np.ndarray) -> float | list[float]:
    return float(values[0]) if len(values) == 1 else [float(value) for value in values]
