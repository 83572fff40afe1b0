"""The class report as one HTML file, with nothing loaded from anywhere."""

from datetime import date
from math import atanh, floor, sqrt
from pathlib import Path

from harness.board.page import duration
from harness.class_report.charts import f1_histogram, points_histogram, reach, shares
from harness.class_report.items import LEAST, Item
from harness.class_report.report import ClassReport
from harness.report.page import png, templates
from harness.report.text import number, one_line
from harness.words.language import spoken
from harness.words.say import say

NAME = 80
MOST_OF_START = 0.9
"""The axis of F1 of the classes begins here at most."""
MOST_OPEN = 12
"""Rows of a list that is open when the page is; a longer one opens on a click."""


def render(report: ClassReport, title: str, day: date) -> str:
    """The page, as HTML text (UTF-8), in the language that is `spoken`. It forbids scripts and every request, and all names
    and sentences are escaped.

    Args:
        report: what to show.
        title: of the assignment.
        day: on which it was made.
    """
    environment = templates(
        Path(__file__).parent,
        line=lambda text: one_line(text, NAME),
        say=say,
        number=number,
        score="{:.3f}".format,
        percent="{:.0%}".format,
        png=png,
        duration=lambda seconds: say(duration(seconds)),
        signed=signed,
        correlation=lambda value: f"{value:.2f}".replace("-", "−"),
    )
    lowest = min((one.low for one in report.hard.classes), default=0.0)
    start = min(floor(10 * lowest) / 10, MOST_OF_START)
    return environment.get_template("class_report.html.j2").render(
        report=report,
        title=title,
        day=day.isoformat(),
        language=spoken(),
        least=LEAST,
        most_open=MOST_OPEN,
        points=None if report.points is None else points_histogram(report.points),
        f1=None if report.f1 is None else f1_histogram(report.f1),
        shares=shares,
        reach=lambda one: reach(one.low, one.mean, one.high, start),
        odd=odd,
    )


def signed(value: float, digits: int = 2) -> str:
    """A change, with its sign; nothing behind the point that is 0."""
    text = f"{value:+.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("+0", "-0") else text.replace("-", "−")


def odd(item: Item) -> bool:
    """Whether those who do better elsewhere do worse on this item, by more than chance: its discrimination is below what 1.96
    standard errors of Fisher's z allow."""
    if item.discrimination is None:
        return False
    return atanh(max(item.discrimination, -0.999999)) < -1.96 / sqrt(item.works - 3)
