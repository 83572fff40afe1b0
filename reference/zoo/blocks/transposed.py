"""Transposed convolution."""

import keras


def transposed_convolution(
    x: keras.KerasTensor,
    filters: int,
    kernel_size: int = 3,
    strides: int = 2,
    padding: str = "valid",
    activation: str | None = "relu",
    name: str | None = None,
) -> keras.KerasTensor:
    """Makes an image larger: each input pixel adds a kernel times its value, `strides` apart in the output.

    It is the gradient of a convolution of that kernel and stride by its input, hence the name ("deconvolution").
    The lecture's example takes 2x2 to 5x5 with kernel 3 and stride 2.

    Parameters: `(kernel_size ** 2 * channels + 1) * filters`.

    Args:
        x: `(batch, height, width, channels)`.
        filters: how many feature maps come out.
        kernel_size: side of the kernel.
        strides: distance between the kernels of neighbouring input pixels.
        padding: `"valid"` keeps all that the kernels reach; `"same"` cuts it to `strides` times the input's size.
        activation: name of a Keras activation; `None` for none.
        name: name of the layer.

    Returns:
        `(batch, new height, new width, filters)`, where a side of `n` becomes
        `(n - 1) * strides + max(kernel_size, strides)` with `"valid"` padding and `n * strides` with `"same"`.

    Source:
        Lecture, transposed convolution; arXiv:1603.07285 chapter 4.
    """
    layer = keras.layers.Conv2DTranspose(
        filters, kernel_size, strides=strides, padding=padding, activation=activation, name=name
    )
    return layer(x)
