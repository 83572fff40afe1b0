"""Batch normalisation and the convolutions that go with it."""

import keras

MOMENTUM = 0.9
"""Share of the old running mean and variance that a training step keeps. Keras's 0.99 takes some 460 steps, an epoch
of Fashion-MNIST, to forget its initial values; 0.9 takes 44 and lets short runs be evaluated."""


def batch_normalisation(x: keras.KerasTensor, name: str | None = None) -> keras.KerasTensor:
    """Each channel gets mean 0 and variance 1 over batch, rows and columns, then a learned scale and shift.

    At inference it takes the running means and variances of training (`MOMENTUM`).

    Parameters: `2 * channels` trained (scale, shift), and as many that are not (mean, variance).

    Args:
        x: `(batch, height, width, channels)` or `(batch, channels)`.
        name: name of the layer.

    Returns:
        The shape of `x`.

    Source:
        arXiv:1502.03167 algorithms 1 and 2.
    """
    return keras.layers.BatchNormalization(momentum=MOMENTUM, name=name)(x)


def conv_bn_relu(
    x: keras.KerasTensor,
    filters: int,
    kernel_size: int | tuple[int, int] = 3,
    strides: int | tuple[int, int] = 1,
    padding: str = "same",
    groups: int = 1,
    dilation_rate: int | tuple[int, int] = 1,
    activation: str | None = "relu",
    name: str | None = None,
) -> keras.KerasTensor:
    """Convolution without bias, batch normalisation, ReLU. The shift of the normalisation is the bias.

    Parameters: `kernel height * kernel width * channels / groups * filters + 4 * filters`, of which `2 * filters`
    are not trained. Kernels start from He's normal distribution (arXiv:1502.01852).

    Args:
        x: `(batch, height, width, channels)`.
        filters: how many feature maps come out.
        kernel_size: height and width of the window, or one number for both.
        strides: step of the window.
        padding: `"same"` or `"valid"`.
        groups: into how many groups channels and filters are split, each convolved by itself.
        dilation_rate: distance between neighbouring taps of a kernel.
        activation: name of a Keras activation; `None` for none.
        name: the layers are named `{name}_conv`, `{name}_bn` and `{name}_activation`.

    Returns:
        `(batch, new height, new width, filters)`, sized like that of a convolution.

    Source:
        arXiv:1502.03167 section 3.2: normalisation stands before the nonlinearity and makes the bias needless.
    """
    x = keras.layers.Conv2D(
        filters,
        kernel_size,
        strides=strides,
        padding=padding,
        groups=groups,
        dilation_rate=dilation_rate,
        use_bias=False,
        kernel_initializer="he_normal",
        name=name and f"{name}_conv",
    )(x)
    x = batch_normalisation(x, name=name and f"{name}_bn")
    if activation is not None:
        x = keras.layers.Activation(activation, name=name and f"{name}_activation")(x)
    return x


def bn_relu(x: keras.KerasTensor, name: str | None = None) -> keras.KerasTensor:
    """Batch normalisation, then ReLU, as they stand before a convolution in a pre-activation network.

    Parameters: `4 * channels`, half of them not trained.

    Args:
        x: `(batch, height, width, channels)`.
        name: the layers are named `{name}_bn` and `{name}_activation`.

    Returns:
        The shape of `x`.

    Source:
        arXiv:1603.05027 section 4.
    """
    x = batch_normalisation(x, name=name and f"{name}_bn")
    return keras.layers.Activation("relu", name=name and f"{name}_activation")(x)


def bn_relu_conv(
    x: keras.KerasTensor,
    filters: int,
    kernel_size: int | tuple[int, int] = 3,
    strides: int | tuple[int, int] = 1,
    padding: str = "same",
    name: str | None = None,
) -> keras.KerasTensor:
    """Batch normalisation, ReLU, convolution without bias: the order of pre-activation networks and of DenseNet.

    Parameters: `4 * channels + kernel height * kernel width * channels * filters`, of which `2 * channels` are not
    trained.

    Args:
        x: `(batch, height, width, channels)`.
        filters: how many feature maps come out.
        kernel_size: height and width of the window, or one number for both.
        strides: step of the window.
        padding: `"same"` or `"valid"`.
        name: the layers are named `{name}_bn`, `{name}_activation` and `{name}_conv`.

    Returns:
        `(batch, new height, new width, filters)`, sized like that of a convolution.

    Source:
        arXiv:1603.05027 section 4; arXiv:1608.06993 section 3.
    """
    x = bn_relu(x, name=name)
    layer = keras.layers.Conv2D(
        filters,
        kernel_size,
        strides=strides,
        padding=padding,
        use_bias=False,
        kernel_initializer="he_normal",
        name=name and f"{name}_conv",
    )
    return layer(x)
