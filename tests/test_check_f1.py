"""What is said of an F1 that a student reports."""

import numpy as np
import pytest

from harness.assignments.fashion_mnist.checks.check_f1 import check_agrees
from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.evidence.network import Metrics, Network
from harness.evidence.schema import Call, Fit
from harness.grade.record import Status
from harness.grading.metrics import measure
from tests.asked import ask, cell
from tests.scored import f1_of, network


def scores(right: float) -> Metrics:
    """Of 1,000 test images, of which about this share is answered rightly, class 0 most rarely."""
    generator = np.random.default_rng(0)
    labels = np.arange(1000) % 10
    chance = np.where(labels == 0, right - 0.3, right + 0.03)
    return measure(labels, np.where(generator.random(1000) < chance, labels, (labels + 1) % 10), CLASS_NAMES)


CNN, INCEPTION = scores(0.8), scores(0.9)


def verdict(
    calls: list[Call] | None = None, text: str = "", metrics: Metrics | None = CNN
) -> tuple[Status, str]:
    """What is said of a work with two networks."""
    networks = [
        Network(
            id=f"m{number}",
            names=[name],
            kind="Sequential",
            parameters=1,
            hidden=found,
            visible=found,
        )
        for number, (name, found) in enumerate((("cnn", metrics), ("net", INCEPTION)), 1)
    ]
    fits = [Fit(fit=f"f{n.id}", model=n.id, completed=True, seconds=1) for n in networks]
    return ask(check_agrees, cell(text, "show()"), models=networks, fits=fits, calls=calls or [])


def f1_score(value: object, average: str | None = "macro", truth: str = "test") -> Call:
    return Call.model_validate(
        {"function": "f1_score", "rows": 1000, "truth": truth, "average": average, "result": value}
    )


def test_each_reported_value_is_met_with_ours() -> None:
    found = verdict([f1_score(CNN.macro_f1), f1_score(INCEPTION.accuracy, "micro")])
    assert found == (
        Status.PASSED,
        f"You report {CNN.macro_f1:.3f} as macro F1, we find {CNN.macro_f1:.3f} for cnn; "
        f"you report {INCEPTION.accuracy:.3f} as micro F1, we find {INCEPTION.accuracy:.3f} for net.",
    )


def test_a_value_that_no_network_has_is_named_with_those_they_have() -> None:
    found = verdict([f1_score(CNN.macro_f1), f1_score(0.95)])
    assert found == (
        Status.FAILED,
        "You report 0.950 as macro F1 on the test set; your networks give "
        f"{CNN.macro_f1:.3f} (cnn), {INCEPTION.macro_f1:.3f} (net).",
    )


def test_an_average_of_networks_beside_them_is_told_and_costs_nothing() -> None:
    better = INCEPTION.macro_f1 + 0.02
    calls = [f1_score(CNN.macro_f1), f1_score(better), f1_score(0.5)]
    status, reason = verdict(calls, text=f"macro F1 {better:.4f}")
    assert status is Status.PASSED
    assert reason.endswith(f"and so not checked: {better:.3f} as macro F1, 0.500 as macro F1.")


def test_an_average_that_is_near_a_network_is_not_said_to_be_its() -> None:
    near = f1_score(CNN.macro_f1 + 0.004).model_copy(update={"matrix": [[100] * 10] * 10})
    status, reason = verdict([f1_score(CNN.macro_f1), near])
    assert (status, reason.count("we find")) == (Status.PASSED, 1)
    assert reason.endswith(f"and so not checked: {CNN.macro_f1 + 0.004:.3f} as macro F1.")
    assert verdict([near])[0] is Status.PASSED
    printed = f"macro F1 of both: {CNN.macro_f1 + 0.004:.4f}"
    assert verdict([f1_score(CNN.macro_f1), near], text=printed)[1] == reason


def test_predictions_of_no_network_alone_are_no_match() -> None:
    assert verdict([f1_score(0.5)])[0] is Status.FAILED


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (f"cnn: macro F1 {CNN.macro_f1:.4f}", Status.PASSED),
        (f"Macro-F1: {CNN.macro_f1:.2f}", Status.PASSED),
        (f"micro_f1 = {CNN.accuracy:.4f}", Status.PASSED),
        (f"micro_f1 = {CNN.accuracy + 0.02:.4f}", Status.FAILED),
        ("macro F1 0.99", Status.FAILED),
        ("accuracy 0.99", Status.SKIPPED),
    ],
)
def test_a_printed_value_counts_with_the_average_that_it_names(text: str, status: Status) -> None:
    assert verdict(text=text)[0] is status


def test_a_classification_report_is_read() -> None:
    table = (
        "    macro avg       0.80      0.80      {:.2f}     1000\n"
        " weighted avg       0.80      0.80      {:.2f}     1000\n"
    )
    call = {"function": "classification_report", "rows": 1000, "truth": "test"}
    for value, status in ((CNN.macro_f1, Status.PASSED), (0.7, Status.FAILED)):
        told = Call.model_validate({**call, "result": table.format(value, value)})
        assert verdict([told])[0] is status


def test_what_is_no_f1_of_all_classes_on_the_test_set_is_not_looked_at() -> None:
    others = [f1_score(0.5, truth="train"), f1_score([0.5] * 10, None)]
    assert verdict(others)[0] is Status.SKIPPED


def test_a_value_may_be_that_of_a_network_without_a_score() -> None:
    found = verdict([f1_score(0.5)], metrics=None)
    assert found == (
        Status.SKIPPED,
        "You report 0.500 as macro F1 on the test set; this cannot be checked, since no score is known of cnn.",
    )
    assert verdict([f1_score(INCEPTION.macro_f1)], metrics=None)[0] is Status.PASSED


def test_of_equal_networks_the_one_that_plays_a_part_is_told() -> None:
    left = network(0.8, "m1", "sequential")
    read = network(0.8, "m2", "cnn_model").model_copy(update={"roles": ["cnn"]})
    status, said = ask(check_agrees, f"macro F1: {f1_of(left):.4f}", models=[left, read])
    assert status is Status.PASSED
    assert "for cnn_model" in said
