"""What a network is of the control work: the ported example, and the Inception modules in it. Each graph is matched once."""

import functools
from collections.abc import Callable

from harness.assignments.fashion_mnist.port import PortMatch, match_port
from harness.evidence.graph.gradients import reached
from harness.evidence.graph.inception import Branch, InceptionModule, find_inception
from harness.evidence.graph.joins import joined_tensors
from harness.evidence.graph.opgraph import OpGraph
from harness.evidence.network import Network
from harness.wire.limits import MAX_FELT

LEAST_FELT = 0.003
"""Share of a network's answers that comes through a module which is in use; a gate that has learned little gives more."""
DEAD = 1e-6
"""The same of a branch: to be small is no fault of one of several."""


def port_of(network: Network) -> PortMatch | None:
    """How the network compares with the CNN-MNIST example; None where its structure could not be read."""
    return None if network.graph is None else _port(network.graph)


def modules_of(network: Network) -> list[InceptionModule]:
    """Its Inception modules; none where its structure could not be read."""
    return [] if network.graph is None else list(_modules(network.graph))


def felt(network: Network, module: InceptionModule) -> float | None:
    """The share of the network's answers that comes through a module, as it was measured; None where it was not."""
    return None if network.graph is None else (network.felt or {}).get(network.graph[module.end].name)


def is_in_use(network: Network, module: InceptionModule) -> bool | None:
    """Whether the network's answers depend on a module; None where that could not be measured, or so much else was that it
    was not."""
    if network.felt is None:
        return None
    share = felt(network, module)
    if share is None:
        return None if len(network.felt) >= MAX_FELT else True
    return share >= LEAST_FELT


def dead_branches(network: Network, module: InceptionModule) -> list[Branch]:
    """The branches of a module that the network's answers do not depend on, as far as it was measured."""
    if network.graph is None or network.felt is None:
        return []
    graph, known = network.graph, network.felt
    shares = (known.get(graph[tensor].name, 1.0) for tensor in joined_tensors(graph, graph[module.end]))
    return [branch for branch, share in zip(module.branches, shares, strict=True) if share < DEAD]


def can_learn(network: Network, module: InceptionModule) -> bool:
    """Whether a gradient comes to every convolution of a module."""
    if network.graph is None:
        return True
    learning = reached(network.graph)
    return all(step.node in learning for branch in module.branches for step in branch.steps if step.is_conv)


def best_module(network: Network, likeness: Callable[[InceptionModule], tuple[int, ...]]) -> InceptionModule:
    """Of its modules the one that is in use, and then the one that is most alike."""
    return max(modules_of(network), key=lambda one: (is_in_use(network, one) is not False, likeness(one)))


@functools.lru_cache(maxsize=256)
def _port(graph: OpGraph) -> PortMatch:
    return match_port(graph)


@functools.lru_cache(maxsize=256)
def _modules(graph: OpGraph) -> tuple[InceptionModule, ...]:
    return tuple(find_inception(graph))
