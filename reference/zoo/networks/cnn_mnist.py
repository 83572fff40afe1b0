"""The CNN-MNIST example of Keras."""

import keras

from reference.zoo.networks.network import Network


def cnn_mnist(input_shape: tuple[int, int, int] = (28, 28, 1), classes: int = 10) -> keras.Sequential:
    """Two convolutions, a pooling and two dense layers, as in the CNN-MNIST example of Keras.

    ```
    layer                  output             parameters
    Conv2D 32, 3x3, ReLU   (26, 26, 32)              320
    Conv2D 64, 3x3, ReLU   (24, 24, 64)           18,496
    MaxPooling2D 2x2       (12, 12, 64)
    Dropout 0.25           (12, 12, 64)
    Flatten                (9216,)
    Dense 128, ReLU        (128,)              1,179,776
    Dropout 0.5            (128,)
    Dense 10, softmax      (10,)                   1,290
    ```

    1,199,882 parameters; 11,992,448 multiply-adds an image.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Source:
        Keras examples, `mnist_cnn.py`. It was trained by Adadelta at its rate of then, 1.0; the 0.001 that Keras 3
        has as default hardly moves the weights.
    """
    return keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.Conv2D(64, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Dropout(0.25),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(classes, activation="softmax"),
        ],
        name="cnn_mnist",
    )


NETWORK = Network(
    name="cnn_mnist",
    title="CNN-MNIST",
    build=cnn_mnist,
    source="Keras examples, mnist_cnn",
    optimizer=lambda: keras.optimizers.Adadelta(1.0),
)
