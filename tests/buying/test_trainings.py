"""What a training gives that is none, is of a few images, or of what are no training images; and honest ones beside it."""

from typing import Any

import pytest

from harness.assignments.fashion_mnist.checks.check_layers import check_optimizers
from harness.assignments.fashion_mnist.checks.check_port import (
    check_loss_and_optimizer,
    check_trained_on_the_data,
)
from harness.assignments.fashion_mnist.checks.check_setup import check_training_completed
from harness.evidence.network import Compiled, Network
from harness.evidence.schema import Fit, InputFacts
from harness.grade.record import Status
from tests.asked import ask
from tests.scored import network as scored

PASSED, PARTIAL, FAILED = Status.PASSED, Status.PARTIAL, Status.FAILED
MAPPING = {
    "layout": "hwc",
    "size": [28, 28],
    "channels": 1,
    "geometry": "none",
    "corner": [0, 0],
    "scale": 1 / 255,
    "offset": 0.0,
    "max_error": 0.0,
    "rows": 128,
}
REAL, NOISE = {"train": 128}, {"train": 0, "test": 0, "unknown": 128}


def fit(number: int = 1, optimizer: str = "Adadelta", rows: int | None = 60_000, **facts: Any) -> Fit:
    told = {"fit": f"f{number}", "model": "m1", "completed": True, "seconds": 1, "epochs": 1, "steps": 469}
    return Fit.model_validate(
        told | {"optimizer": optimizer, "loss": "categorical_crossentropy", "rows": rows} | facts
    )


def given(sources: dict[str, int], mapped: bool = True, agree: float | None = 1.0) -> InputFacts:
    told = {"fit": "f1", "model": "m1", "mapping": MAPPING if mapped else None, "sources": sources}
    return InputFacts.model_validate(told | {"labels_agree": agree})


def port(f1: float) -> Network:
    metrics = scored(f1).visible
    compiled = Compiled(loss="categorical_crossentropy", optimizer="Adadelta")
    return Network(
        id="m1",
        names=["cnn_model"],
        kind="Sequential",
        trained_as=[compiled],
        hidden=metrics,
        visible=metrics,
    )


TRAINED: dict[str, tuple[dict[str, int], bool, float | None, int | None, float, Status]] = {
    "an honest training": (REAL, True, 1.0, 60_000, 0.85, PASSED),
    "one epoch at a slow rate": (REAL, True, 1.0, 60_000, 0.31, PASSED),
    "augmented images, known by those of the validation": (NOISE, True, None, 60_000, 0.85, PASSED),
    "originals beside augmented ones": ({"train": 64, "unknown": 64}, True, 1.0, 120_000, 0.85, PASSED),
    "a generator that does not tell its rows": (REAL, True, 1.0, None, 0.85, PASSED),
    "augmented images, not one as it is": (NOISE, False, None, 60_000, 0.75, PASSED),
    "noise": (NOISE, False, None, 60_000, 0.31, FAILED),
    "one step of 32": (REAL, True, 1.0, 32, 0.31, FAILED),
    "five thousand images": (REAL, True, 1.0, 5000, 0.85, FAILED),
    "labels that are constant": (REAL, True, 0.1, 60_000, 0.31, FAILED),
    "labels shuffled": (REAL, True, 0.09, 60_000, 0.31, FAILED),
    "test images": ({"test": 128}, True, 1.0, 10_000, 0.85, FAILED),
    "test images among the others": ({"train": 110, "test": 18}, True, 1.0, 70_000, 0.85, FAILED),
}


@pytest.mark.parametrize("case", TRAINED)
def test_the_port_is_trained_on_training_images_with_their_labels(case: str) -> None:
    sources, mapped, agree, rows, f1, status = TRAINED[case]
    told: dict[str, Any] = {"fits": [fit(rows=rows)], "inputs": [given(sources, mapped, agree)]}
    found, said = ask(check_trained_on_the_data, cnn=port(f1), **told)
    assert found is status, said


def test_noise_that_is_validated_on_images_is_told_by_what_was_learned() -> None:
    told: dict[str, Any] = {"fits": [fit()], "inputs": [given(NOISE, agree=None)]}
    by_chance = scored(0.8).visible
    assert by_chance is not None
    nothing = port(0.8).model_copy(update={"visible": by_chance.model_copy(update={"macro_f1": 0.03})})
    found, said = ask(check_trained_on_the_data, cnn=nothing, **told)
    assert found is FAILED
    assert "hardly better than by chance (macro-F1 0.030)" in said
    assert ask(check_trained_on_the_data, cnn=nothing, smoke=True, **told)[0] is PASSED


@pytest.mark.parametrize("brought", ["outside", "within", "frozen"])
def test_noise_does_not_count_by_weights_that_were_brought_along(brought: str) -> None:
    told: dict[str, Any] = {"fits": [fit()], "inputs": [given(NOISE, False, None)], brought: ["m1"]}
    found, said = ask(check_trained_on_the_data, cnn=port(0.9), **told)
    assert found is FAILED
    assert "it has weights that no training of this run left" in said


def test_whether_images_that_are_not_recognised_are_augmented_shows_in_a_whole_run_alone() -> None:
    told: dict[str, Any] = {"fits": [fit()], "inputs": [given(NOISE, False, None)]}
    found, said = ask(check_trained_on_the_data, cnn=port(0.03), smoke=True, **told)
    assert found is Status.SKIPPED, said
    found, said = ask(check_trained_on_the_data, cnn=port(0.31), **told)
    assert found is FAILED
    assert "with a macro-F1 above 0.5; it has 0.304" in said


OPTIMIZERS: dict[str, tuple[list[Fit], Status]] = {
    "two trainings": ([fit(1), fit(2, "Adam")], PASSED),
    "on a thousand images each": ([fit(1, rows=1000), fit(2, "Adam", 1000)], PASSED),
    "a loop that does not tell": ([fit(1), fit(2, "Adam", None, loop=True)], PASSED),
    "one training, compiled anew": ([fit(1)], FAILED),
    "one training and one step": ([fit(1), fit(2, "Adam", 32)], FAILED),
    "a step of each": ([fit(1, rows=32), fit(2, "Adam", 32)], FAILED),
    "twice the same": ([fit(1), fit(2)], FAILED),
}


@pytest.mark.parametrize("case", OPTIMIZERS)
def test_an_optimizer_is_tried_in_a_training(case: str) -> None:
    fits, status = OPTIMIZERS[case]
    network = port(0.8).model_copy(update={"compiled": Compiled(loss="mse", optimizer="SGD")})
    found, said = ask(check_optimizers, models=[network], fits=fits)
    assert found is status, said


def test_a_network_whose_training_was_not_seen_tells_its_optimizer_by_how_it_is_compiled() -> None:
    read = port(0.8).model_copy(update={"trained_as": [], "compiled": Compiled(optimizer="SGD")})
    assert ask(check_optimizers, models=[read], fits=[fit(1, model="m2")])[0] is PASSED


@pytest.mark.parametrize(
    ("fits", "status"),
    [
        ([fit()], PASSED),
        ([fit(rows=None)], PASSED),
        ([fit(rows=40), fit(2)], PASSED),
        ([fit(rows=40), fit(2, "Adam")], PARTIAL),
        ([], PASSED),
    ],
    ids=["the whole", "rows unknown", "a trial first", "a step, then another optimizer", "not seen here"],
)
def test_adadelta_for_a_step_is_half(fits: list[Fit], status: Status) -> None:
    assert ask(check_loss_and_optimizer, cnn=port(0.8), fits=fits)[0] is status


@pytest.mark.parametrize(
    ("facts", "trains"),
    [
        ({}, True),
        ({"changed": True}, True),
        ({"changed": False}, False),
        ({"steps": 0}, False),
        ({"rows": 1}, False),
        ({"rows": 31}, False),
        ({"rows": 32}, True),
        ({"loop": True, "steps": 0, "rows": None}, True),
    ],
)
def test_a_training_takes_steps_that_change_something(facts: dict[str, Any], trains: bool) -> None:
    assert fit(**facts).trains is trains


def test_a_training_that_is_none_completes_nothing() -> None:
    idle = [fit(changed=False)]
    assert ask(check_training_completed, idle_fits=idle)[0] is FAILED
    assert ask(check_training_completed, fits=[fit()])[0] is PASSED
