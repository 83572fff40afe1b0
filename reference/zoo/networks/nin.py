"""Network in Network."""

from collections.abc import Sequence

import keras

from reference.zoo.networks.network import Network


def mlp_convolution(
    x: keras.KerasTensor, filters: Sequence[int], kernel_size: int, name: str | None = None
) -> keras.KerasTensor:
    """A convolution and then 1x1 convolutions: a small dense network that slides over the image.

    Args:
        x: `(batch, height, width, channels)`.
        filters: feature maps of each convolution.
        kernel_size: side of the first kernel.
        name: beginning of the layers' names.

    Returns:
        `(batch, height, width, filters[-1])`.

    Source:
        arXiv:1312.4400 section 3.1.
    """
    sizes = (kernel_size,) + (1,) * (len(filters) - 1)
    for step, (width, size) in enumerate(zip(filters, sizes, strict=True), start=1):
        layer = keras.layers.Conv2D(
            width,
            size,
            padding="same",
            activation="relu",
            kernel_initializer="he_normal",
            name=name and f"{name}_{step}",
        )
        x = layer(x)
    return x


def nin(input_shape: tuple[int | None, int | None, int] = (28, 28, 1), classes: int = 10) -> keras.Model:
    """Three mlpconv blocks and global average pooling: fully convolutional, no dense layer.

    ```
    layer                            output          parameters
    mlpconv 48, 32, 32; 5x5          (28, 28, 32)         3,872
    MaxPooling2D 2x2, Dropout 0.5    (14, 14, 32)
    mlpconv 64, 64, 64; 3x3          (14, 14, 64)        26,816
    MaxPooling2D 2x2, Dropout 0.5    (7, 7, 64)
    mlpconv 64, 64, 10; 3x3          (7, 7, 10)          41,738
    global average, softmax          (10,)
    ```

    72,426 parameters, the same for every image size. The paper has 192 maps and 5x5 kernels in its second block too;
    here the maps are fewer, for the time that an epoch takes.

    Args:
        input_shape: (height, width, channels) of images in [0, 1]; height and width may be None.
        classes: how many classes.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Source:
        arXiv:1312.4400.
    """
    inputs = keras.Input(input_shape)
    x = inputs
    for block, (filters, size) in enumerate((((48, 32, 32), 5), ((64, 64, 64), 3)), start=1):
        x = mlp_convolution(x, filters, size, name=f"mlpconv{block}")
        x = keras.layers.MaxPooling2D(2)(x)
        x = keras.layers.Dropout(0.5)(x)
    x = mlp_convolution(x, (64, 64), 3, name="mlpconv3")
    # One map for each class; no ReLU, which would leave classes that it switches off without a gradient.
    x = keras.layers.Conv2D(classes, 1, name="maps_of_classes")(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Softmax()(x), name="nin")


NETWORK = Network(name="nin", title="Network in Network", build=nin, source="arXiv:1312.4400")
