"""Images made larger or smaller as the libraries do it that students use: by the library's own function.

A resize is known by library and method: ``bicubic`` is TensorFlow's, ``opencv cubic`` OpenCV's. Libraries that round to
bytes are asked for both: ``opencv cubic uint8`` resizes the bytes of a raw image.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

Size = tuple[int, int]
Resize = Callable[[np.ndarray, Size], np.ndarray]
BYTES = " uint8"
EVERY = "every "
"""Begins the name of a geometry that takes each n-th row and column, from a corner on: ``every 1`` cuts a part out."""


def _tensorflow(images: np.ndarray, size: Size, method: str, antialias: bool) -> np.ndarray:
    import tensorflow as tf

    return np.asarray(tf.image.resize(images.astype(np.float32), size, method=method, antialias=antialias))


def _one_by_one(images: np.ndarray, one: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """(N, h, w, C) of images (N, H, W, C); a library may drop a channel that is alone."""
    made = np.stack([np.asarray(one(image[..., 0] if image.shape[2] == 1 else image)) for image in images])
    return made if made.ndim == 4 else made[..., None]


def _opencv(images: np.ndarray, size: Size, method: str) -> np.ndarray:
    import cv2

    how = getattr(cv2, f"INTER_{method.upper()}")
    return _one_by_one(images, lambda image: cv2.resize(image, size[::-1], interpolation=how))


def _pillow(images: np.ndarray, size: Size, method: str) -> np.ndarray:
    from PIL import Image

    how = Image.Resampling[method.upper()]
    return _one_by_one(
        images, lambda image: np.asarray(Image.fromarray(image).resize(size[::-1], resample=how))
    )


def _scikit_image(images: np.ndarray, size: Size, order: int) -> np.ndarray:
    from skimage.transform import resize as of_scikit_image

    def one(image: np.ndarray) -> np.ndarray:
        made = of_scikit_image(image.astype(np.float64), (*size, *image.shape[2:]), order=order)
        return np.asarray(made)

    return _one_by_one(images, one)


def _scipy(images: np.ndarray, size: Size, order: int) -> np.ndarray:
    from scipy.ndimage import zoom

    def one(image: np.ndarray) -> np.ndarray:
        by = [new / old for new, old in zip(size, image.shape[:2], strict=True)]
        return np.asarray(zoom(image.astype(np.float64), by + [1] * (image.ndim - 2), order=order))

    return _one_by_one(images, one)


TENSORFLOW = ("bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic")
SMOOTHED = " antialias"
_LIBRARIES: tuple[tuple[str, str, Callable[..., np.ndarray], Sequence[str | int], bool], ...] = (
    ("opencv", "cv2", _opencv, ("linear", "nearest", "cubic", "area", "lanczos4"), True),
    ("pillow", "PIL", _pillow, ("nearest", "bilinear", "bicubic", "lanczos", "box", "hamming"), False),
    ("scikit image", "skimage", _scikit_image, (1, 0, 3), False),
    ("scipy", "scipy", _scipy, (3, 1, 0), False),
)
"""Name, module, function, methods, and whether it takes floats and rounds bytes."""


def _all() -> Iterator[tuple[str, str, Resize]]:
    for plain in TENSORFLOW:
        yield plain, "tensorflow", partial(_tensorflow, method=plain, antialias=False)
    for library, module, function, methods, floats in _LIBRARIES:
        for method in methods:
            name = f"{library} {method}"
            resize = partial(_by, function=function, method=method)
            yield name, module, partial(_as_float, resize=resize) if floats else resize
            if floats:
                yield name + BYTES, module, resize
    for plain in TENSORFLOW:
        yield plain + SMOOTHED, "tensorflow", partial(_tensorflow, method=plain, antialias=True)


def _by(images: np.ndarray, size: Size, function: Callable[..., np.ndarray], method: str | int) -> np.ndarray:
    return function(images, size, method)


def _as_float(images: np.ndarray, size: Size, resize: Resize) -> np.ndarray:
    return resize(images.astype(np.float32), size)


_RESIZES = {name: (module, resize) for name, module, resize in _all()}


def known(size: Size, raw: Size) -> list[str]:
    """The resizes that a student may have used: those of TensorFlow, and of libraries that are imported. Smoothing
    differs where an image becomes smaller alone."""
    smaller = size[0] < raw[0] or size[1] < raw[1]
    return [
        name
        for name, (module, _) in _RESIZES.items()
        if (module == "tensorflow" or module in sys.modules) and (smaller or not name.endswith(SMOOTHED))
    ]


def resize(images: np.ndarray, geometry: str, size: Size, corner: Size) -> np.ndarray:
    """float32 (N, h, w, C) of raw images uint8 (N, H, W, C), or of values of the same shape that are padded or stay.

    Padding is with raw 0. Raises KeyError for a geometry that is not known.
    """
    if geometry == "none":
        return images.astype(np.float32)
    if geometry.startswith(EVERY) and (step := int(geometry.removeprefix(EVERY) or 0)) > 0:
        rows, columns = (
            slice(at, at + (long - 1) * step + 1, step) for at, long in zip(corner, size, strict=True)
        )
        return images[:, rows, columns].astype(np.float32)
    if geometry == "pad":
        top, left = corner
        height, width = images.shape[1:3]
        pad = ((0, 0), (top, size[0] - height - top), (left, size[1] - width - left), (0, 0))
        return np.pad(images, pad).astype(np.float32)
    return np.asarray(_RESIZES[geometry][1](images, size), np.float32)
