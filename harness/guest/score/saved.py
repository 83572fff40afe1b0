"""Reads from a SavedModel what will be called, as data: nothing of it is loaded and nothing runs.

Of a SavedModel only one function is ever taken: that of its signature, with the functions that it calls. What else the
file holds (functions that save and restore, initialisers, the graph of older sessions, assets) is neither looked at nor
run: the variables' values are read by `harness.guest.score.serve`, and not by a function that the file brings.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from google.protobuf.message import DecodeError
from tensorflow.core.framework import function_pb2, graph_pb2
from tensorflow.core.protobuf import saved_model_pb2

from ..channel import phrase
from . import engine as tf
from .functions import clean, elements, operations, reached
from .refused import UnreadableError

FILE = "saved_model.pb"
MAX_BYTES = 128 * 1024**2
"""Of `FILE`, which holds no weights."""
PREFERRED = ("serving_default", "serve")
"""Names of signatures, best first."""


@dataclass(frozen=True)
class Held:
    """What a function takes beside its inputs: the variable with the id ``node``, or a constant with a value."""

    dtype: tf.DType
    shape: tf.TensorShape
    node: int
    constant: Any = None
    """A ``TensorProto``; None for a variable."""

    @property
    def is_variable(self) -> bool:
        """Whether its value is in the checkpoint."""
        return self.constant is None

    @property
    def numbers(self) -> int:
        """How many it holds."""
        return self.shape.num_elements() or 0 if self.is_variable else elements(self.constant)


@dataclass(frozen=True)
class Called:
    """The function of a network's signature, and all that it calls.

    ``signature`` is its name in the file, ``functions`` holds the called ones by name, ``inputs`` the type of each input,
    ``held`` what the function takes after them, ``outputs`` the names of what it gives, each in the function's order.
    ``operations`` are all kinds of operations in all of them; ``constants`` counts the numbers that they hold beside
    floating-point variables. ``tracked`` are the shapes of the network's own variables, by the ids of their nodes, in Keras'
    order of them; empty where the file does not tell.
    """

    folder: Path
    signature: str
    function: Any
    functions: dict[str, Any]
    inputs: list[tf.TensorSpec]
    held: list[Held]
    outputs: list[str]
    operations: frozenset[str]
    constants: int
    tracked: dict[int, tuple[int, ...]]

    def library(self) -> Any:
        """A ``FunctionDefLibrary`` of the called functions."""
        return function_pb2.FunctionDefLibrary(function=self.functions.values())


def read(folder: Path, prefix: str = "") -> Called:
    """Reads the function that is called to predict. ``prefix`` goes before the names of all functions, so that those of
    several networks can be in one process.

    Raises `UnreadableError` where the file is no SavedModel with such a function, and `ForbiddenError` where one of its
    operations is not in `ALLOWED`.
    """
    graph = _meta_graph(folder)
    nodes = graph.object_graph_def.nodes
    signature, name = _signature(nodes)
    library = {function.signature.name: function for function in graph.graph_def.library.function}
    if name not in library:
        raise UnreadableError(phrase("scored.signature_missing", name=signature))
    names = {one: f"{prefix}{one}" for one in reached(name, library)}
    kinds, constants = operations([library[one] for one in names])
    for one in names:
        clean(library[one], names)
    saved = graph.object_graph_def.concrete_functions[name]
    function = library[name]
    inputs = _inputs(saved, function)
    if len(inputs) + len(saved.bound_inputs) != len(function.signature.input_arg):
        raise UnreadableError(phrase("scored.other_count"))
    held = [_held(node, nodes, graph.graph_def) for node in saved.bound_inputs]
    return Called(
        folder=folder,
        signature=signature,
        function=function,
        functions={new: library[one] for one, new in names.items()},
        inputs=inputs,
        held=held,
        outputs=_outputs(saved, function),
        operations=kinds,
        constants=constants
        + sum(one.numbers for one in held if not (one.is_variable and one.dtype.is_floating)),
        tracked=_tracked(nodes),
    )


def _meta_graph(folder: Path) -> Any:
    path = folder / FILE
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(phrase("scored.too_big", file=FILE, mib=MAX_BYTES // 1024**2))
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError(phrase("scored.no_model", file=FILE)) from error
    saved = saved_model_pb2.SavedModel()
    try:
        saved.ParseFromString(content)
    except (DecodeError, UnicodeDecodeError, ValueError) as error:
        raise UnreadableError(phrase("scored.cut_off", file=FILE)) from error
    if len(saved.meta_graphs) != 1 or not saved.meta_graphs[0].object_graph_def.nodes:
        raise UnreadableError(phrase("scored.no_objects", file=FILE))
    return saved.meta_graphs[0]


def _child(nodes: Any, node: int, name: str) -> int | None:
    return next(
        (
            child.node_id
            for child in nodes[node].children
            if child.local_name == name and 0 <= child.node_id < len(nodes)
        ),
        None,
    )


def _tracked(nodes: Any) -> dict[int, tuple[int, ...]]:
    """The variables of the list that Keras' ``ExportArchive`` keeps of what it tracks."""
    place = _child(nodes, 0, "variables")
    if place is None:
        return {}
    listed = [(child.local_name, child.node_id) for child in nodes[place].children]
    found = {}
    for _, node in sorted((int(name), node) for name, node in listed if name.isdecimal() and len(name) < 7):
        if not 0 <= node < len(nodes) or nodes[node].WhichOneof("kind") != "variable":
            return {}
        found[node] = tuple(dimension.size for dimension in nodes[node].variable.shape.dim)
    return found


def _signature(nodes: Any) -> tuple[str, str]:
    """The names of the signature that is called, and of its function."""
    place = _child(nodes, 0, "signatures")
    listed = [child.local_name for child in nodes[place].children] if place is not None else []
    for name in (*(name for name in PREFERRED if name in listed), *listed):
        at = _child(nodes, place or 0, name)
        if at is None:
            continue
        found = nodes[at].bare_concrete_function.concrete_function_name
        if not found and nodes[at].function.concrete_functions:
            found = nodes[at].function.concrete_functions[0]
        if found:
            return name, found
    raise UnreadableError(phrase("scored.no_signature"))


def _fields(value: Any) -> list[tuple[str, Any]]:
    """The types of tensors that a ``StructuredValue`` of a dictionary names, in TensorFlow's order."""
    return sorted((name, field.tensor_spec_value) for name, field in value.dict_value.fields.items())


def _inputs(saved: Any, function: Any) -> list[tf.TensorSpec]:
    """The types of the inputs, in the order of the function's arguments, which is that of their names."""
    parts = saved.canonicalized_input_signature.tuple_value.values
    named = _fields(parts[1]) if len(parts) == 2 else []
    try:
        inputs = [
            tf.TensorSpec(tf.TensorShape(spec.shape), tf.as_dtype(spec.dtype), name) for name, spec in named
        ]
    except (TypeError, ValueError) as error:
        raise UnreadableError(phrase("scored.input_types")) from error
    arguments = function.signature.input_arg
    if not inputs or [one.dtype.as_datatype_enum for one in inputs] != [
        a.type for a in arguments[: len(inputs)]
    ]:
        raise UnreadableError(phrase("scored.other_inputs"))
    return inputs


def _outputs(saved: Any, function: Any) -> list[str]:
    names = [name for name, _ in _fields(saved.output_signature)]
    results = function.signature.output_arg
    if not names or len(names) != len(results) or any(one.name not in function.ret for one in results):
        raise UnreadableError(phrase("scored.other_outputs"))
    return names


def _held(node: int, nodes: Any, graph: graph_pb2.GraphDef) -> Held:
    """What the object ``node`` gives to a function."""
    saved = nodes[node] if 0 <= node < len(nodes) else None
    kind = None if saved is None else saved.WhichOneof("kind")
    try:
        if saved is not None and kind == "variable":
            shape = tf.TensorShape(saved.variable.shape)
            return Held(tf.as_dtype(saved.variable.dtype), shape, node)
        if saved is not None and kind == "constant":
            name = saved.constant.operation
            value = next(
                one.attr["value"].tensor for one in graph.node if one.name == name and one.op == "Const"
            )
            return Held(tf.as_dtype(value.dtype), tf.TensorShape(value.tensor_shape), node, value)
    except (TypeError, ValueError, StopIteration) as error:
        raise UnreadableError(phrase("scored.held_unread")) from error
    raise UnreadableError(phrase("scored.neither", kind=str(kind)))
