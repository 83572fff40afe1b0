"""Says in short sentences what a network is built of."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from harness.evidence.graph.inception import InceptionModule, explain_absence, find_inception
from harness.evidence.graph.main_path import main_layers
from harness.evidence.graph.motifs.catalogue import find_motifs
from harness.evidence.graph.motifs.motif import MotifName
from harness.evidence.graph.opgraph import OpGraph
from harness.evidence.graph.paths import Step, step_of
from harness.words.phrase import Phrase, phrase

MAX_LISTED = 8
"""Modules and dense layers beyond these are counted only."""

_BY_NAME: tuple[tuple[MotifName, Callable[[int], Phrase]], ...] = (
    ("depthwise separable convolution", lambda count: phrase("structure.separable", count=count)),
    ("transposed convolution", lambda count: phrase("structure.transposed", count=count)),
    ("locally connected layer", lambda count: phrase("structure.locally_connected", count=count)),
    ("batch normalisation", lambda count: phrase("structure.batch_normalisation", count=count)),
    ("depthwise convolution", lambda count: phrase("structure.depthwise", count=count)),
)
_JOINED: tuple[tuple[MotifName, Callable[[int], Phrase]], ...] = (
    ("residual, identity", lambda count: phrase("structure.residual", count=count)),
    ("residual, projection", lambda count: phrase("structure.residual_projection", count=count)),
    ("Inception-residual", lambda count: phrase("structure.residual_inception", count=count)),
    ("dense connectivity", lambda count: phrase("structure.dense_blocks", count=count)),
    ("fractal join", lambda count: phrase("structure.fractal_joins", count=count)),
)
"""A motif, and what is said of so many of it."""


def say_module(module: InceptionModule) -> Phrase:
    """What an Inception module is, for an assignment that asks for no certain one."""
    return phrase("structure.inception", module=module.phrase())


def describe(graph: OpGraph, of_module: Callable[[InceptionModule], Phrase] = say_module) -> list[Phrase]:
    """Sentences on the structure of a network, by the motifs of the catalogue, at most about twenty; ``of_module``
    gives the one on an Inception module."""
    return list(_sentences(graph, of_module))


def _sentences(graph: OpGraph, of_module: Callable[[InceptionModule], Phrase]) -> Iterator[Phrase]:
    steps = [
        step_of(node, None) for node in graph.of_kind("Conv2D", "DepthwiseConv2dNative", "MaxPool", "AvgPool")
    ]
    layers = list({layer.node: layer for line in main_layers(graph) for layer in line}.values())
    if convolutions := [step for step in steps if step.kind == "conv"]:
        yield phrase("structure.convolutions", count=len(convolutions), sizes=_sizes(convolutions))
    else:
        yield phrase("structure.no_convolution")
    found = Counter(motif.name for motif in find_motifs(graph))
    yield from (say(found[name]) for name, say in _BY_NAME if found[name])
    if pools := [step for step in steps if step.kind == "max_pool"]:
        yield phrase("structure.max_pooling", sizes=_sizes(pools))
    if pools := [step for step in steps if step.kind == "average_pool"]:
        yield phrase("structure.average_pooling", sizes=_sizes(pools))
    kinds = {layer.kind for layer in layers}
    if "global_average_pooling" in kinds:
        yield phrase("structure.global_average_pooling")
    if "global_max_pooling" in kinds:
        yield phrase("structure.global_max_pooling")
    modules = find_inception(graph)
    yield from (of_module(module) for module in modules[:MAX_LISTED])
    if len(modules) > MAX_LISTED:
        yield phrase("structure.inception_in_all", count=len(modules))
    if not modules:
        yield from explain_absence(graph)
    yield from (say(found[name]) for name, say in _JOINED if found[name])
    if dense := [layer.units for layer in layers if layer.kind == "dense_layer"]:
        more = len(dense) > MAX_LISTED
        yield phrase("structure.dense_layers", count=len(dense), units=dense[:MAX_LISTED], more=more)
    softmax = any(layer.kind == "softmax" and not graph.consumers(layer.node) for layer in layers)
    yield phrase("structure.softmax") if softmax else phrase("structure.logits")


def _sizes(steps: Iterable[Step]) -> list[Phrase]:
    """How many there are of each size, in rising order, with stride or dilation where there is one."""
    counts = Counter((step.kernel, step.dilation, step.stride) for step in steps)
    rising = sorted(counts.items(), key=lambda item: (item[0][0], item[0][1] or 0, item[0][2] or 0))
    return [
        phrase("structure.size", count=count, kernel=kernel, dilation=dilation, stride=stride)
        for (kernel, dilation, stride), count in rising[:MAX_LISTED]
    ]
