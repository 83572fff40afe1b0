"""The port's loss and optimizer, and the rate that Keras 3 gives it by default."""

from typing import cast

import pytest

from harness.assignments.fashion_mnist.checks.check_port import (
    check_loss_and_optimizer,
    check_pooling_and_head,
    check_trained_on_the_data,
)
from harness.checks.case import Case
from harness.checks.words import Partly
from harness.evidence.network import Compiled, Network
from harness.evidence.schema import Evidence
from harness.words.language import LANGUAGES, Language
from harness.words.phrase import Phrase, phrase
from harness.words.say import say
from tests.graph.test_port import network as port


def network(**compiled: object) -> Network:
    facts = {"loss": "categorical_crossentropy", "optimizer": "Adadelta", "learning_rate": 1.0}
    told = Compiled.model_validate({**facts, "metrics": ["accuracy"], **compiled})
    return Network(id="m1", names=["cnn_model"], kind="Sequential", trained_as=[told])


@pytest.mark.parametrize(("rate", "told"), [(1.0, False), (0.001, True), (None, False)])
def test_a_rate_that_hardly_trains_is_named(rate: float | None, told: bool) -> None:
    said: list[Phrase | str] = []
    check_loss_and_optimizer(network(learning_rate=rate), Evidence(), said.append)
    notes = [say(one) for one in said if isinstance(one, Phrase)]
    assert notes[0].startswith("Loss categorical_crossentropy, optimizer Adadelta, metrics: accuracy.")
    assert ("Its rate is 0.001; the example was written for 1" in notes[0]) is told


@pytest.mark.parametrize(
    ("compiled", "reason"),
    [({"loss": "mse"}, "The loss of cnn_model is mse"), ({"optimizer": "Adam"}, "the example has Adadelta")],
)
def test_another_loss_or_optimizer_is_named(compiled: dict[str, str], reason: str) -> None:
    with pytest.raises(AssertionError) as failed:
        check_loss_and_optimizer(network(**compiled), Evidence(), lambda text: None)
    assert reason in say(failed.value.args[0])


def test_a_network_whose_training_was_not_seen_is_not_said_to_be_trained_on_other_data() -> None:
    case = cast(Case, None)  # it asks whether the run was dry for one that was trained alone
    with pytest.raises(AssertionError) as failed:
        check_trained_on_the_data(case, network(), Evidence(), lambda text: None)
    assert say(failed.value.args[0]).startswith("No training of cnn_model was seen")


def test_a_head_that_lacks_its_softmax_alone_is_half(monkeypatch: pytest.MonkeyPatch) -> None:
    for units, kind in ((128, Partly), (64, AssertionError)):
        match = port(softmax=False, units=units)
        monkeypatch.setattr(
            "harness.assignments.fashion_mnist.checks.check_port.port_of", lambda cnn, one=match: one
        )
        with pytest.raises(kind) as found:
            check_pooling_and_head(network(), lambda text: None)
        assert found.type is kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_grades_of_before_hold_is_said_still(language: Language) -> None:
    for kept in (
        phrase("fashion_mnist.training.seen", rows=60_000, duration="3 epochs"),
        phrase("fashion_mnist.training.unknown_images", network="cnn"),
        phrase("fashion_mnist.confusion.of", networks=["cnn"]),
    ):
        assert say(kept, language)
