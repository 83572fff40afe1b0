"""Task 3: models in both modes."""

from harness.checks.fixtures import Model, Note
from harness.checks.words import listed


def _kinds(models: list[Model]) -> str:
    return listed(f"{model.title} is {model.network.kind}" for model in models)


def _of_kind(models: list[Model], kind: str) -> list[str]:
    return [model.title for model in models if model.network.kind == kind]


def check_sequential(models: list[Model], note: Note) -> None:
    """A Sequential model was built and trained."""
    found = _of_kind(models, "Sequential")
    assert found, (
        f"No Sequential model was trained ({_kinds(models)}); build one with keras.Sequential([...])."
    )
    note(f"Sequential: {listed(found)}.")


def check_functional(models: list[Model], note: Note) -> None:
    """A functional model, keras.Model(inputs, outputs), was built and trained."""
    found = _of_kind(models, "functional")
    assert found, (
        f"No functional model was trained ({_kinds(models)}); build one with keras.Model(inputs, outputs)."
    )
    note(f"Functional: {listed(found)}.")
