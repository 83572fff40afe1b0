"""What scores say of the classes that a network knows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.audit.learning import KNOWN, deviations, log_scores, rank

FAMILIES = ((0, 2, 3, 4, 6), (1, 5, 7, 8, 9))
RENAMING = np.array([5, 0, 7, 1, 9, 2, 8, 3, 4, 6])
IDENTITY = np.arange(10)
LABELS = np.tile(IDENTITY, 100)
SEEDS = st.integers(0, 2**32 - 1)


def shares(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def logits(seed: int, knows: np.ndarray | None = None, how_well: float = 0.0) -> np.ndarray:
    """Of a network whose scores depend on the image, and on its class where it knows the classes."""
    generator = np.random.default_rng(seed)
    found = generator.normal(size=(10, 10))[LABELS] + generator.normal(size=(1000, 10))
    if knows is not None:
        found[np.arange(1000), knows[LABELS]] += how_well
    return found


def matrix(scores: np.ndarray) -> np.ndarray:
    found = log_scores(scores, LABELS, 10)
    assert found is not None
    return found


@given(SEEDS)
def test_shares_and_logits_say_the_same(seed: int) -> None:
    found = logits(seed)
    assert np.allclose(matrix(found), matrix(shares(found)))


@pytest.mark.parametrize(
    "scores",
    [np.full((1000, 10), np.nan), np.zeros((1000, 10)), np.tile(np.arange(10.0), (1000, 1))],
    ids=["not numbers", "nothing", "the same for each image"],
)
def test_scores_that_say_nothing(scores: np.ndarray) -> None:
    assert log_scores(scores, LABELS, 10) is None


def test_a_class_without_images_says_nothing() -> None:
    assert log_scores(logits(0), np.minimum(LABELS, 8), 10) is None


def test_who_knows_the_classes_and_who_does_not() -> None:
    honest = [deviations(matrix(logits(seed)), IDENTITY) for seed in range(300)]
    assert max(honest) < KNOWN
    knowing = [deviations(matrix(logits(seed, IDENTITY, 6.0)), IDENTITY) for seed in range(300)]
    assert min(knowing) > KNOWN


def test_the_deviations_are_those_of_all_permutations() -> None:
    small = np.random.default_rng(7).normal(size=(10, 10))
    generator = np.random.default_rng(1)
    drawn = np.array([generator.permutation(10) for _ in range(20_000)])
    sums = small[IDENTITY, drawn].sum(axis=1)
    wanted = (small[IDENTITY, IDENTITY].sum() - sums.mean()) / sums.std()
    assert deviations(small, IDENTITY) == pytest.approx(wanted, abs=0.03)
    assert deviations(np.ones((10, 10)), IDENTITY) == 0.0


@given(SEEDS)
def test_training_moves_towards_the_true_renaming(seed: int) -> None:
    before, after = logits(seed), logits(seed, RENAMING, 3.0)
    found = rank(matrix(after) - matrix(before), RENAMING, FAMILIES)
    assert (found.place, found.of) == (1, 14_400)
    assert found.follows


def test_without_learning_each_rank_is_as_likely_as_any_other() -> None:
    ranks = [
        rank(np.random.default_rng(seed).normal(size=(10, 10)), RENAMING, FAMILIES) for seed in range(2000)
    ]
    shares_of = np.array([one.place / one.of for one in ranks])
    assert np.quantile(shares_of, [0.25, 0.5, 0.75]) == pytest.approx([0.25, 0.5, 0.75], abs=0.04)
    assert sum(one.follows for one in ranks) <= 8


def test_no_change_follows_nothing() -> None:
    found = rank(np.zeros((10, 10)), RENAMING, FAMILIES)
    assert (found.place, found.of, found.follows) == (14_400, 14_400, False)
