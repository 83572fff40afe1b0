"""Fully connected networks."""

import keras

from reference.zoo.networks.network import Network


def softmax_regression(
    input_shape: tuple[int, int, int] = (28, 28, 1), classes: int = 10
) -> keras.Sequential:
    """One dense layer: what a linear classifier reaches, and so what every network must beat.

    7,850 parameters; 7,840 multiply-adds an image.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Source:
        Lecture, softmax with cross-entropy.
    """
    return keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Flatten(),
            keras.layers.Dense(classes, activation="softmax"),
        ],
        name="softmax_regression",
    )


def fcnn(input_shape: tuple[int, int, int] = (28, 28, 1), classes: int = 10) -> keras.Sequential:
    """Two hidden layers of 512 units with Dropout.

    ```
    layer                output      parameters
    Flatten              (784,)
    Dense 512, ReLU      (512,)         401,920
    Dropout 0.2          (512,)
    Dense 512, ReLU      (512,)         262,656
    Dropout 0.2          (512,)
    Dense 10, softmax    (10,)            5,130
    ```

    669,706 parameters; 668,672 multiply-adds an image.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Source:
        Keras examples, `mnist_mlp.py`.
    """
    return keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Flatten(),
            keras.layers.Dense(512, activation="relu"),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(512, activation="relu"),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(classes, activation="softmax"),
        ],
        name="fcnn",
    )


SOFTMAX_REGRESSION = Network(
    name="softmax_regression",
    title="Softmax regression",
    build=softmax_regression,
    source="Lecture",
)
NETWORK = Network(name="fcnn", title="Fully connected", build=fcnn, source="Keras examples, mnist_mlp")
