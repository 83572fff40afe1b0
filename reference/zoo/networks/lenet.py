"""LeNet-5."""

import keras

from reference.zoo.networks.network import Network


def lenet(input_shape: tuple[int, int, int] = (28, 28, 1), classes: int = 10) -> keras.Sequential:
    """LeNet-5: two convolutions with average pooling, then three dense layers.

    ```
    layer                             output          parameters
    Conv2D 6, 5x5, same, tanh         (28, 28, 6)            156
    AveragePooling2D 2x2              (14, 14, 6)
    Conv2D 16, 5x5, tanh              (10, 10, 16)         2,416
    AveragePooling2D 2x2              (5, 5, 16)
    Flatten                           (400,)
    Dense 120, tanh                   (120,)              48,120
    Dense 84, tanh                    (84,)               10,164
    Dense 10, softmax                 (10,)                  850
    ```

    61,706 parameters; 416,520 multiply-adds an image. The paper pads its 28x28 digits to 32x32: here the first
    convolution does. Its second convolution sees only some of the maps for each filter, its pooling has weights and
    its output is a radial basis function; here they are a whole convolution, a mean and a softmax, as the network
    is built today.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Source:
        LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document recognition", section II.
    """
    return keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Conv2D(6, 5, padding="same", activation="tanh"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Conv2D(16, 5, activation="tanh"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(120, activation="tanh"),
            keras.layers.Dense(84, activation="tanh"),
            keras.layers.Dense(classes, activation="softmax"),
        ],
        name="lenet",
    )


NETWORK = Network(name="lenet", title="LeNet-5", build=lenet, source="LeCun et al. 1998")
