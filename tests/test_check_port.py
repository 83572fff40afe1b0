"""The port's loss and optimizer, and the rate that Keras 3 gives it by default."""

from types import SimpleNamespace

import pytest

from harness.assignments.fashion_mnist.checks.check_port import check_loss_and_optimizer
from harness.evidence.schema import Evidence, Fit
from harness.words.phrase import Phrase
from harness.words.say import say

CNN = SimpleNamespace(id="m1", title="cnn_model")


def evidence(**compiled: object) -> Evidence:
    facts = {"fit": "f1", "model": "m1", "completed": True, "seconds": 1, "metrics": ["accuracy"]}
    facts |= {"loss": "categorical_crossentropy", "optimizer": "Adadelta", "learning_rate": 1.0}
    return Evidence(fits=[Fit.model_validate({**facts, **compiled})])


@pytest.mark.parametrize(("rate", "told"), [(1.0, False), (0.001, True), (None, False)])
def test_a_rate_that_hardly_trains_is_named(rate: float | None, told: bool) -> None:
    said: list[Phrase] = []
    check_loss_and_optimizer(CNN, evidence(learning_rate=rate), said.append)  # type: ignore[arg-type]
    notes = [say(one) for one in said]
    assert notes[0].startswith("Loss categorical_crossentropy, optimizer Adadelta, metrics: accuracy.")
    assert ("Its rate is 0.001; the example was written for 1" in notes[0]) is told


@pytest.mark.parametrize(
    ("compiled", "reason"),
    [({"loss": "mse"}, "The loss of cnn_model is mse"), ({"optimizer": "Adam"}, "the example has Adadelta")],
)
def test_another_loss_or_optimizer_is_named(compiled: dict[str, str], reason: str) -> None:
    with pytest.raises(AssertionError) as failed:
        check_loss_and_optimizer(CNN, evidence(**compiled), lambda text: None)  # type: ignore[arg-type]
    assert reason in say(failed.value.args[0])
