"""Motifs where several paths come together: residual, dense, Inception and fractal connections."""

from collections.abc import Iterator
from typing import Literal

from harness.evidence.graph.inception import InceptionModule, adds_parallel_convolutions, find_inception
from harness.evidence.graph.joins import ADDITIONS, CONCATENATIONS, joined_tensors, outermost_joins
from harness.evidence.graph.motifs.motif import Motif, MotifName
from harness.evidence.graph.opgraph import ACTIVATIONS, Node, OpGraph
from harness.evidence.graph.paths import MAX_PATH, source_of, step_of

MAX_JOINED = 16
MAX_SEARCHED = 4096
"""Nodes looked at for the way from one tensor to another."""

Shortcut = Literal["identity", "projection"]


def join_motifs(graph: OpGraph) -> Iterator[Motif]:
    """Each Inception module, addition with a shortcut, mean of columns, and concatenation with what it came from."""
    modules = find_inception(graph)
    for module in modules:
        yield Motif(_kind(module), module.end, graph.layers(module.end))
    for join in outermost_joins(graph, ADDITIONS):
        yield from _addition(graph, join, {module.end for module in modules})
    for node in graph.of_kind("Mean"):
        yield from _mean_of_stack(graph, node)
    yield from _dense(graph)


def _kind(module: InceptionModule) -> MotifName:
    if module.naive:
        return "Inception, naive"
    factorised = any(
        sum(step.is_conv and step.kernel != (1, 1) for step in branch.steps) > 1 for branch in module.branches
    )
    return "Inception, factorised" if factorised else "Inception, reduced"


def _addition(graph: OpGraph, join: Node, modules: set[int]) -> Iterator[Motif]:
    tensors = joined_tensors(graph, join)
    if len(tensors) > MAX_JOINED:
        return
    if (divided := _divided(graph, join, len(tensors))) is not None:
        if _columns(graph, tensors):
            yield Motif("fractal join", divided, graph.layers(divided))
        return
    if adds_parallel_convolutions(graph, join):
        yield Motif("added branches", join.id, graph.layers(join.id))
        return
    kinds = [_shortcut(graph, tensor, tensors) for tensor in tensors]
    # A projection among several branches is one of them, unless something else is passed on as it is.
    if "projection" in kinds and "identity" not in kinds and len(tensors) != 2:
        return
    main = [tensor for tensor, kind in zip(tensors, kinds, strict=True) if kind is None]
    if not main or len(main) == len(tensors):
        return
    kind: MotifName = "residual, identity" if "identity" in kinds else "residual, projection"
    longest = max(graph.layers(tensor) for tensor in main)
    yield Motif(kind, join.id, longest)
    if any(_ends_in(graph, tensor, modules) for tensor in main):
        yield Motif("Inception-residual", join.id, longest)


def _shortcut(graph: OpGraph, tensor: int, tensors: list[int]) -> Shortcut | None:
    """What a tensor is to the others that are added to it: one they came from, that tensor after a 1×1 convolution,
    or neither."""
    others = [other for other in tensors if other != tensor]
    source = _unpooled(graph, tensor)
    if any(_leads_to(graph, source, other) for other in others):
        return "identity"
    start = _mixed(graph, source)
    if start is not None and not _activated(graph, tensor, source):
        deep = [other for other in others if graph.layers(other) >= graph.layers(tensor)]
        if any(_leads_to(graph, _unpooled(graph, start), other) for other in deep):
            return "projection"
    return None


def _unpooled(graph: OpGraph, node_id: int) -> int:
    """The node that a tensor comes from, beyond what also makes it smaller: pooling, slices."""
    for _ in range(MAX_PATH):
        node_id = source_of(graph, node_id)
        node, sources = graph[node_id], graph.data_inputs(node_id)
        smaller = step_of(node, None).is_pool or node.op in ("StridedSlice", "Slice")
        if not smaller or len(sources) != 1:
            break
        node_id = sources[0]
    return node_id


def _mixed(graph: OpGraph, node_id: int) -> int | None:
    """The tensor that a 1×1 convolution mixes; None where the node is not such a convolution."""
    step, sources = step_of(graph[node_id], None), graph.data_inputs(node_id)
    return sources[0] if step.kind == "conv" and step.kernel == (1, 1) and len(sources) == 1 else None


def _activated(graph: OpGraph, node_id: int, source: int) -> bool:
    while node_id != source:
        if graph[node_id].op in ACTIVATIONS:
            return True
        up = graph.dominator(node_id)
        if up is None:
            break
        node_id = up
    return False


def _leads_to(graph: OpGraph, start: int, end: int) -> bool:
    """Whether data goes from one node to another through at least one layer."""
    if graph.layers(end) <= graph.layers(start):
        return False
    seen, pending = {end}, [end]
    while pending and len(seen) < MAX_SEARCHED:
        for source in graph.data_inputs(pending.pop()):
            if source == start:
                return True
            if source > start and source not in seen:
                seen.add(source)
                pending.append(source)
    return False


def _ends_in(graph: OpGraph, tensor: int, modules: set[int]) -> bool:
    """Whether a path is an Inception module with at most a 1×1 convolution behind it."""
    source = source_of(graph, tensor)
    mixed = _mixed(graph, source)
    return (source if mixed is None else source_of(graph, mixed)) in modules


def _divided(graph: OpGraph, join: Node, count: int) -> int | None:
    """The node that divides a sum by the number of its terms; None where nothing does."""
    readers = graph.consumers(join.id)
    if len(readers) != 1 or graph[readers[0]].op not in ("RealDiv", "Div", "Mul"):
        return None
    node = graph[readers[0]]
    values = [graph[source].attrs.value for source in node.inputs if source != join.id]
    expected = 1 / count if node.op == "Mul" else count
    is_mean = len(values) == 1 and values[0] is not None and abs(values[0] - expected) < 1e-3 * expected
    return node.id if is_mean else None


def _columns(graph: OpGraph, tensors: list[int]) -> bool:
    """Whether tensors are convolved from one common one, and not all equally often."""
    start = graph.common_dominator(tuple(tensors))
    depths = (
        {graph.layers(tensor) - graph.layers(start) for tensor in tensors} if start is not None else set()
    )
    return len(depths) > 1 and min(depths) > 0


def _mean_of_stack(graph: OpGraph, node: Node) -> Iterator[Motif]:
    stack = graph.data_inputs(node.id)[0]
    if graph[stack].op == "Pack" and node.attrs.axis == [0]:
        tensors = list(graph.data_inputs(stack))
        if 1 < len(tensors) <= MAX_JOINED and _columns(graph, tensors):
            yield Motif("fractal join", node.id, graph.layers(node.id))


def _dense(graph: OpGraph) -> Iterator[Motif]:
    """Concatenations of a tensor with what was convolved from it, at its size; one that feeds the next is a block."""
    blocks: list[list[int]] = []
    for join in outermost_joins(graph, CONCATENATIONS):
        way = _way_beside(graph, join)
        if way is None:
            continue
        block = next((block for block in blocks if block[-1] in way), None)
        if block is None:
            blocks.append([join.id])
        else:
            block.append(join.id)
    for block in blocks:
        name: MotifName = "dense connectivity" if len(block) > 1 else "skip concatenation"
        yield Motif(name, block[-1], graph.layers(block[-1]))


def _way_beside(graph: OpGraph, join: Node) -> set[int] | None:
    """The nodes from a tensor to what was convolved from it at its size, where a concatenation joins the two."""
    tensors = joined_tensors(graph, join)
    if len(tensors) > MAX_PATH or join.shape is None or len(join.shape) != 4:
        return None
    kept = {source_of(graph, tensor) for tensor in tensors}
    for tensor in reversed(tensors):
        way: set[int] = set()
        node_id: int | None = tensor
        while node_id is not None and len(way) < MAX_PATH:
            way.add(node_id)
            if node_id in kept and graph.layers(node_id) < graph.layers(tensor):
                return way if _one_size(graph, way) else None
            node_id = graph.dominator(node_id)
    return None


def _one_size(graph: OpGraph, node_ids: set[int]) -> bool:
    shapes = [graph[node_id].shape or [] for node_id in node_ids]
    return len({tuple(shape[1:3]) for shape in shapes if len(shape) == 4}) == 1
