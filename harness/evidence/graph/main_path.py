"""The layers that all data of a network passes, in order: its main line."""

import math
from dataclasses import dataclass, replace
from typing import Literal

from harness.evidence.graph.inception import find_inception
from harness.evidence.graph.motifs.of_layers import own_weights
from harness.evidence.graph.opgraph import ACTIVATIONS, MATMUL_OPS, Node, OpGraph
from harness.evidence.graph.paths import step_of
from harness.words.phrase import Phrase, phrase

LayerKind = Literal[
    "convolution",
    "depthwise_convolution",
    "max_pooling",
    "average_pooling",
    "global_average_pooling",
    "global_max_pooling",
    "flatten",
    "dense_layer",
    "locally_connected_layer",
    "softmax",
    "inception_module",
    "addition",
    "concatenation",
]

_STEPS: dict[str, LayerKind] = {
    "conv": "convolution",
    "depthwise": "depthwise_convolution",
    "max_pool": "max_pooling",
    "average_pool": "average_pooling",
}
_GLOBAL: dict[str, LayerKind] = {"Mean": "global_average_pooling", "Max": "global_max_pooling"}
_JOINS: dict[str, LayerKind] = {
    "Add": "addition",
    "AddV2": "addition",
    "AddN": "addition",
    "ConcatV2": "concatenation",
}


@dataclass(frozen=True)
class Layer:
    """One layer of the main line. ``units`` are filters or neurons, ``size`` a kernel or a pooling window,
    ``activation`` the name of the first one that follows."""

    kind: LayerKind
    node: int
    size: tuple[int, int] | None = None
    strides: tuple[int, int] | None = None
    units: int | None = None
    activation: str | None = None

    def phrase(self) -> Phrase:
        """What it is, with its size."""
        return self._phrase(None, None)

    def phrase_in_full(self) -> Phrase:
        """The same with its activation, and with its stride where that is not the usual one."""
        stride: int | tuple[int, int] | None = None
        if self.strides is not None and self.kind == "convolution":
            same = self.strides[0] == self.strides[1]
            stride = self.strides[0] if same and self.strides != (1, 1) else None
        elif self.strides is not None and self.units is None and self.strides != self.size:
            stride = self.strides
        return self._phrase(stride, self.activation)

    def _phrase(self, stride: int | tuple[int, int] | None, activation: str | None) -> Phrase:
        return phrase(
            f"layer.{self.kind}", size=self.size, units=self.units, stride=stride, activation=activation
        )


def main_layers(graph: OpGraph) -> list[list[Layer]]:
    """The layers that all data passes on its way to an output: a list for each distinct output.

    What lies between two of them on parallel paths is one layer: an Inception module, an addition, a
    concatenation. Dropout does nothing at inference, so an exported network does not show it.
    """
    modules = {module.end for module in find_inception(graph)}
    output_ids = dict.fromkeys(port.id for port in graph.outputs)
    return [_line(graph, graph.main_line(node_id), modules) for node_id in output_ids]


def _line(graph: OpGraph, node_ids: list[int], modules: set[int]) -> list[Layer]:
    layers: list[Layer] = []
    for node_id in node_ids:
        node = graph[node_id]
        layer = Layer("inception_module", node_id) if node_id in modules else _layer(graph, node)
        if layer is not None:
            layers.append(layer)
        elif node.op in ACTIVATIONS:
            _activate(layers, ACTIVATIONS[node.op])
    return layers


def _activate(layers: list[Layer], activation: str) -> None:
    """Gives an activation to the layer that it follows; one pooling in between changes nothing."""
    position = len(layers) - 1
    if position > 0 and layers[position].kind in ("max_pooling", "average_pooling"):
        position -= 1
    if position >= 0 and layers[position].units is not None and layers[position].activation is None:
        layers[position] = replace(layers[position], activation=activation)


def _layer(graph: OpGraph, node: Node) -> Layer | None:
    joined = len(graph.data_inputs(node.id)) > 1
    if node.op == "Reshape":
        return Layer("flatten", node.id) if _flattens(graph, node) else None
    if joined:
        meets_layers = graph.layers(node.id) > graph.layers(graph.dominator(node.id) or 0)
        return Layer(_JOINS[node.op], node.id) if node.op in _JOINS and meets_layers else None
    if (own := own_weights(graph, node)) is not None:
        return Layer("locally_connected_layer", node.id, units=own[-1])
    if node.op in MATMUL_OPS and node.attrs.kernel:
        return Layer("dense_layer", node.id, units=node.attrs.kernel[-1])
    if node.op == "Softmax":
        return Layer("softmax", node.id)
    if node.op in _GLOBAL and node.attrs.axis in ([1, 2], [2, 3]):
        return Layer(_GLOBAL[node.op], node.id)
    step = step_of(node, None)
    if step.kind == "other":
        return None
    return Layer(_STEPS[step.kind], node.id, step.kernel, step.strides, step.filters)


def _flattens(graph: OpGraph, node: Node) -> bool:
    up = graph.dominator(node.id)
    before = graph[up].shape if up is not None else None
    if before is None or node.shape is None or len(before) < 3 or len(node.shape) != 2:
        return False
    sides = [side for side in before[1:] if side is not None]
    return len(sides) == len(before) - 1 and node.shape[1] == math.prod(sides)
