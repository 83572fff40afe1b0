"""Says in short sentences what a network is built of."""

from collections import Counter
from collections.abc import Iterable, Iterator

from harness.graph.inception import explain_absence, find_inception
from harness.graph.joins import ADDITIONS, joined_tensors, outermost_joins
from harness.graph.layers import main_layers
from harness.graph.opgraph import OpGraph
from harness.graph.paths import Step, step_of

MAX_LISTED = 8
"""Modules and dense layers beyond these are counted only."""


def describe(graph: OpGraph) -> list[str]:
    """Sentences on the structure of a network: its convolutions, poolings, dense layers, Inception modules,
    residual additions, depthwise separable convolutions and its output. At most about twenty."""
    return list(_sentences(graph))


def _sentences(graph: OpGraph) -> Iterator[str]:
    steps = [
        step_of(node, None) for node in graph.of_kind("Conv2D", "DepthwiseConv2dNative", "MaxPool", "AvgPool")
    ]
    layers = list({layer.node: layer for line in main_layers(graph) for layer in line}.values())
    convolutions = [step for step in steps if step.kind == "conv"]
    if convolutions:
        yield f"{_many(len(convolutions), 'convolution')}: {_sizes(convolutions)}."
    else:
        yield "No convolution."
    separable, depthwise = _depthwise(graph)
    if separable:
        yield f"{_many(separable, 'depthwise separable convolution')}."
    if depthwise > separable:
        yield f"{_many(depthwise - separable, 'depthwise convolution')} without a 1×1 convolution after it."
    for kind, words in (("max pool", "Max pooling"), ("average pool", "Average pooling")):
        if pools := [step for step in steps if step.kind == kind]:
            yield f"{words}: {_sizes(pools)}."
    for pooling in ("global average pooling", "global max pooling"):
        if any(layer.kind == pooling for layer in layers):
            yield f"{pooling.capitalize()}."
    modules = find_inception(graph)
    yield from (module.sentence() for module in modules[:MAX_LISTED])
    if len(modules) > MAX_LISTED:
        yield f"{len(modules)} Inception modules in all."
    if not modules:
        yield from explain_absence(graph)
    if residuals := _residuals(graph):
        yield f"{_many(residuals, 'residual addition')}."
    dense = [str(layer.units) for layer in layers if layer.kind == "dense layer"]
    if dense:
        more = ["…"] if len(dense) > MAX_LISTED else []
        yield f"{_many(len(dense), 'dense layer')}: {', '.join(dense[:MAX_LISTED] + more)}."
    softmax = any(layer.kind == "softmax" and not graph.consumers(layer.node) for layer in layers)
    yield "Softmax at the output." if softmax else "No softmax at the output: it gives logits."


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'s' * (count != 1)}"


def _sizes(steps: Iterable[Step]) -> str:
    """``2 of 3×3, 1 of 5×5``: sizes in rising order, with stride or dilation where there is one."""
    plain = [Step(s.kind, 0, s.op, s.kernel, s.strides, s.dilations) for s in steps]
    counts = Counter(str(step).replace(" (None)", "").removeprefix(f"{step.kind} ") for step in plain)
    return ", ".join(f"{count} of {size}" for size, count in sorted(counts.items())[:MAX_LISTED])


def _residuals(graph: OpGraph) -> int:
    """Additions of two paths of which one has more layers than the other."""
    pairs = (joined_tensors(graph, join) for join in outermost_joins(graph, ADDITIONS))
    return sum(len(pair) == 2 and graph.layers(pair[0]) != graph.layers(pair[1]) for pair in pairs)


def _depthwise(graph: OpGraph) -> tuple[int, int]:
    """How many depthwise convolutions go on into a 1×1 convolution, and how many there are."""
    separable = total = 0
    for node in graph.of_kind("DepthwiseConv2dNative"):
        total += 1
        reader = node.id
        while len(consumers := graph.consumers(reader)) == 1 and graph.passes(reader := consumers[0]):
            pass
        step = step_of(graph[reader], None)
        separable += step.kind == "conv" and step.kernel == (1, 1)
    return separable, total
