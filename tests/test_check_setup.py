"""What is said of a training that was not seen, or did not end."""

import pytest

from harness.assignments.fashion_mnist.checks.check_setup import check_training_completed
from harness.evidence.schema import Evidence, Fit
from harness.words.say import say


def fit(completed: bool) -> Fit:
    return Fit(fit="f1", model="m1", completed=completed, seconds=1)


def test_one_fit_that_ended_is_enough() -> None:
    check_training_completed([], Evidence(fits=[fit(False), fit(True)]))


@pytest.mark.parametrize(
    ("fits", "reason"), [([], "No training was seen"), ([fit(False)], "Every fit was stopped before its end")]
)
def test_the_reason_is_the_true_one(fits: list[Fit], reason: str) -> None:
    with pytest.raises(AssertionError) as failed:
        check_training_completed([], Evidence(fits=fits))
    assert say(failed.value.args[0]).startswith(reason)
