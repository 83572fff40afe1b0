"""PolyNet."""

from collections.abc import Callable, Sequence

import keras

from reference.zoo.blocks.normalisation import batch_normalisation, conv_bn_relu
from reference.zoo.networks.network import Network

KINDS = ("poly-2", "mpoly-2", "2-way")

Block = Callable[[keras.KerasTensor], keras.KerasTensor]


def inception_residual(channels: int, name: str) -> Block:
    """F of a PolyInception module: three branches of a third of the channels, stacked, mixed by a 1x1 convolution.

    The branches are 1x1; 1x1 and 3x3; 1x1 and two 3x3. A convolution has batch normalisation and ReLU, the last one
    no ReLU. Each application of F takes the same kernels and normalises by itself: what the second one sees has
    other means and variances, and running averages over both would fit neither at inference.

    Parameters, with C channels: `5 * C ** 2` of kernels, once; and `12 * C` of normalisation for each application,
    half of them not trained.

    Args:
        channels: of what comes in and goes out; divisible by 3.
        name: beginning of the layers' names.

    Returns:
        Function from `(batch, height, width, channels)` to the same shape.

    Raises:
        ValueError: if the channels are not divisible by 3.

    Source:
        arXiv:1602.07261 figure 16, as arXiv:1611.05725 section 3.1 takes it, with fewer maps.
    """
    if channels % 3:
        raise ValueError(f"The channels must be divisible by 3, not {channels}.")
    width = channels // 3
    branches = [
        [
            _convolution(width, 3 if step else 1, f"{name}_branch{count}_{step}_conv")
            for step in range(count + 1)
        ]
        for count in range(3)
    ]
    mix = _convolution(channels, 1, f"{name}_mix_conv")

    def apply(x: keras.KerasTensor) -> keras.KerasTensor:
        ends = []
        for branch in branches:
            end = x
            for convolution in branch:
                end = keras.layers.Activation("relu")(batch_normalisation(convolution(end)))
            ends.append(end)
        return batch_normalisation(mix(keras.layers.Concatenate()(ends)))

    return apply


def _convolution(filters: int, size: int, name: str) -> keras.layers.Conv2D:
    return keras.layers.Conv2D(
        filters, size, padding="same", use_bias=False, kernel_initializer="he_normal", name=name
    )


def poly_module(x: keras.KerasTensor, kind: str = "poly-2", name: str = "poly") -> keras.KerasTensor:
    """A residual module of second order.

    - `"poly-2"`: `relu(x + F(x) + F(F(x)))`, one F with shared kernels;
    - `"mpoly-2"`: `relu(x + F(x) + G(F(x)))`, F and G with weights of their own;
    - `"2-way"`: `relu(x + F(x) + G(x))`.

    Args:
        x: `(batch, height, width, channels)`; channels divisible by 3.
        kind: one of the above.
        name: beginning of the names of F and G.

    Returns:
        The shape of `x`.

    Raises:
        ValueError: if the kind is unknown, or the channels are not divisible by 3.

    Source:
        arXiv:1611.05725 section 3.2, figure 4.
    """
    if kind not in KINDS:
        raise ValueError(f"The kind is one of {', '.join(KINDS)}, not {kind!r}.")
    first = inception_residual(x.shape[-1], f"{name}_f")
    once = first(x)
    second = first if kind == "poly-2" else inception_residual(x.shape[-1], f"{name}_g")
    twice = second(x if kind == "2-way" else once)
    return keras.layers.Activation("relu")(keras.layers.Add()([x, once, twice]))


def polynet(
    input_shape: tuple[int, int, int] = (28, 28, 1),
    classes: int = 10,
    widths: Sequence[int] = (18, 48),
    kinds: Sequence[str] = KINDS,
) -> keras.Model:
    """Stages of PolyInception modules, of each kind one.

    ```
    layer                                 output
    Conv2D 9, 3x3, BN, ReLU               (28, 28, 9)
    Conv2D 18, 3x3, stride 2, BN, ReLU    (14, 14, 18)
    poly-2, mpoly-2, 2-way                (14, 14, 18)
    Conv2D 48, 3x3, stride 2, BN, ReLU    (7, 7, 48)
    poly-2, mpoly-2, 2-way                (7, 7, 48)
    global average; Dense, softmax        (10,)
    ```

    The paper mixes the kinds in the same way, in Inception-ResNet-v2 with its three sizes of modules; here one F of
    3x3 kernels serves both stages, and stochastic paths are left out. 80,557 parameters, 78,031 of them trained;
    6,022,776 multiply-adds an image.

    Args:
        input_shape: (height, width, channels) of images in [0, 1].
        classes: how many classes.
        widths: feature maps of each stage, divisible by 3.
        kinds: of the modules of a stage.

    Returns:
        Uncompiled model from images `(batch, height, width, channels)` to probabilities `(batch, classes)`.

    Raises:
        ValueError: if a kind is unknown or a width is not divisible by 3.

    Source:
        arXiv:1611.05725 section 4.
    """
    inputs = keras.Input(input_shape)
    x = conv_bn_relu(inputs, widths[0] // 2, name="stem")
    for stage, width in enumerate(widths, start=1):
        x = conv_bn_relu(x, width, strides=2, name=f"reduction{stage}")
        for module, kind in enumerate(kinds, start=1):
            x = poly_module(x, kind, name=f"stage{stage}_{module}")
    x = keras.layers.GlobalAveragePooling2D()(x)
    outputs = keras.layers.Dense(classes, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="polynet")


NETWORK = Network(name="polynet", title="PolyNet", build=polynet, source="arXiv:1611.05725")
