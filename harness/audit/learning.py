"""What the scores of a network say of the classes that it knows: exact tests, which need no model of how it learns.

Everything here is of a matrix (C, C) of mean log-scores: its row is the true class of images, its column the class that
a network gives a score to.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_SCORE = 1e-6
"""Scores below it count as it: a single image that a network is sure to be none of a class must not outweigh all others."""
SUMS_TO_ONE = 1e-3
KNOWN = 4.5
"""`deviations` from which on a network knows classes: by chance, 92 honest networks before training reached 3.2."""
FEW = 1e-3
"""The share of all renamings that may fit a change as well as the true one does, where the change follows the true one."""
Matrix = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Learned:
    """Mean log-scores (C, C) of a network before its first training step and as it was handed over; None where they are not
    known."""

    before: Matrix | None
    after: Matrix | None


@dataclass(frozen=True)
class Rank:
    """The place of the true renaming among all that could have been drawn, from 1, by how well each fits."""

    place: int
    of: int

    @property
    def share(self) -> float:
        """Of all renamings, those that fit as well, the true one among them: how often chance is as good, or less often."""
        return self.place / self.of

    @property
    def follows(self) -> bool:
        """Whether so few fit as well that it is no chance."""
        return self.share <= FEW


def log_scores(scores: NDArray[np.floating], labels: NDArray[np.integer], classes: int) -> Matrix | None:
    """Mean log-scores (C, C) of ``scores`` float (N, C), shares or logits, of images with these labels int (N,).

    None where a score is not a number, where all images have the same ones, or where a class has no image.
    """
    found = np.asarray(scores, np.float64)
    counts = np.bincount(labels, minlength=classes)
    if not np.isfinite(found).all() or not counts.all() or not np.ptp(found, axis=0).any():
        return None
    sums = found.sum(axis=1)
    if found.min() < 0 or np.abs(sums - 1).max() > SUMS_TO_ONE:
        found = np.exp(found - found.max(axis=1, keepdims=True))
        found /= found.sum(axis=1, keepdims=True)
    logs = np.log(np.maximum(found, LEAST_SCORE))
    return np.stack([logs[labels == label].mean(axis=0) for label in range(classes)])


def deviations(matrix: Matrix, renaming: NDArray[np.integer]) -> float:
    """How many standard deviations the sum of ``matrix[i, renaming[i]]`` lies above its mean over all permutations.

    Mean and deviation are those of Hoeffding, "A combinatorial central limit theorem" (1951), and exact. A network that
    knows nothing of the classes fits no permutation better than others.
    """
    classes = len(matrix)
    centred = matrix - matrix.mean(axis=0) - matrix.mean(axis=1, keepdims=True) + matrix.mean()
    deviation = np.sqrt((centred**2).sum() / (classes - 1))
    if deviation == 0:
        return 0.0
    return float(centred[np.arange(classes), renaming].sum() / deviation)


def rank(change: Matrix, renaming: NDArray[np.integer], families: Sequence[Sequence[int]]) -> Rank:
    """The true renaming's rank among all that take each of two families of classes into the other one, by the sum of
    ``change[i, p(i)]``; one that fits as well counts as better. Under chance each rank is as likely as any other."""
    first, second = (_sums(change, one, other) for one, other in (families, reversed(families)))
    true = change[np.arange(len(change)), renaming].sum()
    at_least = np.add.outer(first, second) >= true - 1e-9
    return Rank(int(at_least.sum()), int(at_least.size))


def _sums(change: Matrix, family: Sequence[int], other: Sequence[int]) -> Matrix:
    """The sum of each way to take the classes of one family to those of the other."""
    ways = np.array(list(itertools.permutations(other)))
    return np.asarray(change[np.array(family), ways].sum(axis=1))
