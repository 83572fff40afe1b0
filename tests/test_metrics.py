"""Scores agree with scikit-learn, and the interval with what it promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.grading.metrics import bootstrap_interval, macro_f1_difference, macro_f1_of, measure

pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=300)


def test_scores_of_a_few_images_worked_out_by_hand() -> None:
    found = measure(np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 2, 3]), CLASS_NAMES)
    scores = [(one.precision, one.recall, one.f1, one.support) for one in found.per_class]
    assert scores[0] == pytest.approx((1, 2 / 3, 4 / 5, 3))
    assert scores[1] == pytest.approx((1 / 2, 1 / 2, 1 / 2, 2))
    assert scores[2:] == [(0, 0, 0, 1), *[(0, 0, 0, 0)] * 7]
    assert found.macro_f1 == pytest.approx((4 / 5 + 1 / 2) / 10)
    assert [row[:4] for row in found.confusion_matrix[:3]] == [[2, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]]


@pytest.mark.slow
@given(pairs)
def test_scores_are_scikit_learns(rows: list[tuple[int, int]]) -> None:
    from sklearn.metrics import confusion_matrix, f1_score, precision_recall_fscore_support

    truth, guess = np.array(rows).T
    found = measure(truth, guess, CLASS_NAMES)
    expected = f1_score(truth, guess, average="macro", labels=range(10), zero_division=0)
    assert found.macro_f1 == pytest.approx(expected)
    assert macro_f1_of(np.array(found.confusion_matrix)) == pytest.approx(expected)
    assert found.confusion_matrix == confusion_matrix(truth, guess, labels=range(10)).tolist()
    for name, values in zip(
        ("precision", "recall", "f1", "support"),
        precision_recall_fscore_support(truth, guess, labels=range(10), zero_division=0),
        strict=True,
    ):
        assert [getattr(score, name) for score in found.per_class] == pytest.approx(values.tolist())
    low, high = found.macro_f1_interval
    assert 0 <= low <= high <= 1
    assert (low, high) == bootstrap_interval(np.array(found.confusion_matrix), macro_f1_of)
    for score in found.per_class:
        assert score.f1_interval is not None
        assert 0 <= score.f1_interval[0] <= score.f1_interval[1] <= 1
    assert sum(map(sum, found.confusion_matrix)) == found.images == len(rows)


def test_the_interval_covers_as_often_as_it_says() -> None:
    chances = np.full((10, 10), 0.01) + np.eye(10) * 0.9
    chances /= chances.sum()
    truth = float(macro_f1_of((chances * 10**9).astype(np.int64)))
    rng, hits = np.random.default_rng(1), 0
    for _ in range(200):
        drawn = rng.multinomial(2000, chances.ravel()).reshape(10, 10)
        low, high = bootstrap_interval(drawn, macro_f1_of, resamples=400)
        hits += low <= truth <= high
    assert 176 <= hits <= 200, "95 % of 200 is 190; the bounds are four deviations away"


@pytest.mark.parametrize("guess", [np.array([1, 10]), np.array([1, -1]), np.array([1]), np.array([[1, 2]])])
def test_predictions_that_are_none_are_refused(guess: np.ndarray) -> None:
    with pytest.raises(ValueError, match="predictions"):
        measure(np.array([1, 2]), guess, CLASS_NAMES)


def test_a_difference_is_paired() -> None:
    generator = np.random.default_rng(0)
    labels = np.arange(1000) % 10
    first = np.where(generator.random(1000) < 0.8, labels, generator.integers(0, 10, 1000))
    # The second answers differ on few images, and there they are right: by itself each score is far less certain.
    second = np.where(np.arange(1000) % 50 == 0, labels, first)
    difference, low, high = macro_f1_difference(labels, first, second, 10)
    scores = [measure(labels, answers, CLASS_NAMES) for answers in (first, second)]
    assert difference == pytest.approx(scores[1].macro_f1 - scores[0].macro_f1)
    assert 0 < low < difference < high
    widths = [score.macro_f1_interval[1] - score.macro_f1_interval[0] for score in scores]
    assert high - low < min(widths) / 2
    assert macro_f1_difference(labels, first, first, 10) == (0, 0, 0)
