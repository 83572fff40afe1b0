"""Mistakes that two networks share, against what their skill and the difficulty of each image explain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_CLASS = 20
"""Networks that are needed to tell how hard an image is."""
LEAST_MISTAKES = 50
"""Of each of two networks, to be compared."""
OF_OTHER_CLASSES, OF_NOTHING = 0.1, 0.01
"""What an image has of one mistake before it is seen: this part of all mistakes there, and so many of a mistake."""


@dataclass(frozen=True)
class MistakePair:
    """Two networks, by their places.

    Args:
        places: of the two.
        same: images that both take for the same wrong class.
        fewer: mistakes of the one that makes fewer.
        expected: how many of the same would be expected of two that learned apart; None where too few networks tell how hard
            each image is.
    """

    places: tuple[int, int]
    same: int
    fewer: int
    expected: float | None

    @property
    def share(self) -> float:
        """The part of the better network's mistakes that the other makes, too, in [0, 1]."""
        return self.same / self.fewer

    @property
    def strength(self) -> float:
        """How far beyond what is expected they agree, in standard deviations of a Poisson count, not below 0; without an
        expectation, the share."""
        if self.expected is None:
            return self.share
        deviation = max(self.expected, 1.0) ** 0.5
        return float(max(0.0, (self.same - self.expected) / deviation))


def shared_mistakes(predicted: Sequence[NDArray[np.int64]], truth: NDArray[np.int64]) -> list[MistakePair]:
    """Every pair with enough mistakes, the strongest first.

    Given each network's own confusion matrix, its mistakes of one kind (true class, wrong class) are taken to fall on images in
    proportion to how often all others made that mistake there, and two networks that learned apart to fall independently.

    Args:
        predicted: of each network, the labels of the same images, int64 (N,).
        truth: of these images, int64 (N,).
    """
    if len(predicted) < 2:
        return []
    labels = np.stack(predicted)
    classes = int(max(labels.max(), truth.max())) + 1
    networks = len(labels)
    same, expected = np.zeros((networks, networks)), np.zeros((networks, networks))
    for label in range(classes):
        wrong = _wrong(labels[:, truth == label], label, classes)
        flat = wrong.reshape(networks, -1)
        same += flat @ flat.T
        likely = _likely(wrong).reshape(networks, -1)
        expected += likely @ likely.T
    pairs = list(_pairs(same, expected if networks >= LEAST_CLASS else None))
    return sorted(pairs, key=lambda pair: (-pair.strength, pair.places))


def _wrong(labels: NDArray[np.int64], true: int, classes: int) -> NDArray[np.float32]:
    """Which wrong class each network takes each image for: float32 (networks, images, classes) of 0 and 1."""
    found: NDArray[np.float32] = (labels[:, :, None] == np.arange(classes)).astype(np.float32)
    found[:, :, true] = 0
    return found


def _likely(wrong: NDArray[np.float32]) -> NDArray[np.float32]:
    """How likely each network makes each mistake on each image, as far as its own counts and the others tell; as `_wrong`."""
    others = wrong.sum(axis=0) - wrong
    others += np.float32(OF_OTHER_CLASSES) * others.mean(axis=2, keepdims=True) + np.float32(OF_NOTHING)
    share = others / np.maximum(others.sum(axis=1, keepdims=True), np.float32(1e-9))
    counts = wrong.sum(axis=1, keepdims=True)
    found: NDArray[np.float32] = np.minimum(counts * share, 1)
    return found


def _pairs(same: NDArray[np.float64], expected: NDArray[np.float64] | None) -> Iterator[MistakePair]:
    mistakes = np.diag(same)
    for first, second in zip(*np.triu_indices(len(same), 1), strict=True):
        fewer = int(min(mistakes[first], mistakes[second]))
        if fewer >= LEAST_MISTAKES:
            awaited = None if expected is None else float(expected[first, second])
            yield MistakePair((int(first), int(second)), round(same[first, second]), fewer, awaited)
