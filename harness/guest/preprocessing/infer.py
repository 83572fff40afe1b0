"""Infers how raw images became the input of a network."""

from collections.abc import Callable

import numpy as np

from harness.wire.limits import MAX_LOOKED

from ..visible import Visible
from .apply import Mapping
from .layouts import layouts
from .shape import Found, shaped
from .values import by_a_curve, by_pixel, by_themselves


def infer(
    take: Callable[[np.ndarray], np.ndarray], total: int, visible: Visible, rows: int = MAX_LOOKED
) -> tuple[Mapping | None, dict[str, int], np.ndarray | None]:
    """Infers the mapping behind ``total`` rows of input, of which ``take(indices)`` gives some.

    Returns the mapping (None where none explains the data), how many of the looked-at rows came from
    ``train``, ``test`` or are ``unknown``, and the raw labels of the rows (-1 where unknown).
    """
    chosen = np.unique(np.linspace(0, total - 1, min(rows, total)).astype(int))
    batch = np.asarray(take(chosen))
    nothing = None, {"train": 0, "test": 0, "unknown": len(chosen)}, None
    if batch.dtype.kind not in "fiub" or not len(batch):
        return nothing
    batch = batch.astype(np.float64)
    if not np.isfinite(batch).all():
        return nothing
    height, width, colours = visible.with_channels.shape[1:]
    raw = (height, width, colours)
    for layout, channels, seen in layouts(batch, raw):
        shape = {"layout": layout, "size": list(seen.shape[1:3]), "channels": channels}
        found = shaped(seen, visible)
        if found is None and seen.shape[1:3] == raw[:2]:
            found = by_themselves(seen, chosen, total, visible) or by_a_curve(seen, chosen, total, visible)
        if found is not None:
            return _told({**shape, "rows": len(chosen)}, found, visible)
        if seen.shape[1:] != raw:
            continue

        def read(more: np.ndarray, layout: str = layout) -> np.ndarray:
            return next(images for name, _, images in layouts(more, raw) if name == layout)

        if (pixels := by_pixel(take, read, chosen, total, visible)) is not None:
            return _told({**shape, "rows": pixels[1]}, pixels[0], visible)
    return nothing


def _told(shape: Mapping, found: Found, visible: Visible) -> tuple[Mapping, dict[str, int], np.ndarray]:
    told, good, index = found
    train = int((good & (index < visible.train_rows)).sum())
    test = int((good & (index >= visible.train_rows)).sum())
    counts = {"train": train, "test": test, "unknown": len(good) - train - test}
    return {**shape, **told}, counts, np.where(good, visible.labels[index], -1)
