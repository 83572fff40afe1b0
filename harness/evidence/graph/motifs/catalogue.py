"""All motifs of a network: what it is built of, with parameters and place."""

from itertools import islice

from harness.evidence.graph.motifs.at_joins import join_motifs
from harness.evidence.graph.motifs.motif import Motif
from harness.evidence.graph.motifs.of_layers import layer_motifs
from harness.evidence.graph.opgraph import OpGraph

MAX_MOTIFS = 4096


def find_motifs(graph: OpGraph) -> list[Motif]:
    """The motifs of a network from its input to its output, at most the first 4,096 found.

    It sees what runs at inference: Dropout, augmentation and a decoder that only training uses are not there.
    """
    found = islice((*join_motifs(graph), *layer_motifs(graph)), MAX_MOTIFS)
    return sorted(found, key=lambda motif: (motif.node, motif.name))
