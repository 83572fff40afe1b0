"""Ranks claim no more than the images can tell."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.board.ranking import SEED, places, resampled_f1, told_apart
from harness.grading.metrics import macro_f1
from tests.board.students import NAMES, likely

CLASSES = len(NAMES)
LABELS = np.repeat(np.arange(CLASSES), 60)


def test_a_resample_scores_all_networks_on_the_same_images() -> None:
    predicted = likely(LABELS, [0.9, 0.6, 0.2], 1)
    drawn = np.random.default_rng(SEED).integers(len(LABELS), size=(7, len(LABELS)))
    expected = [[macro_f1(LABELS[rows], one[rows], CLASSES) for one in predicted] for rows in drawn]
    assert resampled_f1(LABELS, predicted, CLASSES, 7) == pytest.approx(np.array(expected), abs=1e-12)


def test_a_class_that_nobody_names_counts_nothing() -> None:
    labels = np.zeros(20, np.int64)
    assert resampled_f1(labels, [labels], 4, 3) == pytest.approx(np.full((3, 1), 0.25))


def test_what_is_far_apart_is_told_and_what_is_equal_is_not() -> None:
    good, worse = likely(LABELS, [0.9, 0.7], 2)
    predicted = [good, good.copy(), worse]
    f1 = np.array([macro_f1(LABELS, one, CLASSES) for one in predicted])
    better = told_apart(f1, resampled_f1(LABELS, predicted, CLASSES), len(LABELS))
    assert better.tolist() == [[False, False, True], [False, False, True], [False, False, False]]
    assert [(one.rank, one.last) for one in places(f1.tolist(), better, [True] * 3)] == [
        (1, 2),
        (1, 2),
        (3, 3),
    ]


def test_pairs_on_the_same_images_are_told_apart_where_two_intervals_would_overlap() -> None:
    worse = likely(LABELS, [0.8], 3)[0]
    better = worse.copy()
    mended = np.flatnonzero(worse != LABELS)[:25]
    better[mended] = LABELS[mended]
    predicted = [worse, better]
    f1 = np.array([macro_f1(LABELS, one, CLASSES) for one in predicted])
    resampled = resampled_f1(LABELS, predicted, CLASSES)
    low, high = np.quantile(resampled, [0.025, 0.975], axis=0)
    assert low[1] < high[0]
    assert told_apart(f1, resampled, len(LABELS))[1, 0]


@pytest.mark.parametrize(("more", "is_told"), [(6, False), (9, True)])
def test_a_few_images_prove_nothing(more: int, is_told: bool) -> None:
    worse = likely(LABELS, [0.8], 5)[0]
    better = worse.copy()
    mended = np.flatnonzero(worse != LABELS)[:more]
    better[mended] = LABELS[mended]
    f1 = np.array([macro_f1(LABELS, one, CLASSES) for one in (worse, better)])
    resampled = resampled_f1(LABELS, [worse, better], CLASSES)
    assert told_apart(f1, resampled, len(LABELS))[1, 0] == is_told


def test_equal_networks_are_rarely_told_apart_however_many_they_are() -> None:
    rng = np.random.default_rng(4)
    wrong = 0
    for _ in range(60):
        answers = [
            np.where(rng.random(300) < 0.8, LABELS[:300], (LABELS[:300] + 1) % CLASSES) for _ in range(12)
        ]
        f1 = np.array([macro_f1(LABELS[:300], one, CLASSES) for one in answers])
        wrong += bool(told_apart(f1, resampled_f1(LABELS[:300], answers, CLASSES, 300), 300).any())
    assert wrong <= 7, "3 of 60 are expected"


@settings(max_examples=60)
@given(st.integers(2, 9), st.integers(0, 10**6))
def test_ranks_keep_the_order_of_f1_and_what_was_told(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    f1 = np.round(rng.normal(0.8, 0.05, count), 2)
    resampled = f1 + rng.normal(0, rng.uniform(0.001, 0.05, count), (200, count))
    better = told_apart(f1, resampled, 1000)
    compared = (rng.random(count) < 0.7).tolist()
    found = places(f1.tolist(), better, compared)
    for one in range(count):
        assert found[one].rank <= found[one].last
        for other in range(count):
            if f1[one] >= f1[other]:
                assert found[one].rank <= found[other].rank
            if compared[one] and compared[other] and better[one, other]:
                assert found[one].rank < found[other].rank


def test_one_that_was_not_compared_stands_where_its_f1_says() -> None:
    found = places([0.9, 0.8, 0.7], np.zeros((3, 3), bool), [True, False, True])
    assert [(one.rank, one.compared) for one in found] == [(1, True), (2, False), (2, True)]
