"""What is hard for the networks that count: classes, pairs of classes, and visible images."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from harness.class_report.works import Work, Works
from harness.evidence.network import Metrics

MOST_PAIRS = 8
MOST_PICTURES = 18
LEAST_WORKS = 2
"""Whose networks mistake an image, before it is called hard."""


@dataclass(frozen=True)
class HardClass:
    """One class: the mean of its F1 over the networks that count, the lowest, and the highest, each in [0, 1]."""

    name: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Pair:
    """Images of class ``true`` that are taken for class ``predicted``: their share of the class in [0, 1], over all networks that
    count, and how many of the networks do so with one image at least."""

    true: str
    predicted: str
    share: float
    networks: int


@dataclass(frozen=True)
class HardImage:
    """A visible test image, a PNG in Base64, that the best networks of so many ``works`` mistake: for which class each."""

    picture: str
    true: str
    predicted: tuple[tuple[str, int], ...]
    works: int


@dataclass(frozen=True)
class Hard:
    """All of it: classes, the hardest first, over so many ``networks``, and pairs, the most frequent first. ``images`` are None
    where grades on several splits are stored, for what is visible in one may be hidden in another."""

    networks: int
    classes: list[HardClass]
    pairs: list[Pair]
    images: list[HardImage] | None


def hard(works: Works) -> Hard:
    """What is hard for the best networks of the marks on one split."""
    scored = works.scored
    named = [tuple(one.name for one in metrics.per_class) for _, metrics in scored]
    # Grades of an assignment that meanwhile has other classes are left aside.
    names = max(named, key=named.count, default=())
    alike = [one for one, classes in zip(scored, named, strict=True) if classes == names]
    metrics = [one for _, one in alike]
    return Hard(len(metrics), _classes(names, metrics), _pairs(names, metrics), _images(works, alike))


def _classes(names: Sequence[str], metrics: Sequence[Metrics]) -> list[HardClass]:
    if not metrics:
        return []
    f1 = np.array([[score.f1 for score in one.per_class] for one in metrics])
    found = [
        HardClass(name, float(of.mean()), float(of.min()), float(of.max()))
        for name, of in zip(names, f1.T, strict=True)
    ]
    return sorted(found, key=lambda one: one.mean)


def _pairs(names: Sequence[str], metrics: Sequence[Metrics]) -> list[Pair]:
    if not metrics:
        return []
    matrices = np.array([one.confusion_matrix for one in metrics], float)
    counts = matrices.sum(axis=0)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    np.fill_diagonal(shares, 0)
    places = np.argsort(-shares, axis=None, kind="stable")[:MOST_PAIRS]
    return [
        Pair(
            names[true],
            names[predicted],
            float(shares[true, predicted]),
            int((matrices[:, true, predicted] > 0).sum()),
        )
        for true, predicted in zip(*np.unravel_index(places, shares.shape), strict=True)
        if shares[true, predicted] > 0
    ]


def _images(works: Works, scored: Sequence[tuple[Work, Metrics]]) -> list[HardImage] | None:
    """Images that several grades keep as an example. All of them are of the visible test set (`harness.grade.insight`)."""
    splits = {grade.split_id for work in works.found for grade in work.attempts if not grade.stand_in}
    if works.unread or len(splits) > 1:
        return None
    found = dict[tuple[str, str], Counter[str]]()
    for work, _ in scored:
        seen = set[str]()
        for pair in work.grade.insight.mistaken:
            for picture in pair.pictures:
                if picture not in seen:
                    seen.add(picture)
                    found.setdefault((picture, pair.true), Counter())[pair.predicted] += 1
    images = [
        HardImage(picture, true, tuple(taken.most_common()), taken.total())
        for (picture, true), taken in found.items()
        if taken.total() >= LEAST_WORKS
    ]
    return sorted(images, key=lambda one: -one.works)[:MOST_PICTURES]
