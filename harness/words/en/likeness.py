"""What is alike between the works of a class, in English. No sentence says who was first, or that somebody copied."""

from harness.words.template import Catalogue


def _sources(*, symbols: int, passages: int, share: float, own: int) -> str:
    several = "1 passage" if passages == 1 else f"{passages:,} passages"
    return (
        f"code: {symbols:,} symbols in {several}, {share:.0%} of the {own:,} that are the smaller work's own"
    )


WORDS: Catalogue = {
    "likeness.sources": _sources,
    "likeness.rate_unknown": "not known: no honest pairs were measured for this",
    "likeness.beyond": "none of {pairs:,}; by their tail, about 1 in {in_one:,.0f}",
    "likeness.rate": "about 1 in {in_one:,.0f}, by {pairs:,} pairs",
    "likeness.usual": "more often than 1 in 50, by {pairs:,} pairs",
    "likeness.too_short": "it has too little code of its own to be compared",
    "likeness.cut": "of its code, the first {most:,} characters were compared",
    "likeness.no_code": "its code was not compared: {why}",
    "likeness.summary": "{compared:,} pairs of {works:,} works were compared by their code.",
    "likeness.nothing": "No pair is alike beyond what honest pairs show.",
    "likeness.fair": (
        "This accuses nobody: honest pairs can be alike too, both may have one source, and who was first is not known. Read "
        "both works before you judge."
    ),
}
