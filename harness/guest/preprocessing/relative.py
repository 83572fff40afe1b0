"""Values that are measured by their own image: divided by a norm, as ``keras.utils.normalize`` does, or standardised."""

from collections.abc import Callable, Iterator

import numpy as np

Relative = tuple[str, str]
"""The name of a norm, and over what it is taken."""
OVER: dict[str, tuple[int, ...]] = {"image": (1, 2, 3), "height": (1,), "width": (2,)}
CLOSE = 1e-2
"""How far the norm of an image may be from 1: float16 adds up to so much."""


def _l1(images: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    return np.asarray(np.abs(images).sum(axis=axes, keepdims=True))


def _l2(images: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    return np.asarray(np.sqrt(np.square(images).sum(axis=axes, keepdims=True)))


def _max(images: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    return np.asarray(np.abs(images).max(axis=axes, keepdims=True))


_NORMS: dict[str, Callable[[np.ndarray, tuple[int, ...]], np.ndarray]] = {"l2": _l2, "l1": _l1, "max": _max}
STANDARDISED = ("deviation", "image")
"""As ``tf.image.per_image_standardization`` does: centred, and divided by the standard deviation."""


def relative(images: np.ndarray, how: Relative) -> np.ndarray:
    """float32 (N, h, w, C) of images (N, h, w, C), measured by their own norm; what has none stays as it is."""
    images = images.astype(np.float32)
    norm, axes = how[0], OVER[how[1]]
    if how == STANDARDISED:
        images = images - images.mean(axis=axes, keepdims=True)
        size = images.std(axis=axes, keepdims=True)
    else:
        size = _NORMS[norm](images, axes)
    return np.asarray(images / np.where(size == 0, 1, size))


def likely(seen: np.ndarray) -> Iterator[Relative]:
    """The ways in which images (N, h, w, C) may have been measured by themselves, as far as their values tell."""
    with np.errstate(over="ignore", invalid="ignore"):
        for name, axes in OVER.items():
            for norm, of in _NORMS.items():
                size = of(seen, axes)
                if (size > 0).any() and (np.abs(size[size != 0] - 1) < CLOSE).all():
                    yield norm, name
        axes = OVER["image"]
        if (np.abs(seen.mean(axis=axes)) < CLOSE).all() and (np.abs(seen.std(axis=axes) - 1) < CLOSE).all():
            yield STANDARDISED
