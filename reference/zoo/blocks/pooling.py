"""Pooling: a window, or a whole feature map, becomes one number; each channel by itself, without weights."""

import keras


def max_pooling(
    x: keras.KerasTensor, size: int = 2, strides: int | None = None, padding: str = "valid"
) -> keras.KerasTensor:
    """The greatest value of each window.

    Args:
        x: `(batch, height, width, channels)`.
        size: side of the window.
        strides: step of the window; `size` if not given, so that windows do not overlap.
        padding: `"valid"`, or `"same"`: windows reach over the border, and what lies outside is left out.

    Returns:
        `(batch, new height, new width, channels)`, sized like that of a convolution.

    Source:
        Lecture, pooling.
    """
    return keras.layers.MaxPooling2D(size, strides=strides, padding=padding)(x)


def average_pooling(
    x: keras.KerasTensor, size: int = 2, strides: int | None = None, padding: str = "valid"
) -> keras.KerasTensor:
    """The mean of each window.

    Args:
        x: `(batch, height, width, channels)`.
        size: side of the window.
        strides: step of the window; `size` if not given, so that windows do not overlap.
        padding: `"valid"`, or `"same"`: windows reach over the border, and the mean is of the pixels inside.

    Returns:
        `(batch, new height, new width, channels)`, sized like that of a convolution.

    Source:
        Lecture, pooling.
    """
    return keras.layers.AveragePooling2D(size, strides=strides, padding=padding)(x)


def global_max_pooling(x: keras.KerasTensor) -> keras.KerasTensor:
    """The greatest value of each feature map: `(batch, height, width, channels)` to `(batch, channels)`.

    Source:
        Lecture, global pooling.
    """
    return keras.layers.GlobalMaxPooling2D()(x)


def global_average_pooling(x: keras.KerasTensor) -> keras.KerasTensor:
    """The mean of each feature map: `(batch, height, width, channels)` to `(batch, channels)`.

    Takes the place of the dense layers at the end of a network when each class has a feature map.

    Source:
        Lecture, global pooling; arXiv:1312.4400 section 3.2.
    """
    return keras.layers.GlobalAveragePooling2D()(x)
