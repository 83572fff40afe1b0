"""Task 3: models in both modes."""

from harness.checks.fixtures import Note
from harness.checks.words import listed
from harness.evidence.network import Network


def _kinds(models: list[Network]) -> str:
    return listed(f"{model.title} is {model.kind}" for model in models)


def _of_kind(models: list[Network], kind: str) -> list[str]:
    return [model.title for model in models if model.kind == kind]


def check_sequential(models: list[Network], note: Note) -> None:
    """A Sequential model was built and trained."""
    found = _of_kind(models, "Sequential")
    assert found, (
        f"No Sequential model was trained ({_kinds(models)}); build one with keras.Sequential([...])."
    )
    note(f"Sequential: {listed(found)}.")


def check_functional(models: list[Network], note: Note) -> None:
    """A functional model, keras.Network(inputs, outputs), was built and trained."""
    found = _of_kind(models, "functional")
    assert found, (
        f"No functional model was trained ({_kinds(models)}); build one with keras.Network(inputs, outputs)."
    )
    note(f"Functional: {listed(found)}.")
