"""Differences of macro-F1 on the same images."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.grading.metrics import measure
from reference.measure.compare import answers_by_class, macro_f1_difference
from reference.measure.results import Protocol, Row
from tests.measure import rows

pytestmark = pytest.mark.slow


def answered(labels: np.ndarray, predicted: np.ndarray, **changes: object) -> Row:
    """A variant's row with these answers."""
    given = {
        "metrics": measure(labels, predicted, CLASS_NAMES),
        "answers": answers_by_class(labels, predicted),
    }
    return rows.row("study/one", **{**given, **changes})


def drawn(seed: int, right: float, size: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Labels in random order, and answers of which about the share ``right`` is right."""
    generator = np.random.default_rng(seed)
    labels = generator.permutation(np.arange(size) % 10)
    lucky = generator.random(size) < right
    return labels, np.where(lucky, labels, generator.integers(0, 10, size))


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 1000), first=st.floats(0, 1), second=st.floats(0, 1))
def test_the_difference_is_that_of_the_two_scores_whatever_the_order_of_the_images(
    seed: int, first: float, second: float
) -> None:
    labels, one = drawn(seed, first)
    two = np.where(drawn(seed, second)[1] % 3 == 0, one, labels)
    found = macro_f1_difference(answered(labels, one), answered(labels, two))
    assert found is not None
    expected = measure(labels, two, CLASS_NAMES).macro_f1 - measure(labels, one, CLASS_NAMES).macro_f1
    assert found[0] == pytest.approx(expected, abs=1e-12)
    assert found[1] <= found[2]


def test_equal_answers_differ_by_nothing() -> None:
    row = answered(*drawn(1, 0.8))
    assert macro_f1_difference(row, row) == (0, 0, 0)


def test_what_is_common_to_both_widens_no_interval() -> None:
    labels, one = drawn(2, 0.8, 5000)
    two = one.copy()
    two[np.flatnonzero(one != labels)[:40]] = labels[np.flatnonzero(one != labels)[:40]]
    difference, low, high = macro_f1_difference(answered(labels, one), answered(labels, two)) or (0, 0, 0)
    assert 0 < low < difference < high
    alone = measure(labels, two, CLASS_NAMES).macro_f1_interval
    assert high - low < 0.5 * (alone[1] - alone[0])


def test_nothing_is_said_of_other_images_or_unknown_answers() -> None:
    labels, one = drawn(3, 0.8)
    row = answered(labels, one)
    assert macro_f1_difference(row, rows.row("study/two")) is None
    assert macro_f1_difference(row, rows.failed_row("study/two")) is None
    other = Protocol(split="published", split_id="f" * 16)
    assert macro_f1_difference(row, answered(labels, one, protocol=other)) is None
    fewer = slice(0, 393)
    assert macro_f1_difference(row, answered(labels[fewer], one[fewer])) is None
