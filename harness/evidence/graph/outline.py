"""A network as a short column of blocks, for a picture of it."""

from dataclasses import dataclass

from harness.evidence.graph.inception import find_inception
from harness.evidence.graph.main_path import Layer, main_layers
from harness.evidence.graph.opgraph import OpGraph
from harness.evidence.graph.paths import times

MAX_BLOCKS = 40
"""Blocks beyond these are counted only."""


@dataclass(frozen=True)
class Block:
    """One layer that all data passes. ``branches`` are those of an Inception module, the words of each layer."""

    text: str
    branches: tuple[tuple[str, ...], ...] = ()


def outline(graph: OpGraph) -> list[Block]:
    """The layers that all data passes on its way to the first output, at most 40 and a last block that counts the
    others. Normalisation, activations of their own and Dropout are not among them."""
    modules = {module.end: module for module in find_inception(graph)}
    blocks = []
    for layer in main_layers(graph)[0]:
        module = modules.get(layer.node)
        if module is None:
            blocks.append(Block(_words(layer)))
        else:
            maps = f", {module.channels} maps" if module.channels is not None else ""
            branches = tuple(tuple(str(step) for step in branch.steps) for branch in module.branches)
            blocks.append(Block(f"Inception module{maps}", branches))
    more = len(blocks) - MAX_BLOCKS
    return blocks if more <= 0 else [*blocks[:MAX_BLOCKS], Block(f"… {more} more layers")]


def _words(layer: Layer) -> str:
    words = str(layer)
    if layer.kind == "convolution" and layer.strides not in (None, (1, 1)):
        words += f", stride {layer.strides[0]}" if layer.strides[0] == layer.strides[1] else ""
    elif layer.size is not None and layer.units is None and layer.strides not in (None, layer.size):
        words += f", stride {times(layer.strides)}"
    return f"{words}, {layer.activation}" if layer.activation else words
