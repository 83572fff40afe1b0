"""What one forward pass costs, in multiply-adds."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

import keras

from reference.zoo.blocks.dropconnect import DropConnect
from reference.zoo.blocks.locally_connected import LocallyConnected2D

Shape = tuple[int, ...]


def _convolution(layer: keras.layers.Layer, inputs: Shape, outputs: Shape) -> int:
    # A kernel has the axes (height, width, channels / groups, filters): all of it is used at each output position.
    return math.prod(outputs) // layer.kernel.shape[-1] * math.prod(layer.kernel.shape)


def _depthwise(layer: keras.layers.Layer, inputs: Shape, outputs: Shape) -> int:
    return math.prod(outputs) // math.prod(layer.kernel.shape[-2:]) * math.prod(layer.kernel.shape)


def _separable(layer: keras.layers.Layer, inputs: Shape, outputs: Shape) -> int:
    weights = math.prod(layer.depthwise_kernel.shape) + math.prod(layer.pointwise_kernel.shape)
    return math.prod(outputs) // layer.pointwise_kernel.shape[-1] * weights


def _transposed(layer: keras.layers.Layer, inputs: Shape, outputs: Shape) -> int:
    # The kernel has the axes (height, width, filters, channels): each input position spreads all of it.
    return math.prod(inputs) // layer.kernel.shape[-1] * math.prod(layer.kernel.shape)


def _dense(layer: keras.layers.Layer, inputs: Shape, outputs: Shape) -> int:
    return math.prod(inputs) * layer.kernel.shape[-1]


def _locally_connected(layer: keras.layers.Layer, inputs: Shape, outputs: Shape) -> int:
    return math.prod(layer.kernel.shape)


def _free(layer: keras.layers.Layer, inputs: Shape, outputs: Shape) -> int:
    return 0


COUNTERS: dict[type[keras.layers.Layer], Callable[[keras.layers.Layer, Shape, Shape], int]] = {
    keras.layers.Conv2D: _convolution,
    keras.layers.DepthwiseConv2D: _depthwise,
    keras.layers.SeparableConv2D: _separable,
    keras.layers.Conv2DTranspose: _transposed,
    keras.layers.Dense: _dense,
    DropConnect: _dense,
    LocallyConnected2D: _locally_connected,
    keras.layers.BatchNormalization: _free,
    keras.layers.GroupNormalization: _free,
    keras.layers.LayerNormalization: _free,
    keras.layers.RMSNormalization: _free,
    keras.layers.Normalization: _free,
    keras.layers.SpectralNormalization: _free,
}
"""How to count a layer of each type, and of its subclasses, from the shapes of one image."""


def multiply_adds(model: keras.Model) -> int:
    """Multiply-adds of the forward pass of one image, at inference.

    Convention: a multiplication and the addition of its product count as one. Counted are the products with the
    kernels of convolutions (plain, grouped, dilated, depthwise, separable, transposed), of dense layers (also
    DropConnect) and of locally connected layers. Not counted, as usual: biases, normalisation, activations,
    pooling, additions of branches, and everything else that has no weights. Padding counts like the image, since
    a kernel is multiplied with it too: a convolution takes height x width x filters of its output times kernel
    height x kernel width x channels / groups, a transposed one height x width x channels of its *input* times
    kernel height x kernel width x filters, also where "same" padding crops the result.

    A layer counts as often as it is called, so a shared one counts several times. Models and layers inside
    models and layers are looked into, whatever their kind.

    Args:
        model: a built model with one input of known size, `(batch, ...)`. Nothing of it is changed or computed.

    Returns:
        The number of multiply-adds.

    Raises:
        ValueError: if the input's size is not known, or a layer has weights of its own and is none of the above.
    """
    shape = model.input_shape
    if not isinstance(shape, tuple) or None in shape[1:]:
        raise ValueError(
            f"The cost of {model.name} is that of one image of known size; its input shape is {shape}."
        )
    counter = _Counter()
    with _every_call(counter):
        _Caller(model).compute_output_spec(keras.KerasTensor((1, *shape[1:]), dtype=model.inputs[0].dtype))
    if counter.unknown is not None:
        raise ValueError(
            f"The layer {counter.unknown.name} ({type(counter.unknown).__name__}) has weights of its own, and how many "
            "multiply-adds they take is not known: add its type to reference.zoo.cost.COUNTERS."
        )
    return counter.total


class _Caller(keras.layers.Layer):
    """Calls a model layer by layer: traced on its own, a functional model answers from its graph's shapes alone."""

    def __init__(self, model: keras.Model) -> None:
        super().__init__()
        self.model = model

    def call(self, images: keras.KerasTensor) -> keras.KerasTensor:
        return self.model(images, training=False)


class _Counter:
    """Adds up what the calls cost, from the inside out."""

    def __init__(self) -> None:
        self.total = 0
        self.unknown: keras.layers.Layer | None = None
        self._inside: list[set[int]] = [set()]  # weights of the layers called, for each call that is open

    def call(self, layer: keras.layers.Layer, run: Callable[[], object], inputs: object) -> object:
        """Runs a call of `layer` and counts it."""
        self._inside.append(set())
        outputs = run()
        counted = self._inside.pop()
        weights = {id(weight) for weight in layer.weights}
        if weights - counted:
            self.total += self._cost(layer, _shape(inputs), _shape(outputs))
        self._inside[-1] |= weights
        return outputs

    def _cost(self, layer: keras.layers.Layer, inputs: Shape, outputs: Shape) -> int:
        for kind, count in COUNTERS.items():
            if isinstance(layer, kind):
                return count(layer, inputs, outputs)
        self.unknown = layer  # raised by the caller: Keras would bury an error of here in one of its own
        return 0


def _shape(tensors: object) -> Shape:
    """The shape of a layer's only (or first) tensor."""
    return tuple(keras.tree.flatten(tensors)[0].shape)


@contextmanager
def _every_call(counter: _Counter) -> Iterator[None]:
    """Lets `counter` see each call of a layer, also of those inside a layer, which no graph of Keras lists."""
    original = keras.layers.Layer.__call__

    def call(layer: keras.layers.Layer, *args: object, **kwargs: object) -> object:
        return counter.call(layer, lambda: original(layer, *args, **kwargs), (args, kwargs))

    with mock.patch.object(keras.layers.Layer, "__call__", call):
        yield
