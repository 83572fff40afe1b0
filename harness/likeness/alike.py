"""What is alike between two works, and how sure that is: the one record of it, for every kind of likeness."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from harness.likeness.compare import Sources
from harness.likeness.graded import Graded
from harness.likeness.mistakes import MistakePair
from harness.likeness.rates import Honest, HonestPairs, standing_out
from harness.likeness.sources import Code
from harness.words.phrase import Phrase, phrase


class Kind(StrEnum):
    """What of two works is alike."""

    SOURCES = "sources"
    MISTAKES = "mistakes"
    WEIGHTS = "weights"


@dataclass(frozen=True)
class Alike:
    """One likeness of two works.

    Args:
        kind: what is alike.
        names: of the two, by the alphabet.
        strength: as its kind measures it.
        rate: the share of honest pairs that are at least so much alike; None where that is not known.
        beyond: whether no honest pair that was measured was so much alike.
        stands_out: whether it is beyond what the honest pairs of a class of this size show.
        found: what is alike, in words.
        how_sure: how often honest pairs are so much alike, in words.
    """

    kind: Kind
    names: tuple[str, str]
    strength: float
    rate: float | None
    beyond: bool
    stands_out: bool
    found: Phrase
    how_sure: Phrase


def judged(
    kind: Kind,
    found: Sequence[tuple[tuple[str, str], float, Phrase]],
    compared: int,
    honest: Honest | None,
) -> list[Alike]:
    """Likenesses of one kind, each as (names, strength, what is alike), set against honest pairs, in the order given.

    Of ``compared`` pairs, those stand out that the rule of Benjamini and Hochberg picks and that no honest pair reached;
    without a record of honest pairs, none does.
    """
    rates = (
        {(place, 0): honest.rate(strength) for place, (_, strength, _) in enumerate(found)} if honest else {}
    )
    picked = standing_out(rates, compared)
    return [
        Alike(
            kind,
            names,
            strength,
            rates.get((place, 0)),
            beyond := honest is not None and honest.beyond(strength),
            beyond and (place, 0) in picked,
            what,
            _how_sure(honest, strength),
        )
        for place, (names, strength, what) in enumerate(found)
    ]


def alike_sources(codes: Sequence[Code], sources: Sources, honest: Honest | None) -> list[Alike]:
    """Sources that are alike, in the order of ``sources.pairs``."""
    found = [
        (
            (codes[pair.places[0]].name, codes[pair.places[1]].name),
            pair.strength,
            phrase(
                "likeness.sources",
                symbols=pair.alike,
                passages=max(map(len, pair.passages)),
                share=pair.share,
                own=pair.own,
            ),
        )
        for pair in sources.pairs
    ]
    return judged(Kind.SOURCES, found, sources.compared, honest)


def alike_mistakes(names: Sequence[str], pairs: Sequence[MistakePair], honest: HonestPairs) -> list[Alike]:
    """Networks, by the ``names`` of their works, that make the same mistakes, in the order of ``pairs``."""
    found = [
        (
            (names[pair.places[0]], names[pair.places[1]]),
            pair.strength,
            phrase(
                "likeness.mistakes",
                same=pair.same,
                fewer=pair.fewer,
                share=pair.share,
                expected=pair.expected,
            ),
        )
        for pair in pairs
    ]
    by_class = any(pair.expected is not None for pair in pairs)
    return judged(Kind.MISTAKES, found, len(pairs), honest.mistakes_of_class if by_class else honest.mistakes)


def alike_weights(networks: Sequence[Graded]) -> list[Alike]:
    """Works whose best networks have equal weights, in the order of names."""
    told = [one for one in networks if one.weights]
    return [
        Alike(
            Kind.WEIGHTS,
            (one.name, other.name),
            1.0,
            None,
            beyond=True,
            stands_out=True,
            found=phrase("likeness.weights"),
            how_sure=phrase("likeness.weights_sure"),
        )
        for one, other in itertools.combinations(told, 2)
        if one.weights == other.weights
    ]


def _how_sure(honest: Honest | None, strength: float) -> Phrase:
    if honest is None:
        return phrase("likeness.rate_unknown")
    if honest.beyond(strength):
        return phrase("likeness.beyond", pairs=honest.pairs, in_one=1 / honest.rate(strength))
    if (rate := honest.rate(strength)) < 1:
        return phrase("likeness.rate", pairs=honest.pairs, in_one=1 / rate)
    return phrase("likeness.usual", pairs=honest.pairs, in_one=1 / honest.counted)
