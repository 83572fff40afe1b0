"""Ranks that claim no more than the hidden images can tell.

All networks were scored on the same images, so resampling these once resamples every network (a paired bootstrap). Which of
two networks is better is asked of all pairs at once, by the stepdown of Romano and Wolf (Econometrica 73, 2005) over the
largest studentised difference: the chance that any pair is told wrongly is 5 %. What is told of the pairs gives a confidence
set for each rank (Mogstad, Romano, Shaikh, Wilhelm, Review of Economic Studies 91, 2024), and the best rank in it is the one
that is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
LEVEL = 0.95
SEED = 20170828
MOST_WEIGHTS = 2 * 10**7
"""Numbers of a block of resamples that are in memory at once."""
SMALLEST_SCALE = 0.25
"""Of the median deviation of a difference: pairs that differ on a few images have deviations near 0, and would be all that the
largest studentised difference tells of."""
FEW = 10
"""Images of which a pair is taken to differ at least when its deviation is reckoned. Of so few, a bootstrap takes the deviation
for less than it is: with this, six that one network alone has right are no proof, and seven are (p = 0.016 by the sign test)."""
ONE_PAIR = 1.96
"""What the studentised difference of a single pair stays below with the chance `LEVEL`; that of several is no lower."""


@dataclass(frozen=True)
class Place:
    """Where one stands: ``rank`` is one more than are better, and ``last`` the rank if all were better that may be.

    ``compared`` is False where only the values of F1 were at hand.
    """

    rank: int
    last: int
    compared: bool


def resampled_f1(
    labels: NDArray[np.int64],
    predicted: Sequence[NDArray[np.int64]],
    classes: int,
    resamples: int = RESAMPLES,
) -> NDArray[np.float64]:
    """Macro-F1 of each of n networks on the same resamples of the images, float64 (resamples, n).

    Args:
        labels: the true ones, (N,), each below ``classes``.
        predicted: of each network, (N,) likewise.
        classes: how many there are; one that a resample lacks counts 0, as in `harness.grading.metrics`.
        resamples: how many are drawn; the seed is fixed.
    """
    images, networks = len(labels), len(predicted)
    answers = np.stack(list(predicted), axis=1)
    rng = np.random.default_rng(SEED)
    block = max(1, MOST_WEIGHTS // images)
    found = []
    for start in range(0, resamples, block):
        count = min(block, resamples - start)
        drawn = rng.integers(images, size=(count, images))
        drawn += np.arange(count)[:, None] * images
        # Counts are below 2**24, so float32 holds them, and a product of matrices is fast.
        weights = (
            np.bincount(drawn.ravel(), minlength=count * images).reshape(count, images).astype(np.float32)
        )
        total = np.zeros((count, networks))
        for label in range(classes):
            chosen, true = answers == label, labels == label
            support = weights[:, true].sum(axis=1, keepdims=True, dtype=np.float64)
            hits = support - _weighed(weights, ~chosen & true[:, None])
            sizes = support + hits + _weighed(weights, chosen & ~true[:, None])
            total += np.divide(2.0 * hits, sizes, out=np.zeros(hits.shape), where=sizes > 0)
        found.append(total / classes)
    return np.concatenate(found)


def _weighed(weights: NDArray[np.float32], mistakes: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The weights (resamples, N) of mistakes (N, n), summed over the images: (resamples, n). Most images are mistaken for a
    given class by nobody, and left out."""
    images = mistakes.any(axis=1)
    return np.asarray(weights[:, images] @ mistakes[images].astype(np.float32), np.float64)


def told_apart(
    f1: NDArray[np.float64], resampled: NDArray[np.float64], images: int, level: float = LEVEL
) -> NDArray[np.bool_]:
    """Which network is better than which, bool (n, n): row better than column. With a chance of ``level``, no entry is wrong.

    Args:
        f1: macro-F1 of n networks.
        resampled: the same on resamples, (resamples, n).
        images: how many there are.
        level: of all pairs together.
    """
    count = len(f1)
    off = resampled - f1
    covariance = np.atleast_2d(np.cov(off, rowvar=False))
    variances = np.diagonal(covariance)
    scale = np.sqrt(np.maximum(variances[:, None] + variances[None, :] - 2 * covariance, 0))
    usual = float(np.median(scale[np.triu_indices(count, 1)])) if count > 1 else 0.0
    scale = np.maximum(scale, max(SMALLEST_SCALE * usual, FEW**0.5 / images))
    differences = f1[:, None] - f1[None, :]
    statistic = np.abs(differences) / scale
    left = np.triu(np.ones((count, count), bool), 1)
    # A row for each network, and half the bytes: all pairs are gone through several times.
    by_network = np.ascontiguousarray(off.T, np.float32)
    while left.any():
        new = left & (statistic > _critical(by_network, scale, left, level))
        if not new.any():
            break
        left &= ~new
    told = ~(left | left.T)
    np.fill_diagonal(told, False)
    return _in_order(f1, told & (differences > 0))


def _in_order(f1: NDArray[np.float64], better: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of what is told of pairs, what is told of all pairs that are further apart as well. Then whoever is better than one is
    better than all below it, and nobody stands behind a lower F1. It takes back claims and makes none."""
    _, group = np.unique(-f1, return_inverse=True)
    groups = np.ones((group.max() + 1,) * 2, bool)
    np.logical_and.at(groups, (group[:, None], group[None, :]), better)
    from_top = np.logical_and.accumulate(groups, axis=0)
    from_end = np.logical_and.accumulate(from_top[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(from_end[np.ix_(group, group)])


def _critical(
    off: NDArray[np.float32], scale: NDArray[np.float64], left: NDArray[np.bool_], level: float
) -> float:
    """What the largest studentised difference of the pairs that are left stays below with the chance ``level``."""
    largest = np.zeros(off.shape[1], np.float32)
    for first, seconds in enumerate(left):
        if seconds.any():
            moved = off[seconds] - off[first]
            moved /= scale[first, seconds, None].astype(np.float32)
            np.maximum(largest, np.abs(moved, out=moved).max(axis=0), out=largest)
    return max(float(np.quantile(largest, level)), ONE_PAIR)


def places(f1: Sequence[float], better: NDArray[np.bool_], compared: Sequence[bool]) -> list[Place]:
    """The place of each of n networks. Nobody stands behind one of lower F1, and of two that are told apart, the better one has
    the better rank.

    Args:
        f1: macro-F1, in any order.
        better: (n, n), row better than column, from `told_apart`; only pairs of which both are ``compared`` count.
        compared: whose answers were at hand; of any other pair, the higher F1 is taken for the better one.
    """
    scores, both = np.asarray(f1, float), np.logical_and.outer(compared, compared)
    ahead = np.where(both, better, scores[:, None] > scores[None, :])
    first, last = 1 + ahead.sum(axis=0), len(scores) - ahead.sum(axis=1)
    not_above = scores[None, :] <= scores[:, None]
    # One that is not compared has no more above it than those below it have.
    first = np.where(not_above, first[None, :], len(scores)).min(axis=1, initial=len(scores))
    return [
        Place(int(rank), int(end), bool(is_compared))
        for rank, end, is_compared in zip(first, last, compared, strict=True)
    ]
