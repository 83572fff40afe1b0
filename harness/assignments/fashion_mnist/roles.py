"""Which network of a submission is the port, which has the Inception module, and which is the best."""

from collections.abc import Mapping, Sequence

from harness.assignment.assignment import cast_best
from harness.assignments.fashion_mnist.inception import likeness
from harness.assignments.fashion_mnist.structure import modules_of, port_of
from harness.evidence.network import BEST, Network

CNN = "cnn"
INCEPTION = "inception"
ROLES = {CNN: "ported CNN", INCEPTION: "Inception", BEST: "best"}
"""Each role and the words for it; the names that a student may give are ``cnn_model``, ``inception_model`` and
``best_model``."""


def cast(networks: Sequence[Network]) -> Mapping[str, str]:
    """Role to network id. Names that a student gave win over structure."""
    plain: list[tuple[Network, float]] = []
    with_module: list[tuple[Network, float]] = []
    for network in networks:
        if network.graph is None:
            continue
        if modules := modules_of(network):
            with_module.append((network, float(max(map(likeness, modules)))))
        elif (
            next(network.graph.of_kind("Conv2D"), None) is not None and (port := port_of(network)) is not None
        ):
            plain.append((network, port.score))
    found = dict(cast_best(networks))
    for role, structure in ((CNN, plain), (INCEPTION, with_module)):
        named = [(network, 0.0) for network in networks if f"{role}_model" in network.names]
        if role == INCEPTION:
            # A name alone does not make a module.
            named = [item for item in with_module if "inception_model" in item[0].names]
        if options := named or structure:
            found[role] = max(options, key=lambda item: item[1])[0].id
    return found
