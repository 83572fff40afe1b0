"""Task 6: an Inception module in the ported network."""

import pytest

from harness.assignments.fashion_mnist.structure import modules_of, port_of
from harness.checks.case import Case
from harness.checks.fixtures import Note
from harness.checks.words import listed
from harness.evidence.graph.inception import InceptionModule, explain_absence
from harness.evidence.network import Network


def _module(inception: Network) -> InceptionModule:
    return max(modules_of(inception), key=lambda module: (len(module.present), module.is_lecture_module))


def check_present(models: list[Network], note: Note) -> None:
    """A trained network has an Inception module: parallel branches over one input, stacked along the channels."""
    near = [text for model in models if model.graph is not None for text in explain_absence(model.graph)]
    found = [model.title for model in models if modules_of(model)]
    assert found, near[0] if near else "No trained network stacks parallel convolution branches of one input."
    note(f"Found in {listed(found)}.")


def check_four_branches(inception: Network) -> None:
    """The module has the lecture's four branches: 1×1; 1×1 to 3×3; 1×1 to 5×5; max-pooling to 1×1."""
    module = _module(inception)
    assert not module.missing, f"In {inception.title} the module lacks: {', '.join(module.missing)}."
    bare = ", ".join(module.unreduced)
    assert not module.unreduced, f"In {inception.title} these branches have no 1×1 convolution: {bare}."


def check_stack_of_256(inception: Network) -> None:
    """Each branch has 64 filters with ReLU, and the stack has 256 maps of the input's height and width."""
    module = _module(inception)
    assert module.is_lecture_module, f"In {inception.title}: {'; '.join(module.departures)}."


def check_inserted(inception: Network, note: Note) -> None:
    """The module stands inside the ported network: its convolutions before, its dense head after."""
    port = port_of(inception)
    assert port is not None
    kept = len(port.found)
    total = kept + len(port.differs)
    assert port.score >= 0.7, (
        f"Around the module only {kept} of {total} parts of the port are left: {'; '.join(port.differs)}."
    )
    note(f"{inception.title} is the ported network with: {', '.join(port.inserted)}.")


def check_trained(case: Case, inception: Network) -> None:
    """The network with the module was trained and recognises hidden images."""
    if case.smoke:
        pytest.skip("Every fit was cut to a few steps: this is decided when it is trained to its end.")
    metrics = inception.hidden
    assert metrics is not None, f"{inception.title} could not be scored on hidden images."
    f1 = metrics.macro_f1
    assert f1 > 0.5, f"{inception.title} reaches a macro-F1 of {f1:.3f} on hidden images; train it longer."
