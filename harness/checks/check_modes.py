"""Task 3: models in both modes."""

from harness.checks.fixtures import Model, Note


def _kinds(models: list[Model]) -> str:
    return ", ".join(f"{model.title} is {model.network.kind}" for model in models[:6])


def _of_kind(models: list[Model], kind: str) -> list[str]:
    return [model.title for model in models if model.network.kind == kind]


def check_sequential(models: list[Model], note: Note) -> None:
    """A Sequential model was built and trained."""
    found = _of_kind(models, "Sequential")
    assert found, (
        f"No Sequential model was trained ({_kinds(models)}); build one with keras.Sequential([...])."
    )
    note(f"Sequential: {', '.join(found[:6])}.")


def check_functional(models: list[Model], note: Note) -> None:
    """A functional model, keras.Model(inputs, outputs), was built and trained."""
    found = _of_kind(models, "functional")
    assert found, (
        f"No functional model was trained ({_kinds(models)}); build one with keras.Model(inputs, outputs)."
    )
    note(f"Functional: {', '.join(found[:6])}.")
