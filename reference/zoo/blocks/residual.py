"""Residual blocks: what they learn is added to what comes in."""

import keras

from reference.zoo.blocks.normalisation import bn_relu, bn_relu_conv, conv_bn_relu
from reference.zoo.blocks.stochastic_depth import StochasticDepth


def residual_branch(
    x: keras.KerasTensor, filters: int, strides: int = 1, kernel_size: int = 3, name: str | None = None
) -> keras.KerasTensor:
    """The learned part of a `residual_block`: conv, BN, ReLU, conv, BN, without the ReLU after the addition.

    Parameters: `kernel_size ** 2 * (channels + filters) * filters + 8 * filters`, of which `4 * filters` are not
    trained.

    Args:
        x: `(batch, height, width, channels)`.
        filters: feature maps of both convolutions.
        strides: step of the first convolution.
        kernel_size: side of both kernels.
        name: beginning of the layers' names.

    Returns:
        `(batch, ceil(height / strides), ceil(width / strides), filters)`.

    Source:
        arXiv:1512.03385 figure 2.
    """
    x = conv_bn_relu(x, filters, kernel_size, strides, name=name and f"{name}_1")
    return conv_bn_relu(x, filters, kernel_size, activation=None, name=name and f"{name}_2")


def projection_shortcut(
    x: keras.KerasTensor, filters: int, strides: int = 1, name: str | None = None
) -> keras.KerasTensor:
    """A shortcut that fits the branch: `x` itself where the shape stays, else 1x1 convolution and BN.

    Parameters: none, or `channels * filters + 4 * filters`, of which `2 * filters` are not trained.

    Args:
        x: `(batch, height, width, channels)`.
        filters: feature maps of the branch.
        strides: step of the branch.
        name: beginning of the layers' names.

    Returns:
        `(batch, ceil(height / strides), ceil(width / strides), filters)`.

    Source:
        arXiv:1512.03385 section 3.3, option B.
    """
    if strides == 1 and x.shape[-1] == filters:
        return x
    return conv_bn_relu(x, filters, 1, strides, activation=None, name=name and f"{name}_shortcut")


def residual_block(
    x: keras.KerasTensor,
    filters: int,
    strides: int = 1,
    kernel_size: int = 3,
    drop_rate: float = 0.0,
    name: str | None = None,
) -> keras.KerasTensor:
    """The original residual block: `relu(shortcut(x) + branch(x))`.

    Parameters: those of `residual_branch` and of `projection_shortcut`.

    Args:
        x: `(batch, height, width, channels)`.
        filters: feature maps of the block.
        strides: 2 halves height and width.
        kernel_size: side of both kernels of the branch.
        drop_rate: how often `StochasticDepth` leaves the branch out in training.
        name: beginning of the layers' names.

    Returns:
        `(batch, ceil(height / strides), ceil(width / strides), filters)`.

    Source:
        arXiv:1512.03385 figure 2, with projection where the shape changes (option B).
    """
    branch = residual_branch(x, filters, strides, kernel_size, name=name)
    if drop_rate:
        branch = StochasticDepth(drop_rate, name=name and f"{name}_drop")(branch)
    shortcut = projection_shortcut(x, filters, strides, name=name)
    total = keras.layers.Add(name=name and f"{name}_add")([shortcut, branch])
    return keras.layers.Activation("relu", name=name and f"{name}_activation")(total)


def preactivation_block(
    x: keras.KerasTensor,
    filters: int,
    strides: int = 1,
    kernel_size: int = 3,
    drop_rate: float = 0.0,
    name: str | None = None,
) -> keras.KerasTensor:
    """The pre-activation residual block: `x + branch(x)`, where BN and ReLU stand before each convolution.

    Nothing stands on the path from input to output, so signals and gradients pass unchanged. Where the shape
    changes, a 1x1 convolution of the activated input is the shortcut, and the first BN and ReLU serve both paths.
    The last block of a network wants `bn_relu` after it.

    Parameters: `kernel_size ** 2 * (channels + filters) * filters + 4 * (channels + filters)`, of which
    `2 * (channels + filters)` are not trained; and `channels * filters` where the shape changes.

    Args:
        x: `(batch, height, width, channels)`, not yet activated.
        filters: feature maps of the block.
        strides: 2 halves height and width.
        kernel_size: side of both kernels of the branch.
        drop_rate: how often `StochasticDepth` leaves the branch out in training.
        name: beginning of the layers' names.

    Returns:
        `(batch, ceil(height / strides), ceil(width / strides), filters)`, not activated.

    Source:
        arXiv:1603.05027 figures 1(b) and 4(e).
    """

    def convolve(tensor: keras.KerasTensor, size: int, suffix: str) -> keras.KerasTensor:
        layer = keras.layers.Conv2D(
            filters,
            size,
            strides=strides,
            padding="same",
            use_bias=False,
            kernel_initializer="he_normal",
            name=name and f"{name}_{suffix}",
        )
        return layer(tensor)

    activated = bn_relu(x, name=name and f"{name}_1")
    same_shape = strides == 1 and x.shape[-1] == filters
    shortcut = x if same_shape else convolve(activated, 1, "shortcut_conv")
    branch = convolve(activated, kernel_size, "1_conv")
    branch = bn_relu_conv(branch, filters, kernel_size, name=name and f"{name}_2")
    if drop_rate:
        branch = StochasticDepth(drop_rate, name=name and f"{name}_drop")(branch)
    return keras.layers.Add(name=name and f"{name}_add")([shortcut, branch])
