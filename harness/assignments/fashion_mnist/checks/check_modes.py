"""Task 3: models in both modes."""

from harness.checks.fixtures import Note
from harness.evidence.network import Network
from harness.words.phrase import Phrase, phrase


def _kinds(models: list[Network]) -> list[Phrase]:
    return [phrase("fashion_mnist.modes.is", network=model.title, kind=model.kind) for model in models]


def _of_kind(models: list[Network], kind: str) -> list[str]:
    return [model.title for model in models if model.kind == kind]


def check_sequential(models: list[Network], note: Note) -> None:
    """A Sequential model was built and trained."""
    found = _of_kind(models, "Sequential")
    assert found, phrase("fashion_mnist.modes.no_sequential", kinds=_kinds(models))
    note(phrase("fashion_mnist.modes.sequential", networks=found))


def check_functional(models: list[Network], note: Note) -> None:
    """A functional model, keras.Model(inputs, outputs), was built and trained."""
    found = _of_kind(models, "functional")
    assert found, phrase("fashion_mnist.modes.no_functional", kinds=_kinds(models))
    note(phrase("fashion_mnist.modes.functional", networks=found))
