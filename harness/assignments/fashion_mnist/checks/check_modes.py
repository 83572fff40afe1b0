"""Task 3: models in both modes."""

from harness.checks.fixtures import Model, Note
from harness.words.phrase import Phrase, phrase


def _kinds(models: list[Model]) -> list[Phrase]:
    return [
        phrase("fashion_mnist.modes.is", network=model.title, kind=model.network.kind) for model in models
    ]


def _of_kind(models: list[Model], kind: str) -> list[str]:
    return [model.title for model in models if model.network.kind == kind]


def check_sequential(models: list[Model], note: Note) -> None:
    """A Sequential model was built and trained."""
    found = _of_kind(models, "Sequential")
    assert found, phrase("fashion_mnist.modes.no_sequential", kinds=_kinds(models))
    note(phrase("fashion_mnist.modes.sequential", networks=found))


def check_functional(models: list[Model], note: Note) -> None:
    """A functional model, keras.Model(inputs, outputs), was built and trained."""
    found = _of_kind(models, "functional")
    assert found, phrase("fashion_mnist.modes.no_functional", kinds=_kinds(models))
    note(phrase("fashion_mnist.modes.functional", networks=found))
