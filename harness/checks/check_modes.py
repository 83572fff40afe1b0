"""Task 3: models in both modes."""

from harness.checks.fixtures import Model


def _kinds(models: list[Model]) -> str:
    return ", ".join(f"{model.title} is {model.network.kind}" for model in models[:6])


def check_sequential(models: list[Model]) -> None:
    """A Sequential model was built and trained."""
    found = any(model.network.kind == "Sequential" for model in models)
    assert found, (
        f"No Sequential model was trained ({_kinds(models)}); build one with keras.Sequential([...])."
    )


def check_functional(models: list[Model]) -> None:
    """A functional model, keras.Model(inputs, outputs), was built and trained."""
    found = any(model.network.kind == "functional" for model in models)
    assert found, (
        f"No functional model was trained ({_kinds(models)}); build one with keras.Model(inputs, outputs)."
    )
