"""Which network of a submission is the port, which has the Inception module, and which is the best."""

from collections.abc import Mapping, Sequence
from typing import Any

from harness.assignment.assignment import cast_best
from harness.assignments.fashion_mnist import example
from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.assignments.fashion_mnist.inception import INSERTED, likeness
from harness.assignments.fashion_mnist.structure import best_module, is_in_use, modules_of, port_of
from harness.evidence.network import BEST, Network

CNN = "cnn"
INCEPTION = "inception"
ROLES = {CNN: "ported CNN", INCEPTION: "Inception", BEST: "best"}
"""Each role and the words for it; the names that a student may give are ``cnn_model``, ``inception_model`` and
``best_model``."""


LEARNED = 0.5
"""The macro-F1 above which a network recognises hidden images."""
CLASSES = len(CLASS_NAMES)
Rank = tuple[Any, ...]


def cast(networks: Sequence[Network]) -> Mapping[str, str]:
    """Role to network id. Names that a student gave win over structure; of several that are alike, what else the
    criterion asks for decides, and then whether a training was seen and how well a network learned. One that was never
    trained, or that does not tell classes apart, plays no part."""
    able = [network for network in networks if network.is_trained and network.classifies(CLASSES)]
    found = dict(cast_best(networks))
    ports = [(network, rank) for network in able if (rank := _as_port(network)) is not None]
    # A name alone makes a port, for what is missing of it to be told.
    named = [(network, _as_port(network) or ()) for network in able if f"{CNN}_model" in network.names]
    modules = [(network, rank) for network in able if (rank := _as_inception(network)) is not None]
    # It does not make a module.
    claimed = [item for item in modules if f"{INCEPTION}_model" in item[0].names]
    for role, options in ((CNN, named or ports), (INCEPTION, claimed or modules)):
        if options:
            found[role] = max(options, key=lambda item: item[1])[0].id
    return found


def _as_port(network: Network) -> Rank | None:
    """How much of the port it is; None where it is not one: it has a module, or no convolution."""
    if network.graph is None or modules_of(network):
        return None
    port = port_of(network)
    if port is None or next(network.graph.of_kind("Conv2D"), None) is None:
        return None
    return port.score, *example.likeness(network), bool(network.trained_as), *_learned(network)


def _as_inception(network: Network) -> Rank | None:
    """How much of the network with the lecture's module it is; None where it has no module."""
    port = port_of(network)
    if port is None or not modules_of(network):
        return None
    module = best_module(network, likeness)
    used = is_in_use(network, module) is not False
    inserted = (port.score >= INSERTED, port.score)
    learned = _learned(network)
    return used, likeness(module), inserted[0], bool(network.trained_as), learned[0], inserted[1], learned[1]


def _learned(network: Network) -> tuple[bool, float]:
    f1 = network.hidden.macro_f1 if network.hidden is not None else 0.0
    return f1 > LEARNED, f1
