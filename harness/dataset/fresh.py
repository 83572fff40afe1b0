"""Hidden images that no table of known images holds, and the same ones changed in ways that a person would not mind."""

from collections.abc import Sequence
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
    """What became of images that a network sees once more."""

    PLAIN = "plain"


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


def images_once_more(split: Split, changes: Sequence[Change]) -> Images:
    """uint8 (C * R, …): for each change in turn, the first R hidden images so changed; R is `MOST_ROWS` at most.

    Beside those of `images_to_predict` they tell which of these are which: they enter when the answers to these are out.
    """
    rows = split.hidden_images[:MOST_ROWS]
    return np.concatenate([_changed(rows, change) for change in changes])


def _changed(images: Images, change: Change) -> Images:
    return {Change.PLAIN: lambda: images}[change]()


def changes_for(*, smoke: bool) -> tuple[Change, ...]:
    """What networks are shown once more."""
    return (Change.PLAIN,)
