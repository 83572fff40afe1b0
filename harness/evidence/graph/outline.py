"""A network as a short column of blocks, for a picture of it."""

from dataclasses import dataclass

from harness.evidence.graph.inception import find_inception
from harness.evidence.graph.main_path import main_layers
from harness.evidence.graph.opgraph import OpGraph
from harness.words.phrase import Phrase, phrase

MAX_BLOCKS = 40
"""Blocks beyond these are counted only."""


@dataclass(frozen=True)
class Block:
    """One layer that all data passes. ``branches`` are those of an Inception module, the layers of each."""

    phrase: Phrase
    branches: tuple[tuple[Phrase, ...], ...] = ()


def outline(graph: OpGraph) -> list[Block]:
    """The layers that all data passes on its way to the first output, at most 40 and a last block that counts the
    others. Normalisation, activations of their own and Dropout are not among them."""
    modules = {module.end: module for module in find_inception(graph)}
    blocks = []
    for layer in main_layers(graph)[0]:
        module = modules.get(layer.node)
        if module is None:
            blocks.append(Block(layer.phrase_in_full()))
        else:
            branches = tuple(tuple(step.phrase() for step in branch.steps) for branch in module.branches)
            blocks.append(Block(phrase("outline.inception", channels=module.channels), branches))
    more = len(blocks) - MAX_BLOCKS
    return blocks if more <= 0 else [*blocks[:MAX_BLOCKS], Block(phrase("outline.more", count=more))]
