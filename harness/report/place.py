"""Where the best network stands among those that the authors of the assignment measured."""

from dataclasses import dataclass

from markupsafe import Markup

from harness.assignment.lines import line_called
from harness.grade.insight import Measured
from harness.grade.record import Grade
from harness.report import svg
from harness.report.text import interval
from harness.report.view import View
from harness.words.phrase import phrase
from harness.words.say import say
from harness.words.shown import band


@dataclass(frozen=True)
class PlaceRow:
    """One network: its name, its score and interval as words, the interval as a picture, and whether it is the student's."""

    name: str
    score: str
    interval: str
    whisker: Markup
    is_own: bool


@dataclass(frozen=True)
class Place:
    """The sentence, and the rows, the best first."""

    sentence: str
    rows: list[PlaceRow]


def place_of(grade: Grade, view: View) -> Place | None:
    """The place of the best network, no finer than ``view`` shows its score; None where there is nothing to compare."""
    if grade.metrics is None or not grade.insight.measured or not view.scores:
        return None
    at = grade.metrics.macro_f1
    low, high = grade.metrics.macro_f1_interval if view.exact else band(at)
    measured = sorted(grade.insight.measured, key=lambda one: -one.macro_f1)
    if view.exact:
        above = sum(one.interval[0] > high for one in measured)
        below = sum(one.interval[1] < low for one in measured)
    else:
        above = sum(one.macro_f1 >= high for one in measured)
        below = sum(one.macro_f1 < low for one in measured)
    least, most = (
        min(low, *(one.interval[0] for one in measured)),
        max(high, *(one.interval[1] for one in measured)),
    )

    def share(value: float) -> float:
        return (value - least) / (most - least or 1.0)

    def whisker(ends: tuple[float, float], value: float | None) -> Markup:
        inside = () if value is None else (svg.dot(share(value)),)
        low, high = map(share, ends)
        return svg.whisker(low, high, *inside)

    rows = [
        PlaceRow(
            _name(one, grade),
            f"{one.macro_f1:.3f}",
            interval(*one.interval),
            whisker(one.interval, one.macro_f1),
            False,
        )
        for one in measured
    ]
    own = PlaceRow(
        say(phrase("place.own")),
        view.score(at),
        interval(low, high) if view.exact else "",
        whisker((low, high), at if view.exact else None),
        True,
    )
    # In a band, no order among those that lie in it is shown.
    rows.insert(sum(one.macro_f1 > (at if view.exact else high) for one in measured), own)
    among = phrase("place.among", above=above, alike=len(measured) - above - below, below=below)
    return Place(say(among), rows)


def _name(one: Measured, grade: Grade) -> str:
    if one.role is None:
        return line_called(grade.assignment, one.name)
    return say(phrase("board.reference", role=grade.roles.get(one.role, one.role)))
