"""Writes SavedModels that Keras did not write, in the guest environment: ``odd_networks.py FOLDER``, one folder each.

Each takes images (N, 28, 28) and gives the score 1 to one class; what runs of a network besides leaves a file ``touched``.
"""

import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2

OUT = Path(sys.argv[1])
TOUCHED = str(OUT / "touched")
IMAGES = tf.TensorSpec((None, 28, 28), tf.float32, "images")
MADE: dict[str, Callable[[Path], None]] = {}


class Network(tf.Module):
    """Scores of one class: a matrix of zeros, and a bias."""

    def __init__(self, label: int = 3) -> None:
        super().__init__()
        self.kernel = tf.Variable(tf.zeros((784, 10)))
        self.bias = tf.Variable(np.eye(10, dtype=np.float32)[label])

    def scores(self, images: Any) -> Any:
        return tf.reshape(images, (-1, 784)) @ self.kernel + self.bias


def written(network: Network, folder: Path, also: Callable[[Any], Any] = lambda scores: scores) -> None:
    """A SavedModel of the network, whose scores go through ``also``."""
    serve = tf.function(lambda images: {"scores": also(network.scores(images))}, input_signature=[IMAGES])
    tf.saved_model.save(network, str(folder), signatures={"serving_default": serve})


def makes(build: Callable[[Path], None]) -> Callable[[Path], None]:
    MADE[build.__name__] = build
    return build


def edited(folder: Path, change: Callable[[Any], None]) -> None:
    """Changes the file that holds the graph."""
    path = folder / "saved_model.pb"
    saved = saved_model_pb2.SavedModel.FromString(path.read_bytes())
    change(saved.meta_graphs[0])
    path.write_bytes(saved.SerializeToString())


@makes
def plain(folder: Path) -> None:
    written(Network(), folder)


@makes
def writes(folder: Path) -> None:
    def touching(scores: Any) -> Any:
        tf.io.write_file(TOUCHED, "network")
        return scores

    written(Network(), folder, touching)


@makes
def reads(folder: Path) -> None:
    written(Network(), folder, lambda scores: scores + tf.strings.to_number(tf.io.read_file("/etc/hostname")))


@makes
def writes_in_a_branch(folder: Path) -> None:
    def touching(scores: Any) -> Any:
        def branch() -> Any:
            tf.io.write_file(TOUCHED, "network")
            return scores

        return tf.cond(tf.reduce_sum(scores) > 1e9, branch, lambda: scores)

    written(Network(), folder, touching)


@makes
def calls_python(folder: Path) -> None:
    written(
        Network(),
        folder,
        lambda scores: tf.ensure_shape(tf.py_function(abs, [scores], tf.float32), (None, 10)),
    )


@makes
def looks_up(folder: Path) -> None:
    network = Network()
    network.table = tf.lookup.StaticHashTable(
        tf.lookup.KeyValueTensorInitializer(tf.constant([0], tf.int64), tf.constant([1.0])), 0.0
    )
    written(network, folder, lambda scores: scores + network.table.lookup(tf.zeros((1,), tf.int64)))


@makes
def prints(folder: Path) -> None:
    def printing(scores: Any) -> Any:
        tf.print("scores", scores, output_stream=f"file://{TOUCHED}")
        return scores

    written(Network(), folder, printing)


@makes
def touches_when_loaded(folder: Path) -> None:
    class Resource(tf.saved_model.experimental.TrackableResource):
        def _create_resource(self) -> Any:
            return tf.raw_ops.VarHandleOp(dtype=tf.float32, shape=(), shared_name="resource")

        def _initialize(self) -> None:
            tf.io.write_file(TOUCHED, "initialiser")

    network = Network()
    network.resource = Resource()
    network.touched = tf.function(lambda: network.resource.resource_handle, input_signature=[])
    written(network, folder)


@makes
def two_signatures(folder: Path) -> None:
    one, other = Network(5), Network(7)
    one.other = other
    signatures = {
        "a": tf.function(lambda images: {"scores": one.scores(images)}, input_signature=[IMAGES]),
        "serving_default": tf.function(
            lambda images: {"scores": tf.nn.relu(other.scores(images))}, input_signature=[IMAGES]
        ),
    }
    tf.saved_model.save(one, str(folder), signatures=signatures)


@makes
def holds_constants(folder: Path) -> None:
    held = tf.constant(np.arange(500, dtype=np.float32).reshape(50, 10))
    written(
        Network(), folder, lambda scores: scores + 0 * tf.gather(held, tf.math.top_k(scores).indices)[:, 0]
    )


@makes
def calls_itself(folder: Path) -> None:
    written(Network(), folder, tf.function(lambda scores: scores * 1.0))

    def change(graph: Any) -> None:
        for function in graph.graph_def.library.function:
            for node in function.node_def:
                if node.op in ("StatefulPartitionedCall", "PartitionedCall"):
                    node.attr["f"].func.name = function.signature.name

    edited(folder, change)


@makes
def calls_twice_and_twice(folder: Path) -> None:
    written(Network(), folder, tf.function(lambda scores: scores * 1.0))

    def change(graph: Any) -> None:
        library = graph.graph_def.library
        (last,) = (
            one for one in library.function if [node.op for node in one.node_def][-2:] == ["Mul", "Identity"]
        )
        names = [last.signature.name, *(f"twice{depth}" for depth in range(40))]
        (argument,), (result,) = last.signature.input_arg, last.signature.output_arg
        for name, after in itertools.pairwise(names):
            one = library.function.add()
            one.CopyFrom(last)
            one.signature.name = after
            del one.node_def[:]
            for call, given in (("first", argument.name), ("second", "first:output:0")):
                node = one.node_def.add(name=call, op="PartitionedCall", input=[given])
                node.attr["f"].func.name = name
                node.attr["Tin"].list.type.append(argument.type)
                node.attr["Tout"].list.type.append(result.type)
            one.ret[result.name] = "second:output:0"
        calls = [
            node
            for one in library.function
            for node in one.node_def
            if not one.signature.name.startswith("twice")
        ]
        for node in calls:
            if "f" in node.attr and node.attr["f"].func.name == names[0]:
                node.attr["f"].func.name = names[-1]

    edited(folder, change)


@makes
def cut_off(folder: Path) -> None:
    written(Network(), folder)
    path = folder / "saved_model.pb"
    path.write_bytes(path.read_bytes()[:-500])


@makes
def empty(folder: Path) -> None:
    folder.mkdir()
    (folder / "saved_model.pb").touch()


@makes
def huge(folder: Path) -> None:
    folder.mkdir()
    with (folder / "saved_model.pb").open("wb") as file:
        file.truncate(2 * 1024**3)


@makes
def nested(folder: Path) -> None:
    folder.mkdir()
    (folder / "saved_model.pb").write_bytes(b"\x0b" * 100_000)  # groups in groups, none of which ends


@makes
def without_weights(folder: Path) -> None:
    written(Network(), folder)
    next((folder / "variables").glob("*.data*")).unlink()


@makes
def without_any_weights(folder: Path) -> None:
    written(Network(), folder)
    for path in (folder / "variables").iterdir():
        path.unlink()


@makes
def claims_another_bias(folder: Path) -> None:
    written(Network(), folder)

    def change(graph: Any) -> None:
        for node in graph.object_graph_def.nodes:
            if [dimension.size for dimension in node.variable.shape.dim] == [10]:
                node.variable.shape.dim[0].size = 1

    edited(folder, change)


@makes
def claims_shapes(folder: Path) -> None:
    """A branch says that it gives a kernel of 5 x 5, and gives one of 1 x 1."""

    def module(scores: Any) -> Any:
        kernel = tf.cond(
            tf.random.uniform(()) > 2, lambda: tf.ones((1, 1, 10, 10)), lambda: tf.zeros((1, 1, 10, 10))
        )
        return (
            tf.reshape(tf.nn.conv2d(tf.reshape(scores, (-1, 1, 1, 10)), kernel, 1, "SAME"), (-1, 10)) + scores
        )

    written(Network(), folder, module)

    def change(graph: Any) -> None:
        for function in graph.graph_def.library.function:
            for node in function.node_def:
                for claim in ("output_shapes", "_output_shapes"):
                    if node.op in ("If", "StatelessIf", "Identity") and claim in node.attr:
                        for shape in node.attr[claim].list.shape:
                            if len(shape.dim) == 4:
                                shape.dim[0].size = shape.dim[1].size = 5

    edited(folder, change)


@makes
def endless(folder: Path) -> None:
    written(
        Network(),
        folder,
        lambda scores: tf.while_loop(lambda n, s: n < 1, lambda n, s: (n * 1, s), (tf.constant(0), scores))[
            1
        ],
    )


if __name__ == "__main__":
    for name, build in MADE.items():
        build(OUT / name)
