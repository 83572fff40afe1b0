"""The page of likeness: one HTML file that a teacher opens, pairs side by side, with nothing loaded from anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from harness.likeness.alike import Alike
from harness.likeness.compare import Passage, SourcePair, Sources
from harness.likeness.report import Report, pair, sentence
from harness.likeness.sources import Code
from harness.report.page import templates
from harness.report.text import one_line, visible
from harness.words.language import spoken
from harness.words.phrase import phrase
from harness.words.say import say

MAX_SHOWN = 50
"""Pairs whose sources are shown side by side."""
MAX_CHARACTERS = 8_000_000
"""Of all sources on the page."""
COLOURS = 8
"""Of passages; those of one number have one colour, on both sides."""


@dataclass(frozen=True)
class Side:
    """One work of a pair: its name and its code, with passages marked."""

    name: str
    code: Markup


@dataclass(frozen=True)
class Shown:
    """A pair on the page: its likeness in words, and both works; None where it is on another kind, or there is no room."""

    alike: Alike
    sides: tuple[Side, Side] | None


def render(report: Report, codes: Sequence[Code], sources: Sources) -> str:
    """The page, as HTML text (UTF-8). It forbids scripts and every request, and all text of students is escaped."""
    environment = templates(
        Path(__file__).parent, line=lambda text: one_line(text, 80), say=sentence, pair=pair
    )
    return environment.get_template("likeness.html.j2").render(
        report=report, shown=_shown(report, codes, sources), colours=range(COLOURS), language=spoken()
    )


def _shown(report: Report, codes: Sequence[Code], sources: Sources) -> list[Shown]:
    pairs = {(codes[pair.places[0]].name, codes[pair.places[1]].name): pair for pair in sources.pairs}
    left, shown = MAX_CHARACTERS, list[Shown]()
    seen = set[tuple[str, str]]()
    for alike in (*report.standing_out, *report.next_ones):
        pair = pairs.get(alike.names)
        size = 0 if pair is None else sum(len(codes[place].text) for place in pair.places)
        if pair is None or alike.names in seen or len(seen) == MAX_SHOWN or size > left:
            shown.append(Shown(alike, None))
            continue
        left -= size
        seen.add(alike.names)
        shown.append(Shown(alike, _sides(pair, codes)))
    return shown


def _sides(pair: SourcePair, codes: Sequence[Code]) -> tuple[Side, Side]:
    first, second = (
        Side(codes[place].name, _marked(codes[place].text, passages))
        for place, passages in zip(pair.places, pair.passages, strict=True)
    )
    return first, second


def _marked(text: str, passages: Sequence[Passage]) -> Markup:
    """The text, escaped, with each passage in an element of its colour."""
    parts, place = list[Markup](), 0
    for passage in sorted(passages, key=lambda one: one.start):
        parts.append(escape(visible(text[place : passage.start])))
        parts.append(
            Markup('<mark class="c{}" title="{}">{}</mark>').format(
                passage.number % COLOURS,
                say(phrase("likeness.passage", number=passage.number + 1)),
                visible(text[passage.start : passage.end]),
            )
        )
        place = passage.end
    return Markup("").join([*parts, escape(visible(text[place:]))])
