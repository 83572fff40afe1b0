"""The twin of a split: the same shapes, types and names, and other content, so that what is computed from it differs.

Classes are renamed, their counts differ from class to class, and pixel values are bent; which way is a secret of each
audit. What does not change with the data was not computed from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harness.dataset.dataset import Labelled
from harness.dataset.split import Split

LEAST_MORE, MOST_MORE = 0.02, 0.08
"""How far the count of a class lies from that of the others, as a share."""
GAMMAS = ((0.72, 0.88), (1.14, 1.4))
"""Exponents that pixel values are bent by: each moves mean and deviation by more than what counts as the same."""
Generator = np.random.Generator


@dataclass(frozen=True, eq=False)
class Twin:
    """A split that is like another one, and how it was made.

    Args:
        split: its visible training and test images, and the hidden ones, all with renamed labels.
        renaming: int (classes,): class ``i`` of the first split is class ``renaming[i]`` here.
        bend: uint8 (256,), never falling: the value that a pixel value became; 0 and 255 stay.
        reordered: whether images have other places, so that what is made of them differs, though it be but where they are 0.
    """

    split: Split
    renaming: NDArray[np.int64]
    bend: NDArray[np.uint8]
    reordered: bool


def make_twin(
    split: Split,
    families: Sequence[Sequence[int]],
    secret: bytes,
    *,
    renamed_alone: bool = False,
    equal_counts: bool = False,
) -> Twin:
    """The twin of a split that belongs to a secret.

    ``families`` are two groups of classes, of the same size, that are alike among themselves: a renaming takes each
    class into the other group, so that a network cannot follow it by knowing the related class. With
    ``renamed_alone`` counts and pixel values stay as they are, for work that does not run with others; with
    ``equal_counts`` the counts alone do, for work that asks by them which data it has.
    """
    generator = np.random.default_rng(np.frombuffer(secret, np.uint8))
    renaming = _renaming(families, generator)
    bend = np.arange(256, dtype=np.uint8) if renamed_alone else _bend(generator)

    reordered = not (renamed_alone or equal_counts)

    def part(
        images: NDArray[np.uint8], labels: NDArray[np.uint8]
    ) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        rows = _uneven(labels, len(renaming), generator) if reordered else np.arange(len(labels))
        return bend[images[rows]], renaming[labels[rows]].astype(np.uint8)

    train = part(split.train_images, split.train_labels)
    test_images, test_labels = part(split.test_images, split.test_labels)
    twin = Split(
        hidden_images=bend[split.hidden_images],
        hidden_labels=renaming[split.hidden_labels].astype(np.uint8),
        test_images=test_images,
        test_labels=test_labels,
        train=Labelled(lambda: train),
        split_id=f"twin-{generator.bytes(8).hex()}",
        stand_in=split.stand_in,
        origin=split.origin,
    )
    return Twin(twin, renaming, bend, reordered)


def _renaming(families: Sequence[Sequence[int]], generator: Generator) -> NDArray[np.int64]:
    first, second = (np.array(family, np.int64) for family in families)
    renaming = np.empty(len(first) + len(second), np.int64)
    renaming[first], renaming[second] = generator.permutation(second), generator.permutation(first)
    return renaming


def _bend(generator: Generator) -> NDArray[np.uint8]:
    low, high = GAMMAS[generator.integers(len(GAMMAS))]
    values = np.arange(256) / 255
    return np.asarray(np.rint(255 * values ** generator.uniform(low, high)), np.uint8)


def _uneven(labels: NDArray[np.uint8], classes: int, generator: Generator) -> NDArray[np.int64]:
    """Rows, as many as there are, with another count for each class: some rows are left out, others come twice."""
    each = len(labels) // classes
    more = np.linspace(LEAST_MORE, MOST_MORE, classes // 2) + generator.uniform(0, 0.005, classes // 2)
    steps = np.rint(each * more).astype(np.int64)
    changes = np.concatenate([steps, -steps, np.zeros(classes % 2, np.int64)])
    rows = [
        np.resize(generator.permutation(np.flatnonzero(labels == label)), np.sum(labels == label) + change)
        for label, change in enumerate(generator.permutation(changes))
    ]
    return generator.permutation(np.concatenate(rows))
