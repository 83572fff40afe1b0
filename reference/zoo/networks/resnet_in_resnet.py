"""ResNet in ResNet (RiR)."""

from collections.abc import Sequence

import keras
from keras import ops

from reference.zoo.blocks.normalisation import conv_bn_relu
from reference.zoo.blocks.residual import projection_shortcut
from reference.zoo.networks.network import Network

Streams = tuple[keras.KerasTensor, keras.KerasTensor]


def generalized_layer(streams: Streams, filters: int, strides: int = 1, name: str | None = None) -> Streams:
    """One layer on two streams, each of which also feeds the other; the residual one has a shortcut.

    With convolutions W from stream to stream: `residual' = relu(W_rr residual + W_tr transient + residual)` and
    `transient' = relu(W_rt residual + W_tt transient)`, batch normalisation after each sum of convolutions. The four
    convolutions are one: of both streams stacked, to both streams stacked. Where its blocks W_tr and W_rt are zero,
    the layer is a one-layer residual block beside a plain convolution.

    Parameters, with C channels in each stream: `36 * C * filters + 8 * filters`, and those of
    `projection_shortcut`.

    Args:
        streams: residual and transient stream, `(batch, height, width, channels)` each.
        filters: feature maps of each stream.
        strides: 2 halves height and width.
        name: beginning of the layers' names.

    Returns:
        Both streams, `(batch, ceil(height / strides), ceil(width / strides), filters)` each.

    Source:
        arXiv:1603.08029 section 2, equations 1 and 2.
    """
    residual, transient = streams
    both = keras.layers.Concatenate(name=name and f"{name}_streams")([residual, transient])
    both = conv_bn_relu(both, 2 * filters, 3, strides, activation=None, name=name)
    changed, transient = ops.split(both, 2, axis=-1)
    shortcut = projection_shortcut(residual, filters, strides, name=name)
    return ops.relu(keras.layers.Add()([changed, shortcut])), ops.relu(transient)


def rir_block(streams: Streams, filters: int, strides: int = 1, name: str | None = None) -> Streams:
    """Two generalized layers with one more shortcut, over both, on the residual stream.

    Args:
        streams: residual and transient stream, `(batch, height, width, channels)` each.
        filters: feature maps of each stream.
        strides: 2 halves height and width.
        name: beginning of the layers' names.

    Returns:
        Both streams, `(batch, ceil(height / strides), ceil(width / strides), filters)` each.

    Source:
        arXiv:1603.08029 section 2, figure 2(d).
    """
    inner = generalized_layer(streams, filters, strides, name=name and f"{name}_1")
    residual, transient = generalized_layer(inner, filters, name=name and f"{name}_2")
    shortcut = projection_shortcut(streams[0], filters, strides, name=name and f"{name}_outer")
    return keras.layers.Add()([residual, shortcut]), transient


def resnet_in_resnet(
    input_shape: tuple[int, int, int] = (28, 28, 1),
    classes: int = 10,
    blocks: int = 1,
    widths: Sequence[int] = (6, 12, 24),
) -> keras.Model:
    """A network of two streams, in which every block of a ResNet is built of layers that are residual themselves.

    ```
    layer                              output of each stream
    Conv2D 6 and 6, 3x3, BN, ReLU      (28, 28, 6)
    RiR block of 6                     (28, 28, 6)
    RiR block of 12                    (14, 14, 12)
    RiR block of 24                    (7, 7, 24)
    streams stacked, global average    (48,)
    Dense, softmax                     (10,)
    ```

    The paper ends with a convolution to class maps; here both streams are averaged and a dense layer reads them.
    43,798 parameters, 43,294 of them trained; 5,221,920 multiply-adds an image.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.
        blocks: RiR blocks of a stage.
        widths: feature maps of each stream in each stage; each stage but the first halves height and width.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Raises:
        ValueError: if there is no block or no stage.

    Source:
        arXiv:1603.08029.
    """
    if blocks < 1 or not widths:
        raise ValueError(f"Give at least one block and one stage, not {blocks} and {len(widths)}.")
    inputs = keras.Input(input_shape)
    streams = (
        conv_bn_relu(inputs, widths[0], name="stem_residual"),
        conv_bn_relu(inputs, widths[0], name="stem_transient"),
    )
    for stage, width in enumerate(widths, start=1):
        for block in range(1, blocks + 1):
            strides = 2 if block == 1 and stage > 1 else 1
            streams = rir_block(streams, width, strides, name=f"stage{stage}_{block}")
    x = keras.layers.GlobalAveragePooling2D()(keras.layers.Concatenate()(list(streams)))
    outputs = keras.layers.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="resnet_in_resnet")


NETWORK = Network(
    name="resnet_in_resnet",
    title="ResNet in ResNet",
    build=resnet_in_resnet,
    source="arXiv:1603.08029",
)
