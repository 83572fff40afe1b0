"""AlexNet, at its published size and at one that trains on 28x28 pixels."""

import keras
import numpy as np
from keras import ops

from reference.zoo.networks.network import Network


@keras.saving.register_keras_serializable(package="zoo")
class LocalResponseNormalization(keras.layers.Layer):
    """Divides each value by what its neighbouring channels hold at the same place.

    `x / (k + alpha * s) ** beta`, where `s` is the sum of squares over `size` channels around its own; channels
    that are not there count as zero. Input and output `(batch, height, width, channels)`; no parameters.

    Args:
        size: odd number of channels.
        k: added to the sum, so that nothing is divided by zero.
        alpha: factor of the sum.
        beta: exponent.

    Raises:
        ValueError: if `size` is not odd and positive.

    Source:
        Krizhevsky, Sutskever, Hinton 2012, section 3.3, with its constants.
    """

    def __init__(
        self, size: int = 5, k: float = 2.0, alpha: float = 1e-4, beta: float = 0.75, **kwargs: object
    ) -> None:
        super().__init__(**kwargs)
        if size < 1 or size % 2 == 0:
            raise ValueError(f"The number of neighbouring channels must be odd and positive, not {size}.")
        self.size, self.k, self.alpha, self.beta = size, k, alpha, beta

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        place = np.arange(inputs.shape[-1])
        near = (abs(place - place[:, None]) <= self.size // 2).astype("float32")
        # A product with the matrix of neighbours, and a power by its logarithm, train twice as fast on a CPU.
        total = ops.matmul(ops.square(inputs), ops.cast(near, inputs.dtype))
        return inputs * ops.exp(-self.beta * ops.log(self.k + self.alpha * total))

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return input_shape

    def get_config(self) -> dict[str, object]:
        own = {"size": self.size, "k": self.k, "alpha": self.alpha, "beta": self.beta}
        return {**super().get_config(), **own}


def _stacked(
    input_shape: tuple[int, int, int], features: list[keras.layers.Layer], dense: int, classes: int, name: str
) -> keras.Sequential:
    """The feature layers, then two dense layers with Dropout and the softmax."""
    head = [
        keras.layers.Flatten(),
        keras.layers.Dense(dense, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(dense, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(classes, activation="softmax"),
    ]
    return keras.Sequential([keras.Input(input_shape), *features, *head], name=name)


def _pool() -> keras.layers.Layer:
    """Overlapping pooling, section 3.4."""
    return keras.layers.MaxPooling2D(3, strides=2)


def alexnet(input_shape: tuple[int, int, int] = (227, 227, 3), classes: int = 1000) -> keras.Sequential:
    """AlexNet at its published size, with the two halves of its two GPUs as groups of one convolution.

    ```
    layer                                   output           parameters
    Conv2D 96, 11x11, stride 4              (55, 55, 96)         34,944
    LRN, MaxPooling2D 3x3, stride 2         (27, 27, 96)
    Conv2D 256, 5x5, same, 2 groups         (27, 27, 256)       307,456
    LRN, MaxPooling2D 3x3, stride 2         (13, 13, 256)
    Conv2D 384, 3x3, same                   (13, 13, 384)       885,120
    Conv2D 384, 3x3, same, 2 groups         (13, 13, 384)       663,936
    Conv2D 256, 3x3, same, 2 groups         (13, 13, 256)       442,624
    MaxPooling2D 3x3, stride 2              (6, 6, 256)
    Dense 4096, Dropout 0.5                 (4096,)          37,752,832
    Dense 4096, Dropout 0.5                 (4096,)          16,781,312
    Dense 1000, softmax                     (1000,)           4,097,000
    ```

    60,965,224 parameters. The paper speaks of 224x224 pixels; its sizes need 227.

    Args:
        input_shape: (height, width, channels).
        classes: how many classes.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Source:
        Krizhevsky, Sutskever, Hinton 2012, "ImageNet classification with deep convolutional neural networks".
    """

    def convolution(filters: int, size: int, groups: int = 1) -> keras.layers.Layer:
        return keras.layers.Conv2D(filters, size, padding="same", groups=groups, activation="relu")

    features = [
        keras.layers.Conv2D(96, 11, strides=4, activation="relu"),
        LocalResponseNormalization(),
        _pool(),
        convolution(256, 5, groups=2),
        LocalResponseNormalization(),
        _pool(),
        convolution(384, 3),
        convolution(384, 3, groups=2),
        convolution(256, 3, groups=2),
        _pool(),
    ]
    return _stacked(input_shape, features, 4096, classes, "alexnet")


def alexnet_28(input_shape: tuple[int, int, int] = (28, 28, 1), classes: int = 10) -> keras.Sequential:
    """AlexNet for 28x28 pixels: its order of layers with smaller kernels, no stride, no groups, fewer maps.

    ```
    layer                              output          parameters
    Conv2D 24, 3x3, same               (28, 28, 24)           240
    LRN, MaxPooling2D 3x3, stride 2    (13, 13, 24)
    Conv2D 64, 5x5, same               (13, 13, 64)        38,464
    LRN, MaxPooling2D 3x3, stride 2    (6, 6, 64)
    Conv2D 96, 3x3, same               (6, 6, 96)          55,392
    Conv2D 96, 3x3, same               (6, 6, 96)          83,040
    Conv2D 64, 3x3, same               (6, 6, 64)          55,360
    MaxPooling2D 3x3, stride 2         (2, 2, 64)
    Dense 512, Dropout 0.5             (512,)             131,584
    Dense 512, Dropout 0.5             (512,)             262,656
    Dense 10, softmax                  (10,)                5,130
    ```

    631,866 parameters.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Source:
        As `alexnet`.
    """

    def convolution(filters: int, size: int) -> keras.layers.Layer:
        return keras.layers.Conv2D(
            filters, size, padding="same", activation="relu", kernel_initializer="he_normal"
        )

    features = [
        convolution(24, 3),
        LocalResponseNormalization(),
        _pool(),
        convolution(64, 5),
        LocalResponseNormalization(),
        _pool(),
        convolution(96, 3),
        convolution(96, 3),
        convolution(64, 3),
        _pool(),
    ]
    return _stacked(input_shape, features, 512, classes, "alexnet")


NETWORK = Network(
    name="alexnet",
    title="AlexNet (28x28)",
    build=alexnet_28,
    source="Krizhevsky et al. 2012",
    note="60,965,224 parameters at its published size",
)
