"""What a network is of the control work: the ported example, and the Inception modules in it. Each graph is matched once."""

import functools

from harness.assignments.fashion_mnist.port import PortMatch, match_port
from harness.evidence.graph.inception import InceptionModule, find_inception
from harness.evidence.graph.opgraph import OpGraph
from harness.evidence.network import Network


def port_of(network: Network) -> PortMatch | None:
    """How the network compares with the CNN-MNIST example; None where its structure could not be read."""
    return None if network.graph is None else _port(network.graph)


def modules_of(network: Network) -> list[InceptionModule]:
    """Its Inception modules; none where its structure could not be read."""
    return [] if network.graph is None else list(_modules(network.graph))


@functools.lru_cache(maxsize=256)
def _port(graph: OpGraph) -> PortMatch:
    return match_port(graph)


@functools.lru_cache(maxsize=256)
def _modules(graph: OpGraph) -> tuple[InceptionModule, ...]:
    return tuple(find_inception(graph))
