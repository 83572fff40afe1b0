"""What is alike between two works, and how sure that is: the one record of it, for every kind of likeness."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from harness.likeness.compare import Sources
from harness.likeness.graded import Graded
from harness.likeness.mistakes import MistakePair
from harness.likeness.rates import FALSE_ALARM, LEAST_PAIRS, TAIL, Honest, standing_out
from harness.likeness.sources import Code
from harness.words.phrase import Phrase, phrase

LEAST_NETWORKS = 48
"""Of a class, so that beside two of them the others make `LEAST_PAIRS`."""


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
    honest: Sequence[Honest | None],
    how_sure: Callable[[Honest | None, float], Phrase],
) -> list[Alike]:
    """Likenesses of one kind, each as (names, strength, what is alike), set against honest pairs, in the order given.

    Of ``compared`` pairs, those stand out that Holm's rule picks and that no pair of ``honest`` reached, which holds what each is
    set against; without such a record, none does.
    """
    rates = {
        place: record.rate(strength)
        for place, ((_, strength, _), record) in enumerate(zip(found, honest, strict=True))
        if record is not None
    }
    picked = standing_out(rates, compared)
    return [
        Alike(
            kind,
            names,
            strength,
            rates.get(place),
            beyond := record is not None and record.beyond(strength),
            beyond and place in picked,
            what,
            how_sure(record, strength),
        )
        for place, ((names, strength, what), record) in enumerate(zip(found, honest, strict=True))
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
    return judged(Kind.SOURCES, found, sources.compared, [honest] * len(found), _by_honest_pairs)


def alike_mistakes(names: Sequence[str], pairs: Sequence[MistakePair]) -> list[Alike]:
    """Networks, by the ``names`` of their works, that make the same mistakes, in the order of ``pairs``: the strongest first.
    Each is set against all pairs of the class that it has no part in, where these are enough."""
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
    return judged(Kind.MISTAKES, found, len(pairs), _rest_of_class(pairs), _by_class)


def _rest_of_class(pairs: Sequence[MistakePair]) -> list[Honest | None]:
    """What each pair is set against: those of the class without its two networks, and without the networks of pairs before it
    that are sure to stand out, so that one copy does not hide another. For all but the strongest, which are not told apart, it
    is the class as a whole."""
    records, gone = list[Honest | None](), set[int]()
    for pair in pairs[:TAIL]:
        without = gone | {*pair.places}
        rest = [other.strength for other in pairs if without.isdisjoint(other.places)]
        record = Honest.of(rest, 0) if len(rest) >= LEAST_PAIRS else None
        if record is not None and record.rate(pair.strength) * len(pairs) <= FALSE_ALARM:
            gone |= {*pair.places}
        records.append(record)
    whole = Honest.of([pair.strength for pair in pairs], 0) if len(pairs) >= LEAST_PAIRS else None
    return [*records, *[whole if all(records) else None] * (len(pairs) - len(records))]


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


def _by_honest_pairs(honest: Honest | None, strength: float) -> Phrase:
    if honest is None:
        return phrase("likeness.rate_unknown")
    if honest.beyond(strength):
        return phrase("likeness.beyond", pairs=honest.pairs, in_one=1 / honest.rate(strength))
    if (rate := honest.rate(strength)) < 1:
        return phrase("likeness.rate", pairs=honest.pairs, in_one=1 / rate)
    return phrase("likeness.usual", pairs=honest.pairs, in_one=1 / honest.counted)


def _by_class(rest: Honest | None, strength: float) -> Phrase:
    if rest is None:
        return phrase("likeness.class_too_small", least=LEAST_NETWORKS)
    if rest.beyond(strength):
        return phrase("likeness.beyond_class", pairs=rest.pairs, in_one=1 / rest.rate(strength))
    return phrase("likeness.usual_in_class", pairs=rest.pairs)
