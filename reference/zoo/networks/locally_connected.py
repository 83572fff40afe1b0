"""A network with unshared convolution."""

import keras

from reference.zoo.blocks.locally_connected import LocallyConnected2D
from reference.zoo.networks.network import Network


def locally_connected(input_shape: tuple[int, int, int] = (28, 28, 1), classes: int = 10) -> keras.Sequential:
    """A shared convolution, then an unshared one, which has a kernel of its own at each place.

    ```
    layer                                    output          parameters
    Conv2D 16, 3x3, same, ReLU               (28, 28, 16)           160
    MaxPooling2D 2x2                         (14, 14, 16)
    LocallyConnected2D 16, 3x3, ReLU         (12, 12, 16)       334,080
    MaxPooling2D 2x2                         (6, 6, 16)
    Flatten, Dropout 0.5                     (576,)
    Dense 128, ReLU                          (128,)              73,856
    Dense 10, softmax                        (10,)                1,290
    ```

    409,386 parameters. The unshared layer has 144 times the parameters of a convolution, 2,320, and as many
    multiply-adds.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Source:
        Lecture, unshared convolution; Taigman et al. 2014, "DeepFace", section 3, has it after shared ones too.
    """
    return keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            LocallyConnected2D(16, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(classes, activation="softmax"),
        ],
        name="locally_connected",
    )


NETWORK = Network(
    name="locally_connected",
    title="Locally connected",
    build=locally_connected,
    source="Lecture; Taigman et al. 2014",
)
