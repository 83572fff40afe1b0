"""Raw images whose values became others by what is no line of them all: learned from the values that a network was fed."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

import numpy as np

from ..visible import Visible
from .matching import SHARE, TOLERANCE, closest, errors, features, in_order, lines
from .relative import likely, relative
from .shape import Found, line_through

LEAST_ROWS = 32
"""For a curve, and for statistics per pixel: fewer rows are explained by too many numbers."""
PIXEL_ROWS = (256, 2048)
"""Of statistics per pixel: rows that are looked at first, and those that a scale for each pixel is made of."""
MOST_CURVES = 8
"""Inputs that are looked at with much work, in one run: images that are augmented anew for each fit have no curve."""
LEVELS = 256
PER_LEVEL = 20
"""Pixels of each raw value, on average, that a curve must explain."""
ALIKE = 0.2
"""Of the median: what statistics of a student's own rows may differ from those of all."""
Take = Callable[[np.ndarray], np.ndarray]
PLAIN = {"geometry": "none", "corner": [0, 0]}


def by_themselves(seen: np.ndarray, rows: np.ndarray, total: int, visible: Visible) -> Found | None:
    """Images that were measured by their own norm (`relative`)."""
    colours = visible.with_channels.shape[3]
    for how in likely(seen[..., :colours]):
        transform = partial(_relative, how=how, repeats=seen.shape[3] // colours)
        for index in _indices(seen, rows, total, visible, transform, " ".join(how)):
            found = line_through(transform(visible.with_channels[index]), seen)
            if found is not None:
                return {**PLAIN, "relative": list(how), **found[0]}, found[1], index
    return None


def _relative(images: np.ndarray, how: tuple[str, str], repeats: int) -> np.ndarray:
    return np.repeat(relative(images, how), repeats, axis=-1)


def by_a_curve(seen: np.ndarray, rows: np.ndarray, total: int, visible: Visible) -> Found | None:
    """Images each of whose values depends on the raw value at its place alone: a root, a logarithm, a threshold."""
    channels = visible.with_channels.shape[3]
    if len(seen) < LEAST_ROWS or seen[..., 0].size < PER_LEVEL * LEVELS or seen.shape[3] != channels:
        return None
    if len(np.unique(seen)) > LEVELS:
        return None
    best: tuple[float, Found] | None = None
    for index in _under_a_curve(seen, rows, total, visible):
        raw = visible.with_channels[index]
        curve, good = _curve_through(raw, seen)
        if good.mean() < SHARE or np.ptp(curve) == 0 or (best is not None and good.mean() <= best[0]):
            continue
        error = float(errors(curve[raw], seen)[good].max())
        told = {"curve": curve.tolist(), "scale": 1.0, "offset": 0.0, "max_error": error}
        best = float(good.mean()), ({**PLAIN, **told}, good, index)
        if good.all():
            break
    return None if best is None else best[1]


def _under_a_curve(seen: np.ndarray, rows: np.ndarray, total: int, visible: Visible) -> Iterator[np.ndarray]:
    """Raw images that the rows may show: in order; those most alike; those most alike under the curve that gives raw
    values the distribution of the seen ones, rising or falling."""
    yield from _indices(seen, rows, total, visible, _as_they_are, "")
    tried = visible.__dict__["_curves"] = visible.__dict__.get("_curves", 0) + 1
    if tried > MOST_CURVES:
        return
    counts = np.bincount(visible.with_channels[: visible.train_rows].ravel(), minlength=LEVELS)
    shares = (np.cumsum(counts) - counts / 2) / counts.sum()
    for of in (shares, 1 - shares):
        bent = partial(_bent, curve=np.quantile(seen, of))
        yield closest(seen, seen, bent, visible, features(visible, None, bent))


def _curve_through(raw: np.ndarray, seen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The curve, and the rows that it explains: made again of those alone that it explained at first."""
    curve = _curve(raw, seen)
    good = errors(curve[raw], seen) < TOLERANCE
    if good.any():
        curve = _curve(raw[good], seen[good])
        good = errors(curve[raw], seen) < TOLERANCE
    return curve, good


def _bent(images: np.ndarray, curve: np.ndarray) -> np.ndarray:
    return np.asarray(curve[images], np.float32)


def _as_they_are(images: np.ndarray) -> np.ndarray:
    return images.astype(np.float32)


def _curve(raw: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """float64 (256,): the middle of what each raw value became; between neighbours where none is seen."""
    order = np.argsort(raw, axis=None, kind="stable")
    levels, starts = np.unique(raw.ravel()[order], return_index=True)
    middles = [np.median(part) for part in np.split(seen.ravel()[order], starts[1:])]
    return np.asarray(np.interp(np.arange(LEVELS), levels, middles))


def by_pixel(
    take: Take, read: Take, chosen: np.ndarray, total: int, visible: Visible
) -> tuple[Found, int] | None:
    """Images with a scale and an offset for each pixel, and how many rows were checked. ``take`` gives rows of the input,
    ``read`` makes images of them; what is found is told of the rows that are ``chosen``."""
    if total < LEAST_ROWS:
        return None
    few, many = (
        np.union1d(chosen, np.linspace(0, total - 1, min(most, total)).astype(int)) for most in PIXEL_ROWS
    )
    seen = read(np.asarray(take(few)).astype(np.float64))
    for find in _of_pixels(visible):
        for way, index in enumerate(find(seen, few, total)):
            if _pixel_lines(seen, index, visible) is None:
                continue
            more = read(np.asarray(take(many)).astype(np.float64))
            index = next(islice(find(more, many, total), way, None))
            if (found := _pixel_lines(more, index, visible)) is not None:
                at = np.searchsorted(many, chosen)
                return (found[0], found[1][at], found[2][at]), len(many)
    return None


Find = Callable[[np.ndarray, np.ndarray, int], Iterator[np.ndarray]]


def _of_pixels(visible: Visible) -> Iterator[Find]:
    """Ways to find the raw images that rows may show: in order; else those most alike, without the mean image, and
    standardised by the statistics of all."""

    def alike(
        transform: Take, name: str, seen: np.ndarray, rows: np.ndarray, total: int
    ) -> Iterator[np.ndarray]:
        of_all = features(visible, name, transform) if name else None
        yield closest(seen, seen, transform, visible, of_all)

    yield lambda _, rows, total: in_order(rows, total, visible)
    yield partial(alike, _as_they_are, "")
    mean, deviation = _statistics(visible)
    for name, by in (("centred", np.ones_like(deviation)), ("standardised", deviation)):
        yield partial(alike, partial(_standardised, mean=mean, deviation=by), name)


def _standardised(images: np.ndarray, mean: np.ndarray, deviation: np.ndarray) -> np.ndarray:
    return np.asarray((images - mean) / deviation, np.float32)


def _statistics(visible: Visible) -> np.ndarray:
    """Mean and standard deviation of each pixel of the training images, float32 (2, H, W, C), the latter 1 where it is
    always the same."""

    def made() -> np.ndarray:
        images = visible.with_channels[: visible.train_rows]
        mean = images.mean(axis=0, dtype=np.float64)
        parts = np.array_split(images, max(1, len(images) // 1000))
        squares = sum(np.square(part, dtype=np.float32).sum(axis=0, dtype=np.float64) for part in parts)
        deviation = np.sqrt(np.maximum(squares / len(images) - np.square(mean), 0))
        return np.stack([mean, np.where(deviation > 0, deviation, 1)]).astype(np.float32)

    return visible.once("statistics", made)


def _pixel_lines(seen: np.ndarray, index: np.ndarray, visible: Visible) -> Found | None:
    values, raw = seen.reshape(len(seen), -1), visible.images[index].reshape(len(index), -1)
    if values.shape != raw.shape:
        return None
    scale, offset = lines(raw, values)
    error = errors(scale * raw + offset, values)
    good = error < TOLERANCE
    if good.mean() < SHARE or not np.any(scale):
        return None
    scale, offset = _completed(scale, offset, raw, visible)
    told = {"scale": scale.tolist(), "offset": offset.tolist(), "max_error": float(error[good].max())}
    return {**PLAIN, **told}, good, index


def _completed(
    scale: np.ndarray, offset: np.ndarray, raw: np.ndarray, visible: Visible
) -> tuple[np.ndarray, np.ndarray]:
    """The same with a scale for pixels that are alike in all rows that were looked at, where the others tell it: by the
    deviation of each pixel, or one for all."""
    constant = np.ptp(raw, axis=0) == 0
    if not constant.any() or constant.all():
        return scale, offset
    deviation = _statistics(visible)[1].reshape(-1)
    for by in (1 / deviation, np.ones_like(deviation)):
        shares = scale[~constant] / by[~constant]
        middle = float(np.median(shares))
        if (np.abs(shares - middle) <= ALIKE * abs(middle)).mean() >= SHARE:
            filled = np.where(constant, middle * by, scale)
            return filled, offset - np.where(constant, filled * raw[0], 0)
    return scale, offset


def _indices(
    seen: np.ndarray, rows: np.ndarray, total: int, visible: Visible, transform: Take, name: str
) -> Iterator[np.ndarray]:
    """Raw images that the rows may show: in order, then those most alike once transformed; ``name`` is that of the
    transform, none for images as they are."""
    yield from in_order(rows, total, visible)
    colours = visible.with_channels.shape[3]
    of_all = features(visible, name, lambda images: transform(images)[..., :colours]) if name else None
    yield closest(seen, seen, transform, visible, of_all)
