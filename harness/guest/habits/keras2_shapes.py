"""Shapes and tensors of layers and networks, as Keras 2 let them be asked for."""

from typing import Any

from ..channel import phrase
from ..patches.declare import Patch, When, instead
from .adapted import asked_by_a_package, tell
from .keras2_names import patch


class _Shape:
    """``layer.input_shape`` or ``layer.output_shape``; an attribute of that name, set by a student's own layer, wins.
    Keras looks for the first to learn what a layer is: it is told the truth."""

    def __init__(self, end: str) -> None:
        self.end = end

    def __get__(self, layer: Any, kind: type | None = None) -> Any:
        if layer is None:
            return self
        if asked_by_a_package(1):
            raise AttributeError(f"'{type(layer).__name__}' object has no attribute '{self.end}_shape'")
        shape = _shape(getattr(layer, self.end))
        tell(f"layer.{self.end}_shape", f"layer.{self.end}.shape")
        return shape


def _shape(tensors: Any) -> Any:
    return [one.shape for one in tensors] if isinstance(tensors, list) else tensors.shape


def changes() -> list[Patch]:
    """Of layers, networks and the tensors between them."""
    does = "Offers what Keras 3 dropped."
    missing: dict[str, Any] = {
        "layers.Layer.input_shape": _Shape("input"),
        "layers.Layer.output_shape": _Shape("output"),
        "layers.Layer.get_input_at": lambda layer, node_index: _at(layer, "input", node_index),
        "layers.Layer.get_output_at": lambda layer, node_index: _at(layer, "output", node_index),
        "layers.Layer.get_input_shape_at": lambda layer, node: _shape(_at(layer, "input", node)),
        "layers.Layer.get_output_shape_at": lambda layer, node: _shape(_at(layer, "output", node)),
        "KerasTensor.get_shape": _tensor_shape,
        "KerasTensor._keras_shape": property(lambda tensor: tuple(tensor.shape)),
    }
    found = "Finds the tensors of a network that saw its input shape in the data."
    return [
        *(patch(path, does, instead(value), when=When.MISSING) for path, value in missing.items()),
        patch("layers.InputLayer.input", "Gives what an input layer is.", _of_input, when=When.EITHER),
        *(
            patch(f"Sequential.{end}", found, _of_its_own(end), when=When.EITHER)
            for end in ("input", "output")
        ),
    ]


def _at(layer: Any, end: str, node: int) -> Any:
    """The tensors of a call, counted from 0."""
    if node == 0:
        return getattr(layer, end)
    raise ValueError(f"Keras 3 keeps of layer {layer.name} its first call, and not number {node}.")


def _tensor_shape(tensor: Any) -> Any:
    import tensorflow as tf

    return tf.TensorShape(tensor.shape)


def _of_input(inherited: Any) -> Any:
    """Keras 3 says that nothing goes into an input layer, Keras 2 that it is its own input."""

    def get(layer: Any) -> Any:
        tensors = inherited.fget(layer)
        return tensors if asked_by_a_package(1) or not isinstance(tensors, list) or tensors else layer.output

    return property(get)


def _of_its_own(end: str) -> Any:
    """A network without `Input` is made of tensors when it is first fed, and does not count that as a call."""

    def make(inherited: Any) -> Any:
        def get(network: Any) -> Any:
            try:
                return inherited.fget(network)
            except AttributeError:
                tensors = None if asked_by_a_package(1) else getattr(network, f"{end}s", None)
                if not tensors:
                    raise
                tell(phrase("adapted.without_input", name=end), f"{end}s")
                return tensors[0] if len(tensors) == 1 else tensors

        return property(get)

    return make
