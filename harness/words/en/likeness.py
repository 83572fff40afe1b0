"""What is alike between the works of a class, in English. No sentence says who was first, or that somebody copied."""

from harness.words.en.plural import many
from harness.words.template import Catalogue

FARTHEST = 1_000_000
"""Beyond this, what is reckoned from the tail of some thousand pairs says no more."""


def _sources(*, symbols: int, passages: int, share: float, own: int) -> str:
    several = "1 passage" if passages == 1 else f"{passages:,} passages"
    return (
        f"code: {symbols:,} symbols in {several}, {share:.0%} of the {own:,} that are the smaller work's own"
    )


def _tail(in_one: float) -> str:
    return f"about 1 in {in_one:,.0f}" if in_one < FARTHEST else f"fewer than 1 in {FARTHEST:,}"


def _beyond(*, pairs: int, in_one: float) -> str:
    return f"none of {pairs:,}; by their tail, {_tail(in_one)}"


def _beyond_class(*, pairs: int, in_one: float) -> str:
    return f"none of the {pairs:,} other pairs of this class; by their tail, {_tail(in_one)}"


def _mistakes(*, same: int, fewer: int, share: float, expected: float | None) -> str:
    awaited = (
        "" if expected is None else f"; about {expected:,.0f} would be expected of two that learned apart"
    )
    return (
        f"mistakes: both take {same:,} images for the same wrong class, {share:.0%} of the {fewer:,} mistakes of the better one"
        f"{awaited}"
    )


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _compared(*, compared: int, works: int) -> str:
    return f"{many(compared, 'pair')} of {many(works, 'work')} {_were(compared)} compared by code."


def _networks(*, compared: int, networks: int) -> str:
    return (
        f"{many(compared, 'pair')} of {many(networks, 'network')}, the best of each work, {_were(compared)} compared by "
        "mistakes on hidden images."
    )


WORDS: Catalogue = {
    "likeness.title": "Likeness",
    "likeness.pair": "Pair",
    "likeness.two": "{names: and }",
    "likeness.what": "What is alike",
    "likeness.how_rare": "Honest pairs so much alike",
    "likeness.standing_out": "Alike beyond what honest pairs, or the rest of the class, show",
    "likeness.next_ones": "Most alike of the others, which does not stand out",
    "likeness.usual_pair": "does not stand out",
    "likeness.not_in_full": "Not compared in full",
    "likeness.colours": "Honest pairs: {how_sure}. Passages of one colour are alike.",
    "likeness.passage": "passage {number}",
    "likeness.unreadable": "{file} cannot be read",
    "likeness.empty": "it holds no code",
    "likeness.sources": _sources,
    "likeness.mistakes": _mistakes,
    "likeness.weights": "weights: the best networks of both have equal weights, bit by bit",
    "likeness.weights_sure": (
        "none that start from numbers of their own; those that train the same code from the same seed can be equal"
    ),
    "likeness.rate_unknown": "not known: no honest pairs were measured for this",
    "likeness.beyond": _beyond,
    "likeness.beyond_class": _beyond_class,
    "likeness.usual_in_class": "some of the {pairs:,} other pairs of this class",
    "likeness.class_too_small": "not known: it takes a class of {least} networks to tell",
    "likeness.rate": "about 1 in {in_one:,.0f}, by {pairs:,} pairs",
    "likeness.usual": "more than 1 in {in_one:,.0f}, by {pairs:,} pairs",
    "likeness.too_short": "it has too little code of its own to be compared",
    "likeness.cut": "of its code, the first {most:,} characters were compared",
    "likeness.no_code": "its code was not compared: {why}",
    "likeness.summary": _compared,
    "likeness.mistakes_summary": _networks,
    "likeness.no_networks": (
        "No networks were compared: the results hold none of these works. If the class was graded with a roster, this command "
        "needs it, too."
    ),
    "likeness.some_networks": (
        "The results hold the best network of {networks:,} of these {works:,} works: nothing was compared of the networks of "
        "the others."
    ),
    "likeness.same_network": (
        "Mistakes are set against the other pairs of the class. Two that train the same structure can agree more than others do, "
        "and two that train the same code on the same data from the same seed can get equal networks, without knowing of each "
        "other."
    ),
    "likeness.too_few_networks": (
        "The class has fewer than {least} networks, so it does not tell how hard each image is, and mistakes are compared by "
        "their number alone."
    ),
    "likeness.other_split": "its network was not compared: it was graded on another hidden split",
    "likeness.nothing": "No pair is alike beyond what honest pairs show.",
    "likeness.fair": (
        "This accuses nobody: honest pairs can be alike too, both may have one source, and who was first is not known. Read "
        "both works before you judge."
    ),
}
