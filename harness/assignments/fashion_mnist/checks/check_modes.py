"""Task 3: models in both modes.

A network may have others among its layers, which are trained with it: those count as well.
"""

from harness.checks.fixtures import Note
from harness.checks.outputs import Outputs
from harness.evidence.network import Network
from harness.words.phrase import Phrase, phrase

BUILDERS = {"Model", "Functional"}


def _kinds(models: list[Network]) -> list[Phrase]:
    return [phrase("fashion_mnist.modes.is", network=model.title, kind=model.kind) for model in models]


def _of_kind(models: list[Network], kind: str) -> list[str]:
    return [model.title for model in models if model.kind == kind]


def _within(models: list[Network], type_: str) -> list[str]:
    """Networks that have one of this class among their layers, with weights of its own."""
    return [
        model.title
        for model in models
        if any(layer.type == type_ and layer.parameters for layer in model.layers)
    ]


def check_sequential(models: list[Network], note: Note) -> None:
    """A Sequential model was built and trained."""
    if found := _of_kind(models, "Sequential"):
        note(phrase("fashion_mnist.modes.sequential", networks=found))
        return
    within = _within(models, "Sequential")
    assert within, phrase("fashion_mnist.modes.no_sequential", kinds=_kinds(models))
    note(phrase("fashion_mnist.modes.sequential_within", networks=within))


def check_functional(models: list[Network], outputs: Outputs, note: Note) -> None:
    """A functional model, keras.Model(inputs, outputs), was built and trained."""
    if found := _of_kind(models, "functional"):
        note(phrase("fashion_mnist.modes.functional", networks=found))
        return
    # One that somebody else built, as those of keras.applications are, is functional as well.
    builds = any(path.rpartition(".")[2] in BUILDERS for path in outputs.called)
    within = _within(models, "Functional") if builds else []
    assert within, phrase("fashion_mnist.modes.no_functional", kinds=_kinds(models))
    note(phrase("fashion_mnist.modes.functional_within", networks=within))
