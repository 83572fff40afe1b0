"""A deconvolutional autoencoder that also classifies."""

import keras
from keras import ops

from reference.zoo.networks.network import Network

RECONSTRUCTION = "reconstruction"


@keras.saving.register_keras_serializable(package="zoo")
class ReconstructionError(keras.layers.Layer):
    """Passes predictions on and adds the mean squared error of a reconstruction to the loss of the model.

    Called with three tensors: predictions `(batch, classes)`, images and their reconstruction
    `(batch, height, width, channels)`. No parameters.

    Args:
        weight: factor of the error.
    """

    def __init__(self, weight: float = 1.0, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.weight = weight

    def call(
        self, predictions: keras.KerasTensor, images: keras.KerasTensor, reconstruction: keras.KerasTensor
    ) -> keras.KerasTensor:
        self.add_loss(self.weight * ops.mean(ops.square(images - reconstruction)))
        return predictions

    def compute_output_shape(
        self,
        predictions_shape: tuple[int | None, ...],
        images_shape: tuple[int | None, ...],
        reconstruction_shape: tuple[int | None, ...],
    ) -> tuple[int | None, ...]:
        return predictions_shape

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "weight": self.weight}


def deconv(
    input_shape: tuple[int, int, int] = (28, 28, 1), classes: int = 10, code: int = 64, weight: float = 10.0
) -> keras.Model:
    """Convolutions shrink an image to a code; transposed convolutions draw it again; a softmax reads the code.

    ```
    layer                                      output          parameters
    Conv2D 32, 3x3, stride 2, ReLU             (14, 14, 32)           320
    Conv2D 64, 3x3, stride 2, ReLU             (7, 7, 64)          18,496
    Flatten; Dense 64, ReLU (the code)         (64,)              200,768
    Dense 10, softmax                          (10,)                  650
    Dense 3136, ReLU; Reshape                  (7, 7, 64)         203,840
    Conv2DTranspose 32, 3x3, stride 2, ReLU    (14, 14, 32)        18,464
    Conv2DTranspose 1, 3x3, stride 2, sigmoid  (28, 28, 1)            289
    ```

    442,827 parameters. Loss: that of the classes, plus `weight` times the mean squared error of the reconstruction.

    Args:
        input_shape: (height, width, channels) of images in [0, 1]; height and width divisible by 4.
        classes: how many classes.
        code: numbers in the code.
        weight: factor of the reconstruction's error in the loss.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`;
        `autoencoder_of` gives the reconstruction.

    Raises:
        ValueError: if height or width is not divisible by 4.

    Source:
        Lecture, transposed convolution; Zeiler et al. 2010, "Deconvolutional networks", gave it its name; a
        reconstruction beside the classes as in arXiv:1506.02351.
    """
    height, width, channels = input_shape
    if height % 4 or width % 4:
        raise ValueError(f"Height and width must be divisible by 4, not {height} and {width}.")
    inputs = keras.Input(input_shape)
    x = keras.layers.Conv2D(32, 3, strides=2, padding="same", activation="relu")(inputs)
    x = keras.layers.Conv2D(64, 3, strides=2, padding="same", activation="relu")(x)
    small = x.shape[1:]
    x = keras.layers.Dense(code, activation="relu", name="code")(keras.layers.Flatten()(x))
    classified = keras.layers.Dense(classes, activation="softmax", name="probabilities")(x)
    x = keras.layers.Dense(small[0] * small[1] * small[2], activation="relu")(x)
    x = keras.layers.Reshape(small)(x)
    x = keras.layers.Conv2DTranspose(32, 3, strides=2, padding="same", activation="relu")(x)
    drawn = keras.layers.Conv2DTranspose(
        channels, 3, strides=2, padding="same", activation="sigmoid", name=RECONSTRUCTION
    )(x)
    outputs = ReconstructionError(weight, name="reconstruction_error")(classified, inputs, drawn)
    return keras.Model(inputs, outputs, name="deconv")


def autoencoder_of(model: keras.Model) -> keras.Model:
    """The autoencoder in a model of `deconv`, with the same weights: images to images of the same shape."""
    return keras.Model(model.inputs, model.get_layer(RECONSTRUCTION).output, name="autoencoder")


NETWORK = Network(
    name="deconv",
    title="Deconvolutional autoencoder-classifier",
    build=deconv,
    source="Lecture; arXiv:1506.02351",
)
