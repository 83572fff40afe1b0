"""Says in short sentences what a network is built of."""

from collections import Counter
from collections.abc import Iterable, Iterator

from harness.evidence.graph.inception import explain_absence, find_inception
from harness.evidence.graph.main_path import main_layers
from harness.evidence.graph.motifs.catalogue import find_motifs
from harness.evidence.graph.motifs.motif import MotifName
from harness.evidence.graph.opgraph import OpGraph
from harness.evidence.graph.paths import Step, step_of

MAX_LISTED = 8
"""Modules and dense layers beyond these are counted only."""

_BY_NAME: tuple[MotifName, ...] = (
    "depthwise separable convolution",
    "transposed convolution",
    "locally connected layer",
    "batch normalisation",
)
_JOINED: tuple[tuple[MotifName, str, str], ...] = (
    ("residual, identity", "residual addition", "{} of what came in."),
    ("residual, projection", "residual addition", "{} of a 1×1 projection of what came in."),
    ("Inception-residual", "residual addition", "{} over an Inception module."),
    ("dense connectivity", "dense block", "{}: each layer reads the maps of all before it."),
    ("fractal join", "fractal join", "{}: the mean of columns of different depth."),
)
"""A motif, what it is called, and the sentence around that."""


def describe(graph: OpGraph) -> list[str]:
    """Sentences on the structure of a network, by the motifs of the catalogue. At most about twenty."""
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
    found = Counter(motif.name for motif in find_motifs(graph))
    yield from (f"{_many(found[name], name)}." for name in _BY_NAME if found[name])
    if count := found["depthwise convolution"]:
        yield f"{_many(count, 'depthwise convolution')} without a 1×1 convolution after it."
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
    yield from (words.format(_many(found[name], noun)) for name, noun, words in _JOINED if found[name])
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
