"""Convolution, plain and dilated."""

from collections.abc import Sequence

import keras


def convolution(
    x: keras.KerasTensor,
    filters: int,
    kernel_size: int | tuple[int, int] = 3,
    strides: int | tuple[int, int] = 1,
    padding: str = "same",
    activation: str | None = "relu",
    name: str | None = None,
) -> keras.KerasTensor:
    """Slides `filters` kernels over the image; each sees all channels of its window and shares its weights.

    Parameters: `(kernel height * kernel width * channels + 1) * filters`.

    Args:
        x: `(batch, height, width, channels)`.
        filters: how many feature maps come out.
        kernel_size: height and width of the window, or one number for both.
        strides: step of the window down and to the right, or one number for both.
        padding: `"same"` (zeros around, so that stride 1 keeps the size) or `"valid"` (none).
        activation: name of a Keras activation; `None` for none.
        name: name of the layer.

    Returns:
        `(batch, new height, new width, filters)`, where a side of `n` becomes `ceil(n / stride)` with `"same"`
        padding and `floor((n - kernel) / stride) + 1` with `"valid"`.

    Source:
        Lecture, convolutional layer.
    """
    layer = keras.layers.Conv2D(
        filters, kernel_size, strides=strides, padding=padding, activation=activation, name=name
    )
    return layer(x)


def dilated_stack(
    x: keras.KerasTensor,
    filters: int,
    kernel_size: int = 3,
    dilation_rates: Sequence[int] = (1, 2, 3),
    padding: str = "same",
    activation: str | None = "relu",
) -> keras.KerasTensor:
    """Convolutions one after another, whose kernels have gaps: with rate D, neighbouring taps lie D pixels apart.

    The receptive field grows with the rates while the parameters do not: see `receptive_field`.

    Parameters: as of plain convolutions, `(kernel_size ** 2 * channels + 1) * filters` for each rate.

    Args:
        x: `(batch, height, width, channels)`.
        filters: feature maps of each convolution.
        kernel_size: taps of a kernel along a side.
        dilation_rates: D of each convolution, from first to last; the lecture shows 1, 2 and 3.
        padding: `"same"` keeps height and width; `"valid"` takes `(kernel_size - 1) * D` from both each time.
        activation: name of a Keras activation after each convolution; `None` for none.

    Returns:
        `(batch, height, width, filters)` with `"same"` padding.

    Raises:
        ValueError: if there is no rate.

    Source:
        Lecture, dilated convolution; arXiv:1511.07122 section 2; the stack of growing rates is the idea of
        arXiv:1609.03499 section 2.1 in two dimensions.
    """
    if not dilation_rates:
        raise ValueError("A dilated stack needs at least one dilation rate.")
    for rate in dilation_rates:
        layer = keras.layers.Conv2D(
            filters, kernel_size, dilation_rate=rate, padding=padding, activation=activation
        )
        x = layer(x)
    return x


def receptive_field(kernel_size: int, dilation_rates: Sequence[int]) -> int:
    """Side, in pixels, of the input window that one output of a `dilated_stack` depends on.

    Each convolution of stride 1 widens the window by `(kernel_size - 1) * D`: three kernels of 3 with D = 1, 2, 3
    see 13 pixels, and without dilation 7.

    Args:
        kernel_size: taps of a kernel along a side.
        dilation_rates: D of each convolution.

    Raises:
        ValueError: if the kernel size or a rate is less than 1.

    Source:
        arXiv:1511.07122 section 2.
    """
    if kernel_size < 1 or any(rate < 1 for rate in dilation_rates):
        raise ValueError("Kernel size and dilation rates must be at least 1.")
    return 1 + sum((kernel_size - 1) * rate for rate in dilation_rates)
