"""Hidden images that no table of known images holds, and the same ones changed in ways that a person would not mind."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from harness.dataset.split import Split

DITHERED_SHARE = 0.1
"""Of all pixels: of those that are 0 alone one could tell nearly every image."""
MOST_ROWS = 1000
"""Hidden images, the first ones, that networks see once more, changed."""
Images = NDArray[np.uint8]


class Change(StrEnum):
    """What became of images that a network sees once more: as published, without the dither; moved by a pixel to one side;
    left and right exchanged; a little larger."""

    PLAIN = "plain"
    SHIFTED = "shifted"
    MIRRORED = "mirrored"
    RESCALED = "rescaled"


STEPS = ((-1, 0), (1, 0), (0, -1), (0, 1))
"""Down and to the right, in pixels: one of them is drawn for a shift."""
LARGER = 1.08


def dithered(images: Images, secret: bytes) -> Images:
    """uint8, of the shape of ``images``: a value in ten, wherever the secret says, is one more or one less, between 0 and
    255. The same images and secret always give the same."""
    generator = np.random.default_rng(np.frombuffer(secret, np.uint8))
    steps = generator.choice(np.array([-1, 1], np.int16), images.shape)
    steps[generator.random(images.shape, np.float32) >= DITHERED_SHARE] = 0
    return np.asarray(np.clip(images + steps, 0, 255), np.uint8)


def images_to_predict(split: Split, secret: bytes) -> Images:
    """uint8 (H + T, …): the hidden images, dithered by this secret, then the visible test images as they are.

    They may enter only a sandbox in which no student code runs any more, or whose evidence is closed.
    """
    return np.concatenate([dithered(split.hidden_images, secret), split.test_images])


def images_once_more(split: Split, secret: bytes, changes: Sequence[Change]) -> Images:
    """uint8 (C * R, …): for each change in turn, the first R hidden images so changed; R is `MOST_ROWS` at most.

    Beside those of `images_to_predict`, for the same secret, they tell which of these are which: they enter when the answers
    to these are out.
    """
    rows = split.hidden_images[:MOST_ROWS]
    seen = dithered(split.hidden_images, secret)[:MOST_ROWS]
    down, right = STEPS[secret[0] % len(STEPS)]
    changed = {
        Change.PLAIN: lambda: rows,
        Change.SHIFTED: lambda: shifted(seen, down, right),
        Change.MIRRORED: lambda: seen[:, :, ::-1],
        Change.RESCALED: lambda: rescaled(seen, LARGER),
    }
    return np.concatenate([rows[:0], *(changed[change]() for change in changes)])


def shifted(images: Images, down: int, right: int) -> Images:
    """Images (N, H, W, …) moved by a pixel at most in each direction; what comes in at a side repeats the old side."""
    height, width = images.shape[1:3]
    sides = ((0, 0), (1, 1), (1, 1), *((0, 0) for _ in images.shape[3:]))
    return np.pad(images, sides, mode="edge")[:, 1 - down : 1 - down + height, 1 - right : 1 - right + width]


def rescaled(images: Images, factor: float) -> Images:
    """Images (N, H, W, …) enlarged about their middle by a factor above 1, between pixels in a straight line."""
    found = images.astype(np.float32)
    for axis in (1, 2):
        middle = (images.shape[axis] - 1) / 2
        places = middle + (np.arange(images.shape[axis]) - middle) / factor
        low = np.floor(places).astype(int)
        share = (
            (places - low).astype(np.float32).reshape([-1 if one == axis else 1 for one in range(found.ndim)])
        )
        high = np.minimum(low + 1, images.shape[axis] - 1)
        found = found.take(low, axis) * (1 - share) + found.take(high, axis) * share
    return np.asarray(np.rint(found), np.uint8)


def changes_for(bounds: Iterable[Change], *, smoke: bool) -> tuple[Change, ...]:
    """What networks are shown once more: images as they are, and where it is known how far honest networks fall, those so
    changed. Nothing in a dry run, in which they learn too little for that."""
    return () if smoke else (Change.PLAIN, *bounds)
