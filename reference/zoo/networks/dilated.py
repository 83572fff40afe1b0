"""A network of dilated convolutions."""

from collections.abc import Sequence

import keras

from reference.zoo.blocks.normalisation import conv_bn_relu
from reference.zoo.networks.network import Network


def dilated_cnn(
    input_shape: tuple[int, int, int] = (28, 28, 1),
    classes: int = 10,
    filters: int = 16,
    dilation_rates: Sequence[int] = (1, 2, 4, 8),
) -> keras.Model:
    """Convolutions whose dilation doubles from one to the next, at full size until the global average.

    Four kernels of 3x3 with dilation 1, 2, 4 and 8 see 31x31 pixels, so each place sees the whole image without any
    pooling or stride; four plain ones see 9x9. The paper's convolutions are one-dimensional and causal; here they
    are two-dimensional and look to all sides, with batch normalisation.

    ```
    layer                                    output          parameters
    Conv2D 16, 3x3, D = 1, BN, ReLU          (28, 28, 16)           208
    Conv2D 16, 3x3, D = 2, BN, ReLU          (28, 28, 16)         2,368
    Conv2D 16, 3x3, D = 4, BN, ReLU          (28, 28, 16)         2,368
    Conv2D 16, 3x3, D = 8, BN, ReLU          (28, 28, 16)         2,368
    Concatenate of all four                  (28, 28, 64)
    global average; Dense 10, softmax        (10,)                  650
    ```

    7,962 parameters. As in the paper, the output is fed by every layer and not by the last alone.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.
        filters: feature maps of each convolution.
        dilation_rates: of each convolution, from first to last.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Source:
        arXiv:1609.03499 sections 2.1 and 2.4, in two dimensions.
    """
    inputs = keras.Input(input_shape)
    x, skips = inputs, []
    for rate in dilation_rates:
        x = conv_bn_relu(x, filters, dilation_rate=rate, name=f"dilated_{rate}")
        skips.append(x)
    x = keras.layers.Concatenate()(skips) if len(skips) > 1 else x
    x = keras.layers.GlobalAveragePooling2D()(x)
    outputs = keras.layers.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="dilated_cnn")


NETWORK = Network(name="dilated_cnn", title="Dilated CNN", build=dilated_cnn, source="arXiv:1609.03499")
