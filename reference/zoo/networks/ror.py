"""Residual networks of residual networks (RoR)."""

from collections.abc import Sequence

import keras

from reference.zoo.blocks.normalisation import conv_bn_relu
from reference.zoo.blocks.residual import projection_shortcut, residual_branch
from reference.zoo.networks.network import Network


def ror(
    input_shape: tuple[int, int, int] = (28, 28, 1),
    classes: int = 10,
    blocks: int = 2,
    widths: Sequence[int] = (10, 20, 40),
) -> keras.Model:
    """A residual network whose groups of blocks, and whose whole, have shortcuts of their own: RoR-3.

    Three levels of shortcuts: over each block; over each group of `blocks` blocks; over all groups. The outer ones
    are added where the last block of what they span is added, before its ReLU. Blocks are those of `resnet` (ReLU
    after the addition). A shortcut that changes the shape is a 1x1 convolution with batch normalisation (option B).

    ```
    layer                           output
    Conv2D 10, 3x3, BN, ReLU        (28, 28, 10)
    group of 2 blocks of 10         (28, 28, 10)
    group of 2 blocks of 20         (14, 14, 20)
    group of 2 blocks of 40         (7, 7, 40)
    global average; Dense, softmax  (10,)
    ```

    71,300 parameters, 70,400 of them trained; 8,008,960 multiply-adds an image.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.
        blocks: residual blocks of a group.
        widths: feature maps of each group; each but the first halves height and width.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Raises:
        ValueError: if there is no block or no group.

    Source:
        arXiv:1608.02908 section 3, with m = 3.
    """
    if blocks < 1 or not widths:
        raise ValueError(f"Give at least one block and one group, not {blocks} and {len(widths)}.")
    inputs = keras.Input(input_shape)
    root = x = conv_bn_relu(inputs, widths[0], name="stem")
    for group, width in enumerate(widths, start=1):
        before, group_strides = x, 2 if group > 1 else 1
        for block in range(1, blocks + 1):
            name = f"group{group}_{block}"
            strides = group_strides if block == 1 else 1
            terms = [
                residual_branch(x, width, strides, name=name),
                projection_shortcut(x, width, strides, name=name),
            ]
            if block == blocks:
                terms.append(projection_shortcut(before, width, group_strides, name=f"group{group}"))
                if group == len(widths):
                    terms.append(projection_shortcut(root, width, 2 ** (group - 1), name="root"))
            x = keras.layers.Activation("relu")(keras.layers.Add(name=f"{name}_add")(terms))
    x = keras.layers.GlobalAveragePooling2D()(x)
    outputs = keras.layers.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="ror")


NETWORK = Network(name="ror", title="RoR-3 (multilevel ResNet)", build=ror, source="arXiv:1608.02908")
