"""How a network was trained, in one sentence, and what is no training."""

import json

import pytest

from harness.evidence.event_log import EventLog
from harness.evidence.network import Network
from harness.evidence.schema import Evidence, Fit, InputFacts
from harness.evidence.training import (
    describe,
    duration,
    fed,
    order_of,
    rows_in_all,
    rows_seen,
    train_share,
    why_untrained,
)
from harness.words.say import say, say_all


def fit(
    number: int,
    rows: int | None = None,
    *,
    epochs: int = 1,
    steps: int = 10,
    loop: bool = False,
    changed: bool | None = None,
) -> Fit:
    return Fit(
        fit=f"f{number}",
        model="m1",
        completed=True,
        seconds=1,
        loss="mse",
        optimizer="SGD",
        epochs=epochs,
        steps=steps,
        rows=rows,
        loop=loop,
        changed=changed,
    )


def given(number: int, digest: str = "", **sources: int) -> InputFacts:
    return InputFacts.model_validate(
        {
            "fit": f"f{number}",
            "model": "m1",
            "shape": [128, 28, 28],
            "mapping": None,
            "sources": sources,
            "digest": digest,
        }
    )


def told(*fits: Fit, inputs: list[InputFacts] | None = None) -> Evidence:
    """What the host makes of the events of these fits."""
    log = EventLog()
    for one in fits:
        log.add(json.dumps({"event": "fit", "state": "end", **one.model_dump()}))
    return log.evidence([]).model_copy(update={"inputs": inputs or []})


@pytest.mark.parametrize(
    ("fits", "inputs", "sentence"),
    [
        ([], [], ""),
        ([fit(1, 60000)], [], "Trained: 60,000 rows, 1 epoch, mse, SGD."),
        (
            [fit(1, 500, epochs=2), fit(2, 60000, epochs=3)],
            [],
            "Trained: 60,000 rows, 5 epochs in 2 fits, mse, SGD.",
        ),
        ([fit(1)], [], "Trained: 1 epoch, mse, SGD."),
        ([fit(1, 1280, epochs=0)], [], "Trained: 1,280 rows, less than one epoch, mse, SGD."),
        (
            [fit(1, 153600, steps=1200, loop=True)],
            [],
            "Trained: 153,600 rows, 1,200 steps of a training loop, mse, SGD.",
        ),
        (
            [fit(1, epochs=2), fit(2, steps=0, loop=True)],
            [],
            "Trained: 2 epochs and a training loop, mse, SGD.",
        ),
        (
            [fit(1, 70000)],
            [given(1, train=100, test=20)],
            "Trained: 70,000 rows, 1 epoch, mse, SGD. It was trained on test images (20 of the rows looked at): "
            "what it scores on them means nothing.",
        ),
        (
            [fit(1, 60000), fit(2, 70000, steps=0)],
            [given(1, train=128), given(2, train=100, test=20)],
            "Trained: 60,000 rows, 1 epoch, mse, SGD.",
        ),
        ([fit(1, 60000, steps=0)], [], ""),
        ([fit(1, 1)], [], ""),
    ],
)
def test_the_sentence(fits: list[Fit], inputs: list[InputFacts], sentence: str) -> None:
    assert say_all(describe(told(*fits, inputs=inputs), "m1")) == sentence


@pytest.mark.parametrize(
    ("fits", "scored", "why"),
    [
        ([], True, "it was never trained here: no training of it was seen"),
        ([], False, "if its weights were read from a file, define preprocess(images) or predict(images)"),
        (
            [fit(1, 60000, epochs=0, steps=0)],
            True,
            "it was never trained: its fit ended before the first step",
        ),
        (
            [fit(1, 1, steps=1)],
            True,
            "it counts as not trained: its training was fed 1 image, fewer than one batch of 32",
        ),
        (
            [fit(1, 60000, changed=False)],
            True,
            "it counts as not trained: its fit left every weight as it was (is the learning rate 0, or is every layer "
            "frozen?)",
        ),
        (
            [fit(1, 1, steps=1), fit(2, 0, steps=0)],
            True,
            "it counts as not trained: its training was fed 1 image, fewer than one batch of 32",
        ),
    ],
)
def test_what_did_not_train_a_network_is_told(fits: list[Fit], scored: bool, why: str) -> None:
    evidence = told(*fits)
    assert evidence.fits == []
    assert say(why_untrained(evidence, "m1", scored)).endswith(why)


def test_rows_of_the_same_data_count_once_and_those_of_others_together() -> None:
    fits = [fit(1, 6000), fit(2, 5000), fit(3, 4000)]
    assert rows_in_all(told(*fits, inputs=[given(1, "a"), given(2, "b"), given(3, "a")]), "m1") == 11000
    assert rows_in_all(told(*fits, inputs=[given(n, "a") for n in (1, 2, 3)]), "m1") == 6000
    assert rows_in_all(told(*fits, fit(4)), "m1") is None


def test_another_network_s_rows_do_not_count() -> None:
    assert rows_seen(told(fit(1, 60000)), "m2") is None


def test_a_network_with_the_weights_of_another_was_trained_as_that_one_was() -> None:
    evidence = told(fit(1, 60000, epochs=3), inputs=[given(1, train=128)])
    copy = Network(id="m2", kind="Sequential", weights_of="m1")
    evidence = evidence.model_copy(update={"networks": {"m2": copy}, "names": {"m1": ["net"]}})
    assert fed(evidence, "m2") == evidence.inputs
    assert (rows_seen(evidence, "m2"), rows_in_all(evidence, "m2"), train_share(evidence, "m2")) == (
        60000,
        60000,
        1.0,
    )
    assert say(duration(evidence, "m2")) == "3 epochs"
    assert say_all(describe(evidence, "m2")) == (
        "Its weights are from the training of net. Trained: 60,000 rows, 3 epochs, mse, SGD."
    )
    tuned = fit(2, 500).model_copy(update={"model": "m2"})
    later = evidence.model_copy(update={"fits": [*evidence.fits, tuned]})
    assert (rows_seen(later, "m2"), fed(later, "m2")) == (500, [])


NAMES_SORTED = [9, 8, 4, 3, 2, 5, 6, 7, 0, 1]


def taught(number: int, order: list[int], *, agree: float | None = 1.0) -> InputFacts:
    return given(number).model_copy(update={"order": order, "labels_agree": agree})


def test_outputs_stand_for_the_classes_as_they_were_taught_last() -> None:
    first, last = taught(1, []), taught(2, NAMES_SORTED)
    assert order_of(told(fit(1), fit(2), inputs=[first, last]), "m1", 10) == NAMES_SORTED
    assert (
        order_of(
            told(fit(1), fit(2), inputs=[last.model_copy(update={"fit": "f1"}), taught(2, [])]), "m1", 10
        )
        == []
    )
    unknown = taught(2, [], agree=None)
    assert order_of(told(fit(1), fit(2), inputs=[taught(1, NAMES_SORTED), unknown]), "m1", 10) == NAMES_SORTED


def test_a_network_that_was_not_trained_has_the_order_of_all_others() -> None:
    assert order_of(told(fit(1), inputs=[taught(1, NAMES_SORTED)]), "m2", 10) == NAMES_SORTED
    both = [taught(1, NAMES_SORTED), taught(2, [])]
    assert order_of(told(fit(1), fit(2), inputs=both), "m2", 10) == []


def test_an_order_of_other_classes_is_none() -> None:
    assert order_of(told(fit(1), inputs=[taught(1, [1, 0])]), "m1", 10) == []
    with pytest.raises(ValueError, match="each class once"):
        InputFacts.model_validate({"fit": "f1", "model": "m1", "mapping": None, "order": [0, 0, 1]})
