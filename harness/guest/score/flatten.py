"""Flattens the function of a SavedModel into one TensorFlow graph without function calls.

It is flattened, not frozen: freezing copies every weight and fails on models that keep a random state (an
augmentation layer), while a structure needs only the shapes of weights.
"""

from dataclasses import dataclass
from typing import Any

from tensorflow.core.framework import graph_pb2, node_def_pb2

from harness.wire.operations import CALLS

from .. import keras_private
from ..channel import phrase
from . import engine as tf
from .refused import UnreadableError
from .saved import Called

MAX_EXPANDED = 300_000
"""Operations looked at before those that no output needs are left out."""
MAX_CALL_DEPTH = 64

_LOOPS_AND_BRANCHES = {"While", "StatelessWhile", "If", "StatelessIf", "Case", "StatelessCase"}
_VALUE = "/value"


class EndlessError(UnreadableError):
    """The model has more operations or deeper calls than can be looked at, or goes round: it does not run either."""


@dataclass(frozen=True)
class Flat:
    """A graph without calls, reads of variables and ``Identity``.

    ``operations`` holds only those that an output depends on (and the inputs), each after its inputs;
    ``names`` their names before the flattening. A variable is a ``Placeholder`` of the variable's shape.
    ``parameters`` counts the elements of the floating-point variables among them. ``values`` says, for each operation that
    stands for something that the function holds, its place in `Called.held`.
    """

    operations: list[tf.Operation]
    names: list[str]
    inputs: list[tf.Tensor]
    outputs: list[tf.Tensor]
    parameters: int
    values: dict[str, int]


def flatten(called: Called) -> Flat:
    """Flattens the function of a SavedModel with all that it calls. Nothing of it runs.

    Raises `EndlessError` for more than 300,000 operations or calls that nest more than 64 deep.
    """
    library = called.library()
    expander = _Expander(called.functions)
    arguments, results = expander.expand_main(called.function)
    inputs, taken = arguments[: len(called.inputs)], arguments[len(called.inputs) :]
    for name, spec in zip(inputs, called.inputs, strict=True):
        expander.nodes[name] = _placeholder(name, spec.shape, spec.dtype)
    values: dict[str, int] = {}
    for place, (name, held) in enumerate(zip(taken, called.held, strict=True)):
        if held.is_variable:
            expander.nodes[name] = _placeholder(name, tf.TensorShape(None), tf.resource)
            expander.nodes[name + _VALUE] = _placeholder(name + _VALUE, held.shape, held.dtype)
            values[name + _VALUE] = place
        else:
            expander.nodes[name] = _placeholder(name, held.shape, held.dtype)
            values[name] = place
    given = [f"{name}:0" for name in inputs]
    outputs = [expander.resolve(tensor) for tensor in results]
    order = expander.needed([*given, *outputs])
    _forget_claims(expander, order, set(inputs))
    # Short names: the name of a call within a call may hold what the name of a node may not.
    names = {name: f"n{index}" for index, name in enumerate(order)}
    flat = graph_pb2.GraphDef(library=library)
    flat.versions.producer = tf.GRAPH_DEF_VERSION
    for name in order:
        node = flat.node.add()
        node.CopyFrom(expander.nodes[name])
        node.name = names[name]
        node.input[:] = [_renamed(i, names) for i in node.input]
    graph = tf.Graph()
    with graph.as_default():
        tf.import_graph_def(flat, name="")
    floating = [held.is_variable and held.dtype.is_floating for held in called.held]
    return Flat(
        operations=[graph.get_operation_by_name(names[name]) for name in order],
        names=order,
        inputs=[graph.get_tensor_by_name(_renamed(i, names)) for i in given],
        outputs=[graph.get_tensor_by_name(_renamed(o, names)) for o in outputs],
        parameters=sum(
            called.held[place].shape.num_elements() or 0
            for name, place in values.items()
            if name in names and floating[place]
        ),
        values={names[name]: place for name, place in values.items() if name in names},
    )


def _forget_claims(expander: "_Expander", order: list[str], inputs: set[str]) -> None:
    """Loops and branches say themselves which shapes they give, and nothing checks it. Where no input reaches them, they
    would be a kernel of any size that their writer likes."""
    reached = set(inputs)
    for name in order:
        node = expander.nodes[name]
        if any(one.rpartition(":")[0] in reached for one in node.input):
            reached.add(name)
        elif node.op in _LOOPS_AND_BRANCHES:
            del node.attr["output_shapes"].list.shape[:]


class _Expander:
    """Replaces calls by the bodies of their functions. ``alias`` maps a tensor (``name:index``) that no
    longer exists to the one that stands for it."""

    def __init__(self, functions: dict[str, Any]) -> None:
        self.functions = functions
        self.nodes: dict[str, Any] = {}
        self.alias: dict[str, str] = {}
        self.expanded = 0

    def expand_main(self, function: Any) -> tuple[list[str], list[str]]:
        """Adds the nodes of the function that is called first; gives the names of its arguments and the tensors of
        its results."""
        arguments = [argument.name for argument in function.signature.input_arg]
        body = _Body(function, self.functions)
        self._expand(body, "", 0)
        return arguments, [body.result(one.name, "") for one in function.signature.output_arg]

    def _expand(self, body: "_Body", prefix: str, depth: int) -> None:
        """Adds the nodes of a function, and of those that it calls, under ``prefix``."""
        for node in body.function.node_def:
            self.expanded += 1
            if self.expanded > MAX_EXPANDED:
                raise EndlessError(phrase("scored.too_many", most=MAX_EXPANDED))
            name = prefix + node.name
            inputs = [prefix + body.tensor(i) for i in node.input if not i.startswith("^")]
            called = node.attr["f"].func.name if node.op in CALLS else node.op
            if called in self.functions:
                self._expand_call(name, inputs, self.functions[called], depth + 1)
                continue
            copy = node_def_pb2.NodeDef()
            copy.CopyFrom(node)
            copy.name = name
            copy.input[:] = inputs
            self.nodes[name] = copy

    def _expand_call(self, name: str, inputs: list[str], function: Any, depth: int) -> None:
        if depth > MAX_CALL_DEPTH:
            raise EndlessError(phrase("scored.too_deep", most=MAX_CALL_DEPTH))
        body, prefix = _Body(function, self.functions), f"{name}/"
        arguments = [argument.name for argument in function.signature.input_arg]
        for argument, given in zip(arguments, inputs, strict=True):
            self.alias[f"{prefix}{argument}:0"] = given
        for index, result in enumerate(function.signature.output_arg):
            self.alias[f"{name}:{index}"] = body.result(result.name, prefix)
        self._expand(body, prefix, depth)

    def resolve(self, tensor: str) -> str:
        """The tensor that stands for this one, behind calls, ``Identity`` and reads of variables."""
        passed = dict[str, None]()
        while (further := self._further(tensor)) is not None:
            passed[tensor] = None
            if further in passed:
                raise EndlessError(phrase("scored.endless"))
            tensor = further
        # So that each is passed once, however many ask for it.
        self.alias |= dict.fromkeys(passed, tensor)
        return tensor

    def _further(self, tensor: str) -> str | None:
        if tensor in self.alias:
            return self.alias[tensor]
        name, _, index = tensor.rpartition(":")
        node = self.nodes[name]
        if node.op == "ReadVariableOp":
            handle = self.resolve(node.input[0]).rpartition(":")[0]
            return f"{handle}{_VALUE}:0" if handle + _VALUE in self.nodes else None
        if node.op in ("Identity", "IdentityN"):
            return str(node.input[int(index)])
        return None

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
                    raise EndlessError(phrase("scored.endless"))
                if source not in done:
                    stack.append(source)
        return order


class _Body:
    """A function, and what its nodes call the tensors of others: ``node:output:index``, where a graph counts all outputs
    of a node from 0."""

    def __init__(self, function: Any, functions: dict[str, Any]) -> None:
        self.function = function
        self.functions = functions
        self.nodes = {node.name: node for node in function.node_def}

    def tensor(self, name: str) -> str:
        """``node:index`` for a tensor's name in a function."""
        node, _, rest = name.partition(":")
        if not rest:
            return f"{name}:0"
        output, _, index = rest.partition(":")
        place = 0
        for one in self._outputs(self.nodes[node]):
            if one.name == output:
                return f"{node}:{place + int(index or 0)}"
            place += _width(one, self.nodes[node])
        raise ValueError(f"an operation has no output {output}")

    def result(self, name: str, prefix: str) -> str:
        """The tensor that the function gives under this name."""
        return prefix + self.tensor(self.function.ret[name])

    def _outputs(self, node: Any) -> Any:
        if node.op in self.functions:
            return self.functions[node.op].signature.output_arg
        return keras_private.definition_of(node.op).output_arg


def _width(output: Any, node: Any) -> int:
    """How many tensors one output of an operation's definition stands for."""
    if output.number_attr:
        return int(node.attr[output.number_attr].i)
    if output.type_list_attr:
        return len(node.attr[output.type_list_attr].list.type)
    return 1


def _placeholder(name: str, shape: tf.TensorShape, dtype: tf.DType) -> Any:
    node = node_def_pb2.NodeDef(name=name, op="Placeholder")
    node.attr["dtype"].type = dtype.as_datatype_enum
    node.attr["shape"].shape.CopyFrom(shape.as_proto())
    return node


def _renamed(tensor: str, names: dict[str, str]) -> str:
    name, _, index = tensor.rpartition(":")
    return f"{names[name]}:{index}"
