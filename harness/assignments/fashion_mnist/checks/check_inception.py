"""Task 6: an Inception module in the ported network."""

from harness.assignments.fashion_mnist.checks.unscored import unscored
from harness.assignments.fashion_mnist.inception import (
    INSERTED,
    branch_name,
    departures_of_stack,
    likeness,
    missing,
)
from harness.assignments.fashion_mnist.roles import LEARNED
from harness.assignments.fashion_mnist.structure import modules_of, port_of
from harness.checks.case import Case
from harness.checks.fixtures import Note
from harness.checks.words import skip
from harness.evidence.graph.inception import InceptionModule, explain_absence
from harness.evidence.network import Network
from harness.words.phrase import phrase


def _module(inception: Network) -> InceptionModule:
    return max(modules_of(inception), key=likeness)


def check_present(models: list[Network], note: Note) -> None:
    """A trained network has an Inception module: parallel branches over one input, stacked along the channels."""
    near = [reason for model in models if model.graph is not None for reason in explain_absence(model.graph)]
    found = [model.title for model in models if modules_of(model)]
    assert found, near[0] if near else phrase("fashion_mnist.inception.none")
    note(phrase("fashion_mnist.inception.found", networks=found))


def check_four_branches(inception: Network) -> None:
    """The module has the lecture's four branches: 1×1; 1×1 to 3×3; 1×1 to 5×5; max-pooling to 1×1."""
    module = _module(inception)
    lacking = [branch_name(kind) for kind in missing(module)]
    assert not lacking, phrase("fashion_mnist.inception.lacks", network=inception.title, branches=lacking)
    bare = [branch_name(kind) for kind in module.unreduced]
    assert not bare, phrase("fashion_mnist.inception.bare", network=inception.title, branches=bare)


def check_stack_of_256(inception: Network) -> None:
    """Each branch has 64 filters with ReLU, and the stack has 256 maps of the input's height and width."""
    differs = departures_of_stack(_module(inception))
    assert not differs, phrase("fashion_mnist.network_differs", network=inception.title, differs=differs)


def check_inserted(inception: Network, note: Note) -> None:
    """The module stands inside the ported network: its convolutions before, its dense head after."""
    port = port_of(inception)
    assert port is not None
    kept = len(port.found)
    total = kept + len(port.differs)
    assert port.score >= INSERTED, phrase(
        "fashion_mnist.inception.not_inserted",
        kept=kept,
        total=total,
        differs=[difference.phrase for difference in port.differs],
    )
    note(phrase("fashion_mnist.inception.inserted", network=inception.title, layers=port.inserted))


def check_trained(case: Case, inception: Network) -> None:
    """The network with the module was trained and recognises hidden images."""
    if case.smoke:
        skip(phrase("fashion_mnist.inception.cut_short"))
    metrics = inception.hidden
    if metrics is None:
        skip(phrase("fashion_mnist.inception.not_scored", networks=unscored([inception])))
    f1 = metrics.macro_f1
    assert f1 > LEARNED, phrase("fashion_mnist.inception.low_f1", network=inception.title, hidden_f1=f1)
