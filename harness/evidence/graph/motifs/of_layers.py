"""Motifs that are a single layer, or layers one after another."""

from collections.abc import Iterator

from harness.evidence.graph.motifs.motif import Motif, MotifName
from harness.evidence.graph.opgraph import MATMUL_OPS, Node, OpGraph
from harness.evidence.graph.paths import Step, source_of, step_of

_SPATIAL = ([1, 2], [2, 3])


def layer_motifs(graph: OpGraph) -> Iterator[Motif]:
    """Each convolution, pooling, normalisation, locally or fully connected layer, and a softmax at an output."""
    for node in graph.nodes:
        if graph.data_inputs(node.id):
            name = _name(graph, node)
            if name is not None:
                yield Motif(name, node.id, graph.layers(node.id))
    yield from _stacks(graph)


def _name(graph: OpGraph, node: Node) -> MotifName | None:
    step = step_of(node, None)
    if step.is_conv:
        return _convolution(graph, node, step)
    if step.is_pool:
        whole = (graph[graph.data_inputs(node.id)[0]].shape or [])[1:3] == list(step.kernel)
        plain: MotifName = "max pooling" if step.kind == "max_pool" else "average pooling"
        return "global pooling" if whole else plain
    if node.op == "Conv2DBackpropInput":
        return "transposed convolution"
    if node.op in ("Mean", "Max") and node.attrs.axis in _SPATIAL:
        return "global pooling"
    if own_weights(graph, node):
        return "locally connected layer"
    if node.op in MATMUL_OPS:
        flat = node.attrs.kernel and node.shape is not None and len(node.shape) == 2 and _is_flat(graph, node)
        return "fully connected layer" if flat else None
    if _normalises(graph, node):
        return "batch normalisation"
    at_end = node.op == "Softmax" and any(source_of(graph, port.id) == node.id for port in graph.outputs)
    return "softmax head" if at_end else None


def _convolution(graph: OpGraph, node: Node, step: Step) -> MotifName:
    if step.kind == "depthwise":
        return "depthwise separable convolution" if mixes_after(graph, node.id) else "depthwise convolution"
    if step.dilations != (1, 1):
        return "dilated convolution"
    return "grouped convolution" if (node.attrs.groups or 1) > 1 else "convolution"


def mixes_after(graph: OpGraph, node_id: int) -> bool:
    """Whether a depthwise convolution goes on into nothing but a 1×1 convolution."""
    while len(consumers := graph.consumers(node_id)) == 1:
        node_id = consumers[0]
        if not graph.passes(node_id):
            step = step_of(graph[node_id], None)
            return step.kind == "conv" and step.kernel == (1, 1)
    return False


def own_weights(graph: OpGraph, node: Node) -> list[int] | None:
    """The shape (height, width, inputs, filters) of weights that each place has for itself, where there are such."""
    if node.op not in MATMUL_OPS and node.op != "Einsum":
        return None
    for source in node.inputs:
        shape = graph[source].shape
        if source in graph.data_inputs(node.id) or shape is None or len(shape) < 4 or None in shape:
            continue
        sizes = [size for size in shape if size is not None]
        if sizes[0] > 1 and sizes[1] > 1:
            return sizes
    return None


def _is_flat(graph: OpGraph, node: Node) -> bool:
    """Whether one row is an image: a layer that is applied at each place of a feature map makes rows of places."""
    readers = [graph[reader] for reader in graph.consumers(node.id)]
    return not any(r.op == "Reshape" and r.shape is not None and len(r.shape) > 2 for r in readers) or (
        (graph[graph.data_inputs(node.id)[0]].shape or [None])[-1] is not None
    )


def _normalises(graph: OpGraph, node: Node) -> bool:
    """Whether it is a batch normalisation: at inference a factor and then a summand for each channel."""
    if node.op.startswith("FusedBatchNorm"):
        return True
    if node.op not in ("Add", "AddV2", "Sub") or not _by_channel(graph, node):
        return False
    (source,) = graph.data_inputs(node.id)
    return graph[source].op == "Mul" and _by_channel(graph, graph[source])


def _by_channel(graph: OpGraph, node: Node) -> bool:
    """Whether a tensor meets a constant that has a value for each of several channels."""
    data = graph.data_inputs(node.id)
    constants = [graph[source].shape for source in node.inputs if source not in data]
    if len(data) != 1 or len(constants) != 1 or not constants[0] or node.shape is None:
        return False
    sizes = [size for size in constants[0] if size != 1]
    return len(sizes) <= 1 and len(constants[0]) <= len(node.shape)


def _stacks(graph: OpGraph) -> Iterator[Motif]:
    """Convolutions that follow one another on the way of all data, with nothing but normalisation and activation in
    between."""
    for output in dict.fromkeys(port.id for port in graph.outputs):
        run: list[Step] = []
        for node_id in graph.main_line(output):
            step = step_of(graph[node_id], None)
            if step.is_conv:
                run.append(step)
            elif not graph.passes(node_id):
                yield from _stack(graph, run)
                run = []
        yield from _stack(graph, run)


def _stack(graph: OpGraph, run: list[Step]) -> Iterator[Motif]:
    if len(run) > 1:
        last = run[-1].node
        yield Motif("convolution stack", last, graph.layers(last))
