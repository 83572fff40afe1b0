"""Makes a network callable: the function that was read, with the variables of its own checkpoint.

No function that the file brings restores them: they are read by TensorFlow's reader of checkpoints, and what a variable
must be, the function's own file says.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from google.protobuf.message import DecodeError
from tensorflow.core.framework import graph_pb2, node_def_pb2
from tensorflow.core.protobuf import trackable_object_graph_pb2

from ..channel import phrase
from . import engine as tf
from .refused import UnreadableError
from .saved import Called, Held

_KEYS = "_CHECKPOINTABLE_OBJECT_GRAPH"
_VALUE = "VARIABLE_VALUE"


def restore(called: Called) -> list[np.ndarray]:
    """The values of what a function holds, in the order of `Called.held`.

    Raises `UnreadableError` where the checkpoint is not there, cannot be read, or holds a variable of another shape or type
    than the function takes.
    """
    if not any(held.is_variable for held in called.held):
        return [_constant(held.constant) for held in called.held]
    try:
        reader = tf.load_checkpoint(str(called.folder / "variables" / "variables"))
        objects = trackable_object_graph_pb2.TrackableObjectGraph.FromString(reader.get_tensor(_KEYS))
        shapes, types = reader.get_variable_to_shape_map(), reader.get_variable_to_dtype_map()
    except (tf.errors.OpError, ValueError, TypeError, RuntimeError, DecodeError) as error:
        raise UnreadableError(phrase("scored.weights_missing")) from error
    values = []
    for held in called.held:
        if not held.is_variable:
            values.append(_constant(held.constant))
            continue
        attributes = objects.nodes[held.node].attributes if held.node < len(objects.nodes) else []
        key = next((one.checkpoint_key for one in attributes if one.name == _VALUE), None)
        if key is None or key not in shapes:
            raise UnreadableError(phrase("scored.weight_lacking"))
        if types[key] != held.dtype or not held.shape.is_compatible_with(shapes[key]):
            raise UnreadableError(phrase("scored.weight_shape", kept=str(shapes[key]), taken=str(held.shape)))
        values.append(_variable(reader, key))
    return values


def _constant(value: Any) -> np.ndarray:
    try:
        return np.asarray(tf.make_ndarray(value))
    except (ValueError, TypeError, MemoryError) as error:
        raise UnreadableError(phrase("scored.constant_unread")) from error


def _variable(reader: Any, key: str) -> np.ndarray:
    try:
        return np.asarray(reader.get_tensor(key))
    except (tf.errors.OpError, ValueError, RuntimeError) as error:
        raise UnreadableError(phrase("scored.weights_damaged")) from error


@dataclass(frozen=True)
class Served:
    """A network that can be called."""

    session: tf.Session
    given: Sequence[tf.Tensor]
    fed: Sequence[tf.Tensor]
    start: Sequence[tf.Operation]
    results: Sequence[tf.Tensor]
    constants: dict[tf.Tensor, np.ndarray]

    def __call__(self, *arrays: np.ndarray) -> Sequence[np.ndarray]:
        """Its outputs, in the order of `Called.outputs`; ``arrays`` are its inputs, in the order of `Called.inputs`.
        Raises what TensorFlow does."""
        found: Sequence[np.ndarray] = self.session.run(
            self.results, self.constants | dict(zip(self.given, arrays, strict=True))
        )
        return found

    def begin_with(self, values: Sequence[np.ndarray]) -> None:
        """Gives it these values, in the order of `Called.held`."""
        self.session.run(self.start, dict(zip(self.fed, values, strict=True)))


@contextmanager
def serving(called: Called, values: Sequence[np.ndarray]) -> Iterator[Served]:
    """The network with what it holds, ``values`` in the order of `Called.held`. Its variables and its functions are in a
    session of their own, which ends with the context."""
    graph = tf.Graph()
    with graph.as_default():
        given = [tf.placeholder(spec.dtype, spec.shape) for spec in called.inputs]
        fed = [tf.placeholder(one.dtype, value.shape) for one, value in zip(called.held, values, strict=True)]
        known = dict[int, tf.Variable]()
        taken = [
            _resource(one, place, known).handle if one.is_variable else place
            for one, place in zip(called.held, fed, strict=True)
        ]
        results = _call(called, [*given, *taken])
        start = [variable.initializer for variable in known.values()]
    constants = {
        place: value
        for one, place, value in zip(called.held, fed, values, strict=True)
        if not one.is_variable
    }
    # Not as a context of its own: it would make the graph the default one, in which no other code of TensorFlow computes.
    session = tf.Session(graph=graph)
    try:
        served = Served(session, given, fed, start, results, constants)
        served.begin_with(values)
        yield served
    finally:
        session.close()


def _resource(held: Held, value: tf.Tensor, known: dict[int, tf.Variable]) -> tf.Variable:
    """The variable that starts with this value: one for each object, however often the function takes it."""
    if held.node not in known:
        known[held.node] = tf.Variable(value, trainable=False)
    return known[held.node]


def _call(called: Called, arguments: Sequence[tf.Tensor]) -> list[tf.Tensor]:
    """Calls the function in the default graph."""
    signature = called.function.signature
    graph = graph_pb2.GraphDef(library=called.library())
    graph.versions.producer = tf.GRAPH_DEF_VERSION
    call = node_def_pb2.NodeDef(name="network", op="StatefulPartitionedCall")
    call.attr["f"].func.name = signature.name
    call.attr["Tin"].list.type.extend(one.type for one in signature.input_arg)
    call.attr["Tout"].list.type.extend(one.type for one in signature.output_arg)
    for place, argument in enumerate(signature.input_arg):
        graph.node.add(name=f"given{place}", op="Placeholder").attr["dtype"].type = argument.type
        call.input.append(f"given{place}:0")
    graph.node.append(call)
    feeds = {f"given{place}:0": one for place, one in enumerate(arguments)}
    names = [f"network:{place}" for place in range(len(signature.output_arg))]
    return list(tf.import_graph_def(graph, input_map=feeds, return_elements=names, name="called"))
