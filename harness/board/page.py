"""The board as one HTML file, with nothing loaded from anywhere, to be projected or put on a course's pages."""

from datetime import date
from pathlib import Path

from harness.board.board import Board, Row
from harness.board.charts import charts, rows_axis, whisker
from harness.report.page import templates
from harness.report.text import count, one_line
from harness.words.language import spoken
from harness.words.phrase import Phrase, phrase
from harness.words.say import say

NAME = 60


def render(board: Board, title: str, day: date) -> str:
    """The page, as HTML text (UTF-8). It forbids scripts and every request, and all names are escaped.

    Args:
        board: what to show.
        title: of the assignment.
        day: on which it was made.
    """
    environment = templates(
        Path(__file__).parent, line=lambda text: one_line(text, NAME), say=say, count=count
    )
    axis = rows_axis(board.rows)
    return environment.get_template("board.html.j2").render(
        board=board,
        title=title,
        language=spoken(),
        words={name: say(words) for name, words in _words().items()},
        students=phrase("board.ranked", count=len(board.students)),
        made=phrase("board.made", day=day.isoformat()),
        charts=charts(board.rows),
        whisker=lambda row: whisker(row, axis) if axis else "",
        range=could_be,
        interval=interval,
        took=took,
    )


def could_be(row: Row) -> Phrase | None:
    """The ranks that chance leaves open, where they are several, and were asked for."""
    place = row.place
    if place is None or not place.compared or place.rank == place.last or row.interval is None:
        return None
    return phrase("board.range", first=place.rank, last=place.last)


def interval(row: Row) -> Phrase | None:
    """The interval of its F1."""
    if row.interval is None:
        return None
    return phrase("board.interval_is", low=row.interval[0], high=row.interval[1])


def took(row: Row) -> Phrase:
    """How long it ran."""
    return phrase("board.unknown") if row.seconds is None else duration(row.seconds)


def duration(seconds: float) -> Phrase:
    """A time in words."""
    if seconds < 100:
        return phrase("board.seconds", seconds=seconds)
    if seconds < 100 * 60:
        return phrase("board.minutes", minutes=seconds / 60)
    return phrase("board.hours", hours=seconds / 3600)


def _words() -> dict[str, Phrase]:
    return {
        "title": phrase("board.title"),
        "ranks": phrase("board.ranks"),
        "charts": phrase("board.charts"),
        "rank": phrase("board.rank"),
        "could_be": phrase("board.could_be"),
        "student": phrase("board.student"),
        "score": phrase("board.score"),
        "interval": phrase("board.interval"),
        "parameters": phrase("board.parameters"),
        "time": phrase("board.run_time"),
        "attempts": phrase("board.attempts"),
        "tied": phrase("board.tied"),
        "by_f1": phrase("board.by_f1"),
        "to_beat": phrase("board.to_beat"),
        "unknown": phrase("board.unknown"),
        "how": phrase("board.how"),
    }
