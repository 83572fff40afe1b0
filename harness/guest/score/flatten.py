"""Flattens the function of a SavedModel into one TensorFlow graph without function calls.

It is flattened, not frozen: freezing copies every weight and fails on models that keep a random state (an
augmentation layer), while a structure needs only the shapes of weights.
"""

from dataclasses import dataclass
from typing import Any

import tensorflow as tf
from tensorflow.core.framework import graph_pb2, node_def_pb2

from .. import keras_private

MAX_EXPANDED = 300_000
"""Operations looked at before those that no output needs are left out."""
MAX_CALL_DEPTH = 64

_CALLS = {"PartitionedCall", "StatefulPartitionedCall"}
_VALUE = "/value"


class TooLargeError(Exception):
    """The model has more operations, deeper calls or longer loops than a graph may hold."""


@dataclass(frozen=True)
class Flat:
    """A graph without calls, reads of variables and ``Identity``.

    ``operations`` holds only those that an output depends on (and the inputs), each after its inputs;
    ``names`` their names before the flattening. A variable is a ``Placeholder`` of the variable's shape.
    ``parameters`` counts the elements of the floating-point variables among them.
    """

    operations: list[tf.Operation]
    names: list[str]
    inputs: list[tf.Tensor]
    outputs: list[tf.Tensor]
    parameters: int


def flatten(function: Any) -> Flat:
    """Flattens a concrete function (a signature of a loaded SavedModel).

    Raises `TooLargeError` for more than 300,000 operations or calls that nest more than 64 deep.
    """
    definition = function.graph.as_graph_def()
    expander = _Expander(definition.library)
    expander.expand(definition.node, "", 0)
    given = len(function.graph.inputs) - len(function.captured_inputs)
    sizes: dict[str, int] = {}
    for placeholder, value in zip(function.graph.inputs[given:], function.captured_inputs, strict=True):
        variable = _variable(value)
        if variable is not None:
            name = placeholder.op.name + _VALUE
            expander.nodes[name] = _placeholder(name, *variable)
            if variable[1].is_floating:
                sizes[name] = variable[0].num_elements() or 0
    inputs = [tensor.name for tensor in function.graph.inputs[:given]]
    outputs = [expander.resolve(tensor.name) for tensor in function.outputs]
    order = expander.needed([*inputs, *outputs])
    # Short names: the name of a call within a call may hold what the name of a node may not.
    names = {name: f"n{index}" for index, name in enumerate(order)}
    flat = graph_pb2.GraphDef(library=definition.library, versions=definition.versions)
    for name in order:
        node = flat.node.add()
        node.CopyFrom(expander.nodes[name])
        node.name = names[name]
        node.input[:] = [_renamed(i, names) for i in node.input]
    graph = tf.Graph()
    with graph.as_default():
        tf.graph_util.import_graph_def(flat, name="")
    return Flat(
        operations=[graph.get_operation_by_name(names[name]) for name in order],
        names=order,
        inputs=[graph.get_tensor_by_name(_renamed(i, names)) for i in inputs],
        outputs=[graph.get_tensor_by_name(_renamed(o, names)) for o in outputs],
        parameters=sum(size for name, size in sizes.items() if name in names),
    )


def values_of(function: Any) -> dict[str, Any]:
    """The value of each variable that a concrete function captures, by the name that `Flat.names` has for it."""
    given = len(function.graph.inputs) - len(function.captured_inputs)
    captured = zip(function.graph.inputs[given:], function.captured_inputs, strict=True)
    return {
        placeholder.op.name + _VALUE: tf.raw_ops.ReadVariableOp(resource=value, dtype=variable[1]).numpy()
        for placeholder, value in captured
        if (variable := _variable(value)) is not None
    }


class _Expander:
    """Replaces calls by the bodies of their functions. ``alias`` maps a tensor (``name:index``) that no
    longer exists to the one that stands for it."""

    def __init__(self, library: Any) -> None:
        self.functions = {function.signature.name: function for function in library.function}
        self.nodes: dict[str, Any] = {}
        self.alias: dict[str, str] = {}

    def expand(self, nodes: Any, prefix: str, depth: int) -> None:
        """Adds nodes, and those of the functions that they call, under ``prefix``."""
        for node in nodes:
            name = prefix + node.name
            inputs = [prefix + _tensor(i) for i in node.input if not i.startswith("^")]
            called = node.attr["f"].func.name if node.op in _CALLS else node.op
            if called in self.functions:
                self._expand_call(name, inputs, self.functions[called], depth + 1)
                continue
            copy = node_def_pb2.NodeDef()
            copy.CopyFrom(node)
            copy.name = name
            copy.device = ""
            copy.input[:] = inputs
            if "_class" in copy.attr:  # names a node to stand beside, which may be gone
                del copy.attr["_class"]
            self.nodes[name] = copy
            if len(self.nodes) > MAX_EXPANDED:
                raise TooLargeError(f"The model has more than {MAX_EXPANDED} operations.")

    def _expand_call(self, name: str, inputs: list[str], function: Any, depth: int) -> None:
        if depth > MAX_CALL_DEPTH:
            raise TooLargeError(f"The model's functions call each other more than {MAX_CALL_DEPTH} deep.")
        body, flat_names = keras_private.body_of(function)
        prefix = f"{name}/"
        arguments = [argument.name for argument in function.signature.input_arg]
        for argument, given in zip(arguments, inputs, strict=True):
            self.alias[f"{prefix}{argument}:0"] = given
        for index, result in enumerate(function.signature.output_arg):
            self.alias[f"{name}:{index}"] = prefix + flat_names[function.ret[result.name]]
        placeholders = set(arguments)
        self.expand((node for node in body.node if node.name not in placeholders), prefix, depth)

    def resolve(self, tensor: str) -> str:
        """The tensor that stands for this one, behind calls, ``Identity`` and reads of variables."""
        while True:
            if tensor in self.alias:
                tensor = self.alias[tensor]
                continue
            name, _, index = tensor.rpartition(":")
            node = self.nodes[name]
            if node.op == "ReadVariableOp":
                handle = self.resolve(node.input[0]).rpartition(":")[0]
                if handle + _VALUE not in self.nodes:
                    return tensor
                return f"{handle}{_VALUE}:0"
            if node.op not in ("Identity", "IdentityN"):
                return tensor
            tensor = node.input[int(index)]

    def needed(self, tensors: list[str]) -> list[str]:
        """Names of the nodes that the tensors depend on, each after its inputs, which are resolved in
        place."""
        order: list[str] = []
        done: dict[str, bool] = {}
        stack = [tensor.rpartition(":")[0] for tensor in reversed(tensors)]
        while stack:
            name = stack[-1]
            if name in done:
                stack.pop()
                if not done[name]:
                    done[name] = True
                    order.append(name)
                continue
            done[name] = False
            node = self.nodes[name]
            node.input[:] = [self.resolve(i) for i in node.input]
            for source in reversed([i.rpartition(":")[0] for i in node.input]):
                if done.get(source) is False:
                    raise TooLargeError(
                        "The model's graph goes round in a loop, which has no end when unrolled."
                    )
                if source not in done:
                    stack.append(source)
        return order


def _variable(handle: tf.Tensor) -> tuple[tf.TensorShape, tf.DType] | None:
    """Shape and dtype of the variable behind a captured resource; None for anything else that is captured."""
    data = keras_private.handle_data(handle)
    if handle.dtype != tf.resource or data is None or len(data.shape_and_type) != 1:
        return None
    return tf.TensorShape(data.shape_and_type[0].shape), tf.as_dtype(data.shape_and_type[0].dtype)


def _placeholder(name: str, shape: tf.TensorShape, dtype: tf.DType) -> Any:
    node = node_def_pb2.NodeDef(name=name, op="Placeholder")
    node.attr["dtype"].type = dtype.as_datatype_enum
    node.attr["shape"].shape.CopyFrom(shape.as_proto())
    return node


def _tensor(name: str) -> str:
    return name if ":" in name else f"{name}:0"


def _renamed(tensor: str, names: dict[str, str]) -> str:
    name, _, index = tensor.rpartition(":")
    return f"{names[name]}:{index}"
