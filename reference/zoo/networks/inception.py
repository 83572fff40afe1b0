"""CNN-MNIST with the lecture's Inception module."""

import keras

from reference.zoo.blocks.inception import inception_v1
from reference.zoo.networks.network import Network


def inception(
    input_shape: tuple[int, int, int] = (28, 28, 1), classes: int = 10, filters: int = 64
) -> keras.Model:
    """The CNN-MNIST network with an Inception module between its pooling and its dense layers.

    ```
    layer                          output             parameters
    Conv2D 32, 3x3, ReLU           (26, 26, 32)              320
    Conv2D 64, 3x3, ReLU           (24, 24, 64)           18,496
    MaxPooling2D 2x2               (12, 12, 64)
    Inception, 4 branches of 64    (12, 12, 256)         156,032
    Dropout 0.25                   (12, 12, 256)
    Flatten                        (36864,)
    Dense 128, ReLU                (128,)              4,718,720
    Dropout 0.5                    (128,)
    Dense 10, softmax              (10,)                   1,290
    ```

    4,894,858 parameters; 37,944,704 multiply-adds an image. The module stands after the pooling, where a pixel costs a quarter.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.
        filters: feature maps of each branch.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Source:
        Lecture, Inception; arXiv:1409.4842 figure 2(b).
    """
    inputs = keras.Input(input_shape)
    x = keras.layers.Conv2D(32, 3, activation="relu")(inputs)
    x = keras.layers.Conv2D(64, 3, activation="relu")(x)
    x = keras.layers.MaxPooling2D(2)(x)
    x = inception_v1(x, filters, name="inception")
    x = keras.layers.Dropout(0.25)(x)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dense(128, activation="relu")(x)
    x = keras.layers.Dropout(0.5)(x)
    outputs = keras.layers.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="inception")


NETWORK = Network(
    name="inception",
    title="Inception net",
    build=inception,
    source="Lecture; arXiv:1409.4842",
)
