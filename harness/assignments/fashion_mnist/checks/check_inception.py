"""Task 6: an Inception module in the ported network."""

from harness.assignments.fashion_mnist.checks.unscored import unscored
from harness.assignments.fashion_mnist.inception import (
    INSERTED,
    departures_of_stack,
    faults_of_branches,
    likeness,
)
from harness.assignments.fashion_mnist.roles import LEARNED
from harness.assignments.fashion_mnist.structure import (
    best_module,
    can_learn,
    dead_branches,
    felt,
    is_in_use,
    modules_of,
    port_of,
)
from harness.checks.case import Case
from harness.checks.fixtures import Note
from harness.checks.words import partly, skip
from harness.evidence.graph.inception import BRANCH_KINDS, InceptionModule, explain_absence
from harness.evidence.network import Network
from harness.words.phrase import phrase

HALF = 0.5
NOTHING_PASSES = 1.0
"""The rate of a dropout that lets nothing through while a network learns."""


def _module(inception: Network) -> InceptionModule:
    return best_module(inception, likeness)


def _must_be_in_use(case: Case, network: Network) -> None:
    """Ends a check where the network answers the same without its module, or where that is not known."""
    module = _module(network)
    if (used := is_in_use(network, module)) is None:
        skip(phrase("fashion_mnist.inception.not_measured", network=network.title))
    if not used and case.smoke:
        skip(phrase("fashion_mnist.inception.cut_short"))
    assert used, phrase(
        "fashion_mnist.inception.not_felt", network=network.title, share=felt(network, module)
    )


def check_present(case: Case, models: list[Network], note: Note) -> None:
    """A trained network has an Inception module: parallel branches over one input, stacked along the channels."""
    near = [reason for model in models if model.graph is not None for reason in explain_absence(model.graph)]
    having = [model for model in models if modules_of(model)]
    assert having, near[0] if near else phrase("fashion_mnist.inception.none")
    found = [model.title for model in having if is_in_use(model, _module(model))]
    if not found:
        _must_be_in_use(case, having[-1])
    note(phrase("fashion_mnist.inception.found", networks=found))


def check_four_branches(inception: Network) -> None:
    """The module has the lecture's four branches: 1×1; 1×1 to 3×3; 1×1 to 5×5; max-pooling to 1×1."""
    module = _module(inception)
    dead = dead_branches(inception, module) if is_in_use(inception, module) else []
    faults = faults_of_branches(module, dead)
    right = len(BRANCH_KINDS) - len(faults)
    said = phrase(
        "fashion_mnist.inception.branches",
        network=inception.title,
        right=right,
        faults=list(faults.values()),
    )
    if faults and right:
        partly(right / len(BRANCH_KINDS), said)
    assert not faults, said


def check_stack_of_256(inception: Network) -> None:
    """Each branch has 64 filters with ReLU, and the stack has 256 maps of the input's height and width."""
    differs = departures_of_stack(_module(inception))
    said = phrase("fashion_mnist.network_differs", network=inception.title, differs=differs)
    if [one.code for one in differs] == ["fashion_mnist.inception.maps"]:
        partly(HALF, said)
    assert not differs, said


def check_inserted(case: Case, inception: Network, note: Note) -> None:
    """The module stands inside the ported network: its convolutions before, its dense head after."""
    _must_be_in_use(case, inception)
    port = port_of(inception)
    assert port is not None
    kept = len(port.found)
    total = kept + len(port.differs)
    differs = [difference.phrase for difference in port.differs]
    assert port.score >= INSERTED, phrase(
        "fashion_mnist.inception.not_inserted", kept=kept, total=total, differs=differs
    )
    if differs:
        note(
            phrase(
                "fashion_mnist.inception.mostly",
                network=inception.title,
                kept=kept,
                total=total,
                differs=differs,
                layers=port.inserted,
            )
        )
    else:
        note(phrase("fashion_mnist.inception.inserted", network=inception.title, layers=port.inserted))


def check_trained(case: Case, inception: Network) -> None:
    """The network with the module was trained and recognises hidden images."""
    if case.smoke:
        skip(phrase("fashion_mnist.inception.cut_short"))
    metrics = inception.hidden
    if metrics is None:
        skip(phrase("fashion_mnist.inception.not_scored", networks=unscored([inception])))
    _must_be_in_use(case, inception)
    if not can_learn(inception, _module(inception)):
        skip(phrase("fashion_mnist.inception.no_gradient", network=inception.title))
    if any((layer.rate or 0.0) >= NOTHING_PASSES and "Dropout" in layer.type for layer in inception.layers):
        skip(phrase("fashion_mnist.inception.all_dropped", network=inception.title))
    f1 = metrics.macro_f1
    assert f1 > LEARNED, phrase("fashion_mnist.inception.low_f1", network=inception.title, hidden_f1=f1)
