"""Which sources of a class share passages beyond what is known to all, and how strongly."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from harness.likeness.passages import Fingerprints, all_hashes, common, fingerprints, shared_counts, spans
from harness.likeness.sources import Code

LEAST_OWN = 100
"""Symbols of their own that both works need, to be compared: small works are alike by nature."""
COMMON_SHARE, COMMON_LEAST = 1 / 3, 10
"""What so many of a class hold, and at least so many, everybody may hold."""
MAX_PAIRS = 5000
"""Pairs whose passages are laid out, those first that share most fingerprints."""


@dataclass(frozen=True)
class Passage:
    """Characters of a text, from ``start`` to ``end``; passages of one ``number`` are alike."""

    start: int
    end: int
    number: int


@dataclass(frozen=True)
class SourcePair:
    """Two works, by their places in the class, and what they share.

    Args:
        places: of the two works.
        alike: symbols in passages that both have; of the work that has fewer of them, and not more than ``own``.
        own: symbols that are not known to all, of the work that has fewer of them.
        passages: where these stand in the first text and in the second.
    """

    places: tuple[int, int]
    alike: int
    own: int
    passages: tuple[list[Passage], list[Passage]] = field(repr=False)

    @property
    def share(self) -> float:
        """The part of the smaller work's own code that is alike, in [0, 1]."""
        return self.alike / self.own

    @property
    def strength(self) -> float:
        """Grows with the length of what is alike and with its share: the square root of their product."""
        return math.sqrt(self.alike * self.share)


@dataclass(frozen=True)
class Sources:
    """The sources of a class side by side: how many pairs were compared, and those that share something, strongest first.
    ``short`` are the places of works with too little code of their own."""

    compared: int
    pairs: list[SourcePair]
    short: list[int]


def compare(codes: Sequence[Code], known: Sequence[Code] = (), common_share: float = COMMON_SHARE) -> Sources:
    """Compares each two works; passages of ``known`` code, and those that such a share of the class holds, are left out."""
    told = [all_hashes(one) for one in known]
    hashes = np.unique(np.concatenate(told)) if told else np.zeros(0, np.int64)
    found = [fingerprints(one, hashes) for one in codes]
    least = max(COMMON_LEAST, math.ceil(common_share * len(found)))
    everybody = common(found, least)
    found = [one.without(everybody) for one in found]
    long = [place for place, one in enumerate(found) if one.own >= LEAST_OWN]
    pairs = list(_pairs(found, long))
    pairs.sort(key=lambda pair: (-pair.strength, pair.places))
    short = [place for place, one in enumerate(found) if one.own < LEAST_OWN]
    return Sources(len(long) * (len(long) - 1) // 2, pairs, short)


def _pairs(found: Sequence[Fingerprints], long: Sequence[int]) -> Iterator[SourcePair]:
    counts = np.triu(shared_counts([found[place] for place in long]), 1)
    rows, columns = np.nonzero(counts)
    order = np.argsort(-counts[rows, columns], kind="stable")[:MAX_PAIRS]
    for row, column in zip(rows[order], columns[order], strict=True):
        yield _pair(found, long[int(row)], long[int(column)])


def _pair(found: Sequence[Fingerprints], first: int, second: int) -> SourcePair:
    one, other = found[first], found[second]
    shared = np.intersect1d(one.hashes, other.hashes)
    here, there = spans(one, shared), spans(other, shared)
    own = min(one.own, other.own)
    # Passages that lie close together are one, with what stands between them.
    alike = min(own, *(sum(end - start for start, end in side) for side in (here, there)))
    passages = (
        [_passage(one, span, number) for number, span in enumerate(here)],
        [_passage(other, span, _like(other, span, one, here, shared)) for span in there],
    )
    return SourcePair((first, second), alike, own, passages)


def _passage(one: Fingerprints, span: tuple[int, int], number: int) -> Passage:
    return Passage(one.tokens[span[0]].start, one.tokens[span[1] - 1].end, number)


def _like(
    other: Fingerprints,
    span: tuple[int, int],
    one: Fingerprints,
    here: Sequence[tuple[int, int]],
    shared: NDArray[np.int64],
) -> int:
    """The number of the passage of the first source that a passage of the second has most fingerprints of."""
    within = (other.places >= span[0]) & (other.places < span[1])
    mine = np.intersect1d(other.hashes[within], shared)
    places = one.places[np.isin(one.hashes, mine)]
    starts = np.array([start for start, _ in here])
    numbers = np.searchsorted(starts, places, side="right") - 1
    return int(np.bincount(numbers).argmax())
