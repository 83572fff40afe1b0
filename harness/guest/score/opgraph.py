"""Turns an exported model into a small graph of operations that the host reads without TensorFlow."""

import math
from pathlib import Path
from typing import Any

from harness.wire.limits import GRAPH_VERSION, MAX_NODE_INPUTS, MAX_NODE_NAME, MAX_NODES, MAX_OP
from harness.wire.operations import SEARCHES

from ..channel import phrase
from . import engine as tf
from .flatten import Flat, flatten
from .refused import UnreadableError
from .saved import Called, read


class TooLargeError(Exception):
    """The model has more operations than an op graph may hold; it may run all the same."""


_CONVOLUTIONS = {"Conv2D", "DepthwiseConv2dNative", "Conv2DBackpropInput"}
_POOLINGS = {"MaxPool", "AvgPool"}
_MATMULS = {"MatMul", "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3"}
_LAYERS = _CONVOLUTIONS | _POOLINGS | _MATMULS
_REDUCTIONS = {"Mean", "Max", "Min", "Sum", "Prod"}


def extract(network: "str | Path | Called") -> dict[str, Any]:
    """The graph of operations from the inputs to the outputs of an exported model, ready for `json.dump`.

    ``network`` is the folder of a SavedModel that Keras' ``model.export`` wrote, or what `saved.read` read of it. Nothing
    of it runs. The keys are ``version``, ``inputs`` and ``outputs`` (each a list of
    ``id``, ``name``, ``shape``, ``dtype``), ``nodes`` (each ``id``, ``op``, ``name``, ``inputs``, ``shape``,
    ``attrs``), ``parameters`` (elements of the floating-point variables that the function reads), ``constants`` (numbers
    written into the graph itself) and ``searches`` (the operations in it of which a search or a hash is made).

    Function calls are replaced by their bodies, only operations that an output depends on are kept, and
    ``Identity`` is left out. What no input reaches is one ``Const`` with a shape and no values (but a single
    number, in ``value``). A convolution between ``SpaceToBatchND`` and ``BatchToSpaceND`` is one with
    dilations. Ids count from 0 and every input of a node has a smaller id. An output other than the first of
    an operation is a node ``Output`` of its own.

    Of a graph of more than 20,000 nodes only the sentence ``{"version": 1, "error": ...}`` is returned.
    Raises `UnreadableError` and `ForbiddenError`, as `saved.read` does.
    """
    called = network if isinstance(network, Called) else read(Path(network))
    try:
        flat = flatten(called)
    except (LookupError, ValueError, TypeError, RecursionError, tf.errors.OpError) as error:
        said = (str(error).splitlines() or [""])[0]
        raise UnreadableError(phrase("scored.no_graph", why=said)) from error
    try:
        document = _Writer(flat).document(called.outputs)
    except TooLargeError as error:
        return {"version": GRAPH_VERSION, "error": str(error)}
    return {
        **document,
        "constants": called.constants,
        "searches": sorted(called.operations & SEARCHES),
    }


def main_first(document: dict[str, Any], classes: int) -> dict[str, Any]:
    """The graph of `extract` with its main output first: of those that may be a score for each class the one behind the
    most layers. Auxiliary classifiers, as GoogLeNet has them, leave earlier."""
    outputs = document.get("outputs", [])
    if len(outputs) < 2:
        return document
    layers: list[int] = []
    for node in document["nodes"]:
        layers.append(max((layers[one] for one in node["inputs"]), default=0) + (node["op"] in _LAYERS))

    def rank(port: dict[str, Any]) -> tuple[bool, int]:
        shape = port["shape"]
        return shape is None or (len(shape) == 2 and shape[1] in (None, classes)), layers[port["id"]]

    return {**document, "outputs": sorted(outputs, key=rank, reverse=True)}


class _Writer:
    """Writes a flat graph as nodes with ids."""

    def __init__(self, flat: Flat) -> None:
        self.flat = flat
        self.names = {op.name: name for op, name in zip(flat.operations, flat.names, strict=True)}
        self.nodes: list[dict[str, Any]] = []
        self.ids: dict[str, int] = {}
        """Id of the node that stands for a tensor, by the tensor's name."""
        roots = {tensor.op.name for tensor in flat.inputs}
        self.varying: set[str] = set()
        """Names of the operations that an input reaches."""
        for op in flat.operations:
            if op.name in roots or any(i.op.name in self.varying for i in op.inputs):
                self.varying.add(op.name)
        self.dilated = {op.name: pair for op in flat.operations if (pair := _dilated(op)) is not None}
        self.absorbed = {part.name for pair in self.dilated.values() for part in pair}

    def document(self, output_names: list[str]) -> dict[str, Any]:
        """The whole graph. Raises `TooLargeError`."""
        inputs = [self._port(tensor, None) for tensor in self.flat.inputs]
        for op in self.flat.operations:
            if op.name in self.varying and op.name not in self.absorbed and op.outputs:
                self._id(op.outputs[0])
        ports = zip(self.flat.outputs, output_names, strict=True)
        outputs = [self._port(tensor, name) for tensor, name in ports]
        return {
            "version": GRAPH_VERSION,
            "inputs": inputs,
            "outputs": outputs,
            "nodes": self.nodes,
            "parameters": self.flat.parameters,
        }

    def _port(self, tensor: tf.Tensor, name: str | None) -> dict[str, Any]:
        name = self.names[tensor.op.name] if name is None else name
        return {
            "id": self._id(tensor),
            "name": name[-MAX_NODE_NAME:],
            "shape": _shape(tensor),
            "dtype": tensor.dtype.base_dtype.name,
        }

    def _id(self, tensor: tf.Tensor) -> int:
        """The id of the node for a tensor, which is written where it is not yet."""
        known = self.ids.get(tensor.name)
        if known is not None:
            return known
        op = tensor.op
        if op.name not in self.varying:
            value = _number(tensor)
            return self._add(tensor, "Const", [], {} if value is None else {"value": value})
        if tensor.value_index:
            return self._add(tensor, "Output", [self._id(op.outputs[0])], {"index": tensor.value_index})
        if op.name in self.dilated:
            spread, convolution = self.dilated[op.name]
            inputs = [self._id(spread.inputs[0]), *(self._id(i) for i in convolution.inputs[1:])]
            return self._add(
                tensor, convolution.type, inputs, _dilated_attributes(spread, convolution, tensor)
            )
        if len(op.inputs) > MAX_NODE_INPUTS:
            raise TooLargeError(f"An operation of the model has more than {MAX_NODE_INPUTS} inputs.")
        return self._add(tensor, op.type, [self._id(i) for i in op.inputs], _attributes(op))

    def _add(self, tensor: tf.Tensor, kind: str, inputs: list[int], attributes: dict[str, Any]) -> int:
        if len(self.nodes) >= MAX_NODES:
            raise TooLargeError(
                f"The model has more than {MAX_NODES} operations, too many to read its structure."
            )
        number = len(self.nodes)
        node = {
            "id": number,
            "op": kind[:MAX_OP],
            "name": self.names[tensor.op.name][-MAX_NODE_NAME:],
            "inputs": inputs,
            "shape": _shape(tensor),
            "attrs": attributes,
        }
        self.nodes.append(node)
        self.ids[tensor.name] = number
        return number


def _shape(tensor: tf.Tensor) -> list[int | None] | None:
    return None if tensor.shape.rank is None else tensor.shape.as_list()


def _number(tensor: tf.Tensor) -> float | int | None:
    """The single finite number that a constant holds, None for any other constant."""
    if tensor.shape.rank != 0 or not (tensor.dtype.is_floating or tensor.dtype.is_integer):
        return None
    value = tf.get_static_value(tensor)
    if value is None or not math.isfinite(value):
        return None
    return float(value) if tensor.dtype.is_floating else int(value)


def _integers(tensor: tf.Tensor) -> list[int] | None:
    """The integers of a small constant, None where it is not known before the model runs."""
    value = tf.get_static_value(tensor)
    return None if value is None or value.size > 64 else [int(i) for i in value.reshape(-1)]


def _dilated(op: tf.Operation) -> tuple[tf.Operation, tf.Operation] | None:
    """The operations (SpaceToBatchND, convolution) that make, with this BatchToSpaceND, a dilated
    convolution."""
    if op.type != "BatchToSpaceND" or op.inputs[0].op.type not in ("Conv2D", "DepthwiseConv2dNative"):
        return None
    convolution = op.inputs[0].op
    spread = convolution.inputs[0].op
    alone = len(convolution.outputs[0].consumers()) == 1 and spread.type == "SpaceToBatchND"
    if not alone or len(spread.outputs[0].consumers()) != 1 or len(_integers(spread.inputs[1]) or []) != 2:
        return None
    return spread, convolution


def _dilated_attributes(spread: tf.Operation, convolution: tf.Operation, result: tf.Tensor) -> dict[str, Any]:
    attributes = _attributes(convolution)
    before, after = _shape(spread.inputs[0]), _shape(result)
    kept = before is not None and after is not None and before[1:3] == after[1:3]
    return attributes | {"dilations": _integers(spread.inputs[1]), "padding": "SAME" if kept else "VALID"}


def _attributes(op: tf.Operation) -> dict[str, Any]:
    """What the host needs to know of an operation beyond its name and shape."""
    found: dict[str, Any] = {}
    if op.type in _CONVOLUTIONS | _POOLINGS:
        found |= _window(op)
    elif op.type in _MATMULS:
        found["kernel"] = _matrix(op)
    elif op.type in _REDUCTIONS:
        found["axis"] = _axes(op.inputs[1], op.inputs[0])
    elif op.type == "ConcatV2":
        axis = _axes(op.inputs[-1], op.outputs[0])
        found["axis"] = axis[0] if axis else None
    elif op.type == "Transpose":
        found["perm"] = _integers(op.inputs[1])
    return {key: value for key, value in found.items() if value is not None}


def _window(op: tf.Operation) -> dict[str, Any]:
    layout = op.get_attr("data_format").decode()
    height, width = (2, 3) if layout == "NCHW" else (1, 2)
    names = {"strides": "strides", "dilations": "dilations", "ksize": "ksize"}
    if op.type in _POOLINGS:
        del names["dilations"]
    else:
        del names["ksize"]
    found: dict[str, Any] = {key: [op.get_attr(a)[height], op.get_attr(a)[width]] for key, a in names.items()}
    found |= {"padding": op.get_attr("padding").decode(), "data_format": layout}
    if op.type in _CONVOLUTIONS:
        kernel = _shape(op.inputs[1])
        if kernel is not None and all(kernel):
            found["kernel"] = kernel
            shape = _shape(op.inputs[0]) if op.type == "Conv2D" else None
            channels = shape[1 if layout == "NCHW" else 3] if shape else None
            if channels and (taken := kernel[2]) and channels % taken == 0:
                found["groups"] = channels // taken
    return found


def _matrix(op: tf.Operation) -> list[int] | None:
    shape = [size for size in (_shape(op.inputs[1]) or [])[-2:] if size is not None]
    if len(shape) < 2:
        return None
    turned = op.get_attr("transpose_b" if op.type == "MatMul" else "adj_y")
    return shape[::-1] if turned else shape


def _axes(axis: tf.Tensor, of: tf.Tensor) -> list[int] | None:
    axes = _integers(axis)
    if axes is None or of.shape.rank is None:
        return axes
    return [a + of.shape.rank if a < 0 else a for a in axes]
