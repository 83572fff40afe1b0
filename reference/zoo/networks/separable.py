"""A network of depthwise separable convolutions."""

import keras

from reference.zoo.blocks.normalisation import batch_normalisation
from reference.zoo.networks.network import Network


def separable_cnn(
    input_shape: tuple[int, int, int] = (28, 28, 1), classes: int = 10, separable: bool = True
) -> keras.Model:
    """A plain convolution, then depthwise separable ones: filtering each map alone, mixing the maps at one place.

    ```
    layer                                    output           parameters
    Conv2D 32, 3x3, BN, ReLU                 (28, 28, 32)            416
    SeparableConv2D 64, 3x3, BN, ReLU        (28, 28, 64)          2,592
    MaxPooling2D 2x2                         (14, 14, 64)
    SeparableConv2D 128, 3x3, BN, ReLU       (14, 14, 128)         9,280
    SeparableConv2D 128, 3x3, BN, ReLU       (14, 14, 128)        18,048
    MaxPooling2D 2x2                         (7, 7, 128)
    SeparableConv2D 256, 3x3, BN, ReLU       (7, 7, 256)          34,944
    global average; Dense 10, softmax        (10,)                 2,570
    ```

    67,850 parameters; with plain convolutions in their places 539,818.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.
        separable: False puts plain convolutions of the same size in place of the separable ones.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Source:
        Lecture, depthwise separable convolution; arXiv:1610.02357; arXiv:1704.04861.
    """
    later = keras.layers.SeparableConv2D if separable else keras.layers.Conv2D

    def convolve(x: keras.KerasTensor, kind: type[keras.layers.Layer], filters: int) -> keras.KerasTensor:
        x = kind(filters, 3, padding="same", use_bias=False)(x)
        return keras.layers.Activation("relu")(batch_normalisation(x))

    inputs = keras.Input(input_shape)
    x = convolve(inputs, keras.layers.Conv2D, 32)
    x = convolve(x, later, 64)
    x = keras.layers.MaxPooling2D(2)(x)
    x = convolve(x, later, 128)
    x = convolve(x, later, 128)
    x = keras.layers.MaxPooling2D(2)(x)
    x = convolve(x, later, 256)
    x = keras.layers.GlobalAveragePooling2D()(x)
    outputs = keras.layers.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="separable_cnn")


NETWORK = Network(
    name="separable_cnn",
    title="Separable CNN",
    build=separable_cnn,
    source="Lecture; arXiv:1610.02357",
)
