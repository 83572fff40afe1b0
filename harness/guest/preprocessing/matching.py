"""Which raw image each row of an input shows."""

from collections.abc import Callable, Iterator

import numpy as np

from ..visible import Visible, pooled, unit_images

TOLERANCE = 3e-3
"""Of the input's range. float16 is exact to 5e-4 of it, a resize that rounds to uint8 to 2e-3."""
SHARE = 0.95
"""Rows that must be explained: all but those that hold no image at all."""
CANDIDATES = 8
"""Raw images that are tried for each row: coarse likeness finds the right one among the first few."""
BLOCK = 256
"""Numbers of a row that are looked at together."""
COMPARED = 2**20
"""Numbers of transformed candidates that are compared at a time: of large inputs all would take gigabytes, and so few stay in a
processor's cache."""
Transform = Callable[[np.ndarray], np.ndarray]


def features(visible: Visible, name: str | None, transform: Transform) -> np.ndarray:
    """What `Visible.features` is, of transformed images; made once for each ``name``, where it has one."""
    if name is None:
        return visible.features_of(transform)
    return visible.once(f"features {name}", lambda: visible.features_of(transform))


def in_order(rows: np.ndarray, total: int, visible: Visible) -> Iterator[np.ndarray]:
    """The raw images, int (N,), behind ``rows`` of ``total`` where these kept their order: the head of the training set,
    its tail, the test set."""
    for start in dict.fromkeys((0, visible.train_rows - total, visible.train_rows)):
        if start >= 0 and start + total <= len(visible.images):
            yield start + rows


def closest(
    seen: np.ndarray,
    middle: np.ndarray,
    transform: Transform,
    visible: Visible,
    of_all: np.ndarray | None = None,
) -> np.ndarray:
    """Index of the raw image that explains each row best once transformed, int (N,); ``middle`` is the part of
    ``seen`` that shows the whole raw image, ``of_all`` the features of the raw images (`Visible.features`)."""
    candidates, channels = _candidates(middle, visible, of_all), seen.shape[-1]
    parts = max(1, min(len(seen), -(-candidates.size * seen[:1].size // COMPARED)))
    best = []
    for some, tried in zip(np.array_split(seen, parts), np.array_split(candidates, parts), strict=True):
        raw = unit_images(transform(visible.with_channels[tried.ravel()])).reshape(*tried.shape, channels, -1)
        likeness = np.einsum("nkcp,ncp->nkc", raw, _by_channel(unit_images(some), channels))
        best.append(tried[np.arange(len(some)), np.abs(likeness).sum(axis=2).argmax(axis=1)])
    return np.concatenate(best)


def _by_channel(rows: np.ndarray, channels: int) -> np.ndarray:
    """(N, C, P) of `unit_images` (N, C * P)."""
    return rows.reshape(len(rows), channels, -1)


def _candidates(seen: np.ndarray, visible: Visible, of_all: np.ndarray | None) -> np.ndarray:
    """Indices of the raw images most alike, int (N, CANDIDATES)."""
    count, channels = min(CANDIDATES, len(visible.images)), visible.with_channels.shape[-1]
    coarse = unit_images(pooled(seen[..., :channels], *visible.grid)).astype(np.float32)
    known = visible.features if of_all is None else of_all
    pairs = [_by_channel(rows, channels) for rows in (coarse, known)]
    # A channel may be inverted and another not.
    found = sum(np.abs(pairs[0][:, one] @ pairs[1][:, one].T) for one in range(channels))
    return highest(np.asarray(found), count)


def highest(rows: np.ndarray, count: int) -> np.ndarray:
    """Places of the highest numbers of each row, int (N, count), in no order: those of the blocks with the highest ones are
    looked at alone, for most of a long row is far from them."""
    blocks = -(-rows.shape[1] // BLOCK)
    if blocks <= count:
        return np.argpartition(-rows, count - 1, axis=1)[:, :count]
    starts = np.arange(blocks) * BLOCK
    tops = np.maximum.reduceat(rows, starts, axis=1)
    chosen = np.argpartition(-tops, count - 1, axis=1)[:, :count]
    # The last block may be shorter: what would lie behind its end is its last number once more, and is not counted.
    places = (starts[chosen][..., None] + np.arange(BLOCK)).reshape(len(rows), -1)
    numbers = np.where(
        places < rows.shape[1],
        np.take_along_axis(rows, np.minimum(places, rows.shape[1] - 1), axis=1),
        -np.inf,
    )
    best = np.argpartition(-numbers, count - 1, axis=1)[:, :count]
    return np.take_along_axis(places, best, axis=1)


def lines(raw: np.ndarray, seen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least-squares scale and offset (C,) of ``seen = scale * raw + offset`` over all but the last axis."""
    scale, offset = lines_of_rows(raw[None], seen[None])
    return scale[0], offset[0]


def lines_of_rows(raw: np.ndarray, seen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The scale and offset (N, C) of each row by itself."""
    raw, seen = (one.reshape(len(one), -1, one.shape[-1]).astype(np.float64) for one in (raw, seen))
    means = raw.mean(axis=1), seen.mean(axis=1)
    raw, seen = (one - mean[:, None] for one, mean in zip((raw, seen), means, strict=True))
    spread = np.einsum("npc,npc->nc", raw, raw)
    scale = np.divide(
        np.einsum("npc,npc->nc", raw, seen), spread, out=np.zeros_like(spread), where=spread > 0
    )
    return scale, means[1] - scale * means[0]


def errors(expected: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Largest difference in each row, in units of the range of all rows."""
    span = max(float(seen.max() - seen.min()), 1e-12)
    return np.asarray(np.abs(expected - seen).reshape(len(seen), -1).max(axis=1) / span)
