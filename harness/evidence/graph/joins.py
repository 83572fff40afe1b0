"""The places in an op graph where several paths come together."""

from itertools import islice

from harness.evidence.graph.opgraph import Node, OpGraph

ADDITIONS = ("Add", "AddV2", "AddN")
CONCATENATIONS = ("ConcatV2",)
MAX_JOINS = 512
"""More than any real network has; keeps the time for a hostile graph within seconds."""


def outermost_joins(graph: OpGraph, ops: tuple[str, ...]) -> list[Node]:
    """The joins of several paths that are not part of another join of their kind, at most the first 512.

    Of nested concatenations (or additions), each read by the next alone, that is the last."""
    joins = (node for node in graph.of_kind(*ops) if _joins(graph, node) and not _absorbed(graph, node))
    return list(islice(joins, MAX_JOINS))


def joined_tensors(graph: OpGraph, outer: Node) -> list[int]:
    """The nodes that a join brings together, those of the joins that are part of it included, in their
    order."""
    tensors: list[int] = []
    pending = _sources(graph, outer)
    while pending:
        node = source = graph[pending.pop()]
        while node.op == "Identity" and len(graph.consumers(node.id)) == 1:
            node = graph[graph.data_inputs(node.id)[0]]
        if len(graph.consumers(node.id)) == 1 and _alike(graph, node, outer):
            pending.extend(_sources(graph, node))
        else:
            tensors.append(source.id)
    return tensors


def _sources(graph: OpGraph, join: Node) -> list[int]:
    """The data inputs of a join, last first; one that is given twice is there twice."""
    data = set(graph.data_inputs(join.id))
    return [source for source in reversed(join.inputs) if source in data]


def _joins(graph: OpGraph, node: Node) -> bool:
    return len(graph.data_inputs(node.id)) > 1


def _absorbed(graph: OpGraph, inner: Node) -> bool:
    node = inner
    while len(consumers := graph.consumers(node.id)) == 1:
        node = graph[consumers[0]]
        if node.op != "Identity":
            return _alike(graph, inner, node)
    return False


def _alike(graph: OpGraph, inner: Node, outer: Node) -> bool:
    kinds = ADDITIONS if outer.op in ADDITIONS else (outer.op,)
    both_join = inner.op in kinds and _joins(graph, inner) and _joins(graph, outer)
    return both_join and inner.attrs.axis == outer.attrs.axis
