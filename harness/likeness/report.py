"""All that was found in a class, as a record, as JSON, and as a table in a terminal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.likeness.alike import Alike
from harness.likeness.compare import Sources
from harness.likeness.sources import MAX_CHARACTERS, Code
from harness.report.paper import WIDTH, say
from harness.report.text import one_line
from harness.words.phrase import Phrase, phrase
from harness.words.say import say as words

MOST_NEXT, MOST_BEYOND = 5, 50
"""Pairs that do not stand out, and are shown all the same, of each kind: the most alike, or else those that are beyond every
honest pair, though a class of this size has some such by chance."""
MOST_IN_JSON = 1000


@dataclass(frozen=True)
class Report:
    """What stands out, the most alike of what does not, which works were not compared in full and why, and a few sentences
    on the whole."""

    standing_out: list[Alike]
    next_ones: list[Alike]
    not_compared: dict[str, Phrase]
    summary: list[Phrase]


def report_of(
    found: Sequence[Sequence[Alike]], not_compared: Mapping[str, Phrase], summary: Sequence[Phrase]
) -> Report:
    """The report on likenesses, given by kind, each the most alike first."""
    standing_out = [one for kind in found for one in kind if one.stands_out]
    next_ones = [one for kind in found for one in _next(kind)]
    nothing = [] if standing_out else [phrase("likeness.nothing")]
    return Report(standing_out, next_ones, dict(not_compared), [*summary, *nothing, phrase("likeness.fair")])


def _next(kind: Sequence[Alike]) -> Sequence[Alike]:
    others = [one for one in kind if not one.stands_out]
    beyond = sum(one.beyond for one in others)
    return others[: min(max(beyond, MOST_NEXT), MOST_BEYOND)]


def unread(codes: Sequence[Code], sources: Sources) -> dict[str, Phrase]:
    """Works whose code was not compared, or not all of it, and why."""
    found = {codes[place].name: phrase("likeness.too_short") for place in sources.short}
    for code in codes:
        if code.why:
            found[code.name] = phrase("likeness.no_code", why=code.why)
        elif code.cut:
            found[code.name] = phrase("likeness.cut", most=MAX_CHARACTERS)
    return found


def sentence(one: Phrase) -> str:
    """A phrase in words, safe to show."""
    return one_line(words(one), 500)


def pair(one: Alike, limit: int = 80) -> str:
    """The names of both works, each of at most so many characters, safe to show."""
    return words(phrase("likeness.two", names=[one_line(name, limit) for name in one.names]))


def as_json(report: Report) -> str:
    """The report as JSON: what stands out, then what else is alike, strongest first."""
    listed = [
        {
            "kind": one.kind.value,
            "names": list(one.names),
            "strength": round(one.strength, 3),
            "honest_rate": one.rate,
            "beyond_honest_pairs": one.beyond,
            "stands_out": one.stands_out,
            "found": words(one.found),
            "how_sure": words(one.how_sure),
        }
        for one in [*report.standing_out, *report.next_ones][:MOST_IN_JSON]
    ]
    data = {
        "summary": [words(one) for one in report.summary],
        "alike": listed,
        "not_compared": {name: words(why) for name, why in report.not_compared.items()},
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def print_report(report: Report, console: Console) -> None:
    """Prints a table of what stands out, and of the most alike that does not."""
    for title, some, style in (
        (
            phrase("likeness.standing_out"),
            report.standing_out,
            "bold magenta",
        ),
        (phrase("likeness.next_ones"), report.next_ones, "dim"),
    ):
        if some:
            say(console, words(title), style)
            console.print(_table(some, console))
            console.print()
    for name, why in report.not_compared.items():
        say(console, f"{one_line(name, 60)}: {sentence(why)}.", "yellow")
    for one in report.summary:
        say(console, sentence(one), "")


def _table(some: Sequence[Alike], console: Console) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, width=min(WIDTH, console.width))
    for header in (phrase("likeness.pair"), phrase("likeness.what"), phrase("likeness.how_rare")):
        table.add_column(Text(words(header), "bold"), overflow="fold")
    for one in some:
        table.add_row(Text(pair(one, 40)), Text(sentence(one.found)), Text(sentence(one.how_sure)))
    return table
