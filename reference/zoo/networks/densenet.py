"""DenseNet-BC."""

import keras

from reference.zoo.blocks.normalisation import bn_relu, bn_relu_conv
from reference.zoo.networks.network import Network


def densenet(
    input_shape: tuple[int, int, int] = (28, 28, 1),
    classes: int = 10,
    depth: int = 22,
    growth: int = 12,
    compression: float = 0.5,
    stem_strides: int = 2,
) -> keras.Model:
    """Three dense blocks, in which every layer sees the maps of all layers before it, with bottlenecks.

    A layer is BN, ReLU, 1x1 convolution to `4 * growth` maps, BN, ReLU, 3x3 convolution to `growth` maps, stacked on
    what came in. Between blocks a 1x1 convolution keeps the share `compression` of the maps, and pooling halves
    height and width.

    ```
    layer                                    output, depth 22, growth 12
    Conv2D 24, 3x3, stride 2                 (14, 14, 24)
    3 layers; 1x1 convolution, pooling       (14, 14, 60); (7, 7, 30)
    3 layers; 1x1 convolution, pooling       (7, 7, 66); (3, 3, 33)
    3 layers; BN, ReLU                       (3, 3, 69)
    global average; Dense, softmax           (10,)
    ```

    The first convolution halves height and width, as the paper's does on ImageNet and not on CIFAR: at full size an
    epoch takes too long. 73,246 parameters, 71,254 of them trained; 5,823,492 multiply-adds an image. At depth 100,
    growth 12 and 32x32x3 it is the paper's, with 769,162 trained parameters (0.8 million).

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.
        depth: layers with weights, 6n + 4 with n layers in a block.
        growth: maps that a layer adds.
        compression: share of the maps that passes from block to block.
        stem_strides: step of the first convolution.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Raises:
        ValueError: if `depth` is not 6n + 4 with n of at least 1, or `compression` is not in (0, 1].

    Source:
        arXiv:1608.06993 section 3.
    """
    layers, rest = divmod(depth - 4, 6)
    if rest or layers < 1:
        raise ValueError(f"The depth must be 6n + 4, as 10, 16, 22, …, not {depth}.")
    if not 0 < compression <= 1:
        raise ValueError(f"Compression must lie in (0, 1], not {compression}.")
    inputs = keras.Input(input_shape)
    stem = keras.layers.Conv2D(
        2 * growth,
        3,
        strides=stem_strides,
        padding="same",
        use_bias=False,
        kernel_initializer="he_normal",
    )
    x = stem(inputs)
    for block in (1, 2, 3):
        for layer in range(1, layers + 1):
            new = bn_relu_conv(x, 4 * growth, 1, name=f"block{block}_{layer}_1x1")
            new = bn_relu_conv(new, growth, 3, name=f"block{block}_{layer}_3x3")
            x = keras.layers.Concatenate()([x, new])
        if block < 3:
            x = bn_relu_conv(x, int(x.shape[-1] * compression), 1, name=f"transition{block}")
            x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.GlobalAveragePooling2D()(bn_relu(x, name="last"))
    outputs = keras.layers.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="densenet")


NETWORK = Network(
    name="densenet",
    title="DenseNet-BC (L = 22, k = 12)",
    build=densenet,
    source="arXiv:1608.06993",
)
