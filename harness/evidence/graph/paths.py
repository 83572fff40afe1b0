"""The layers along one path of an op graph: what a branch of a module consists of."""

from dataclasses import dataclass
from typing import Literal

from harness.evidence.graph.opgraph import ACTIVATIONS, Node, OpGraph
from harness.words.phrase import Phrase, phrase

MAX_PATH = 256
"""Operations on one path; longer ones are not branches of a module."""

Kind = Literal["conv", "depthwise", "max_pool", "average_pool", "other"]

_KINDS: dict[str, Kind] = {
    "Conv2D": "conv",
    "DepthwiseConv2dNative": "depthwise",
    "MaxPool": "max_pool",
    "AvgPool": "average_pool",
}


@dataclass(frozen=True)
class Step:
    """One layer: a convolution, a pooling, or an operation that is neither.

    ``filters`` is the number of output maps of a convolution, ``activation`` the name of the activation that
    follows (None where there is none or it is composed of several operations). ``node`` is its id.
    """

    kind: Kind
    node: int
    op: str
    kernel: tuple[int, int] = (1, 1)
    strides: tuple[int, int] = (1, 1)
    dilations: tuple[int, int] = (1, 1)
    padding: str = "SAME"
    filters: int | None = None
    activation: str | None = None

    @property
    def is_conv(self) -> bool:
        """True for a convolution, depthwise or not."""
        return self.kind in ("conv", "depthwise")

    @property
    def is_pool(self) -> bool:
        """True for max and average pooling over a window."""
        return self.kind in ("max_pool", "average_pool")

    @property
    def dilation(self) -> int | None:
        """How far apart the places are that it sees; None where they are neighbours."""
        return None if self.dilations == (1, 1) else self.dilations[0]

    @property
    def stride(self) -> int | None:
        """Its step; None where it is the usual one: 1, or the window of a pooling."""
        usual = self.strides == (1, 1) or (self.is_pool and self.strides == self.kernel)
        return None if usual else self.strides[0]

    def phrase(self) -> Phrase:
        """It in a few words."""
        return phrase(
            f"step.{self.kind}",
            op=self.op,
            kernel=self.kernel,
            filters=self.filters,
            dilation=self.dilation,
            stride=self.stride,
        )


def step_of(node: Node, activation: str | None) -> Step:
    """The layer that a node stands for."""
    attrs = node.attrs
    kind = _KINDS.get(node.op, "other")
    pools = kind in ("max_pool", "average_pool")
    window = attrs.ksize if pools else attrs.kernel
    if kind == "other" or window is None or len(window) != (2 if pools else 4) or attrs.strides is None:
        return Step("other", node.id, node.op)
    filters = None
    if kind == "conv":
        filters = window[3]
    elif kind == "depthwise":
        filters = window[2] * window[3]
    return Step(
        kind=kind,
        node=node.id,
        op=node.op,
        kernel=(window[0], window[1]),
        strides=(attrs.strides[0], attrs.strides[1]),
        dilations=(attrs.dilations[0], attrs.dilations[1]) if attrs.dilations else (1, 1),
        padding=attrs.padding or "VALID",
        filters=filters,
        activation=activation,
    )


def steps_between(
    graph: OpGraph, start: int, end: int, activation: str | None = None
) -> tuple[Step, ...] | None:
    """The layers after node ``start``, which dominates ``end``, up to and with ``end``.

    ``activation`` is one that follows ``end``. A place where several paths met is a step of kind ``other``.
    None where the path has more than 256 operations.
    """
    steps: list[Step] = []
    node_id = end
    for _ in range(MAX_PATH):
        if node_id == start:
            return tuple(reversed(steps))
        node = graph[node_id]
        if len(graph.data_inputs(node_id)) == 1 and node.op in ACTIVATIONS:
            activation = ACTIVATIONS[node.op]
        elif not graph.passes(node_id):
            joined = len(graph.data_inputs(node_id)) > 1
            steps.append(Step("other", node_id, node.op) if joined else step_of(node, activation))
            activation = None
        up = graph.dominator(node_id)
        if up is None:
            raise ValueError(f"node {start} does not dominate node {end}")
        node_id = up
    return None


def source_of(graph: OpGraph, node_id: int) -> int:
    """The node that a tensor comes from, beyond normalisations, activations, padding and casts."""
    for _ in range(MAX_PATH):
        up = graph.dominator(node_id)
        if up is None or not graph.passes(node_id):
            break
        node_id = up
    return node_id


def channel_axis(graph: OpGraph, start: int, end: int) -> int | None:
    """The axis of the channels in the 4-D tensor ``end``, told from the first convolution or pooling behind
    it; None where there is none between ``end`` and ``start``."""
    axes = [0, 1, 2, 3]
    node_id: int | None = end
    for _ in range(MAX_PATH):
        if node_id is None or node_id == start:
            return None
        node = graph[node_id]
        if node.op in _KINDS:
            channels = 1 if node.attrs.data_format == "NCHW" else 3
            return axes.index(channels)
        if node.op == "Transpose":
            if node.attrs.perm is None or sorted(node.attrs.perm) != sorted(axes):
                return None
            axes = [node.attrs.perm[axis] for axis in axes]
        node_id = graph.dominator(node_id)
    return None
