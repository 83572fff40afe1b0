"""Residual networks with the activation after the addition, and before the convolutions."""

from collections.abc import Sequence

import keras

from reference.zoo.blocks.normalisation import bn_relu, conv_bn_relu
from reference.zoo.blocks.residual import preactivation_block, residual_block
from reference.zoo.networks.network import Network

WIDTHS = (10, 20, 40)
BLOCKS = 2


def _checked(blocks: int, widths: Sequence[int]) -> None:
    if blocks < 1 or not widths:
        raise ValueError(f"Give at least one block and one stage, not {blocks} and {len(widths)}.")


def resnet(
    input_shape: tuple[int, int, int] = (28, 28, 1),
    classes: int = 10,
    blocks: int = BLOCKS,
    widths: Sequence[int] = WIDTHS,
) -> keras.Model:
    """The CIFAR network of the paper: a convolution, three stages of residual blocks, the global average.

    With n blocks in a stage it has 6n + 2 layers with weights. Each stage but the first halves height and width. The
    shortcut is the identity, and a 1x1 convolution where the shape changes (option B; the paper's CIFAR networks
    pad with zeros, option A, which has no parameters).

    ```
    layer                           output, n = 2
    Conv2D 10, 3x3, BN, ReLU        (28, 28, 10)
    n residual blocks of 10         (28, 28, 10)
    n residual blocks of 20         (14, 14, 20)
    n residual blocks of 40         (7, 7, 40)
    global average; Dense, softmax  (10,)
    ```

    The paper's widths are 16, 32 and 64; here 10, 20 and 40, for the time that an epoch takes. 69,500 parameters,
    68,800 of them trained; 7,910,960 multiply-adds an image.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.
        blocks: n, residual blocks of a stage.
        widths: feature maps of each stage.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Raises:
        ValueError: if there is no block or no stage.

    Source:
        arXiv:1512.03385 section 4.2.
    """
    _checked(blocks, widths)
    inputs = keras.Input(input_shape)
    x = conv_bn_relu(inputs, widths[0], name="stem")
    for stage, width in enumerate(widths, start=1):
        for block in range(1, blocks + 1):
            strides = 2 if block == 1 and stage > 1 else 1
            x = residual_block(x, width, strides, name=f"stage{stage}_{block}")
    x = keras.layers.GlobalAveragePooling2D()(x)
    outputs = keras.layers.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="resnet")


def preresnet(
    input_shape: tuple[int, int, int] = (28, 28, 1),
    classes: int = 10,
    blocks: int = BLOCKS,
    widths: Sequence[int] = WIDTHS,
) -> keras.Model:
    """`resnet` with batch normalisation and ReLU before each convolution, so that nothing stands on the shortcuts.

    69,260 parameters, 68,680 of them trained; 7,910,960 multiply-adds an image.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.
        blocks: residual blocks of a stage.
        widths: feature maps of each stage.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Raises:
        ValueError: if there is no block or no stage.

    Source:
        arXiv:1603.05027.
    """
    _checked(blocks, widths)
    inputs = keras.Input(input_shape)
    stem = keras.layers.Conv2D(widths[0], 3, padding="same", use_bias=False, kernel_initializer="he_normal")
    x = stem(inputs)
    for stage, width in enumerate(widths, start=1):
        for block in range(1, blocks + 1):
            strides = 2 if block == 1 and stage > 1 else 1
            x = preactivation_block(x, width, strides, name=f"stage{stage}_{block}")
    x = keras.layers.GlobalAveragePooling2D()(bn_relu(x, name="last"))
    outputs = keras.layers.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="preresnet")


RESNET = Network(name="resnet", title="ResNet-14", build=resnet, source="arXiv:1512.03385")
PRERESNET = Network(
    name="preresnet", title="ResNet-14, pre-activation", build=preresnet, source="arXiv:1603.05027"
)
