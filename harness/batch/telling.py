"""How a batch speaks to a person: on a terminal a line for each submission that runs and one for all, in a log plain lines."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from functools import partial
from typing import Protocol

from rich.console import Console

from harness.batch.tally import Tally
from harness.grade.record import Grade
from harness.grading.work import Watcher
from harness.report.display import DISPLAYS_LOCK, close, shown_on
from harness.report.progress import Progress
from harness.report.text import number, one_line, words
from harness.words.phrase import Phrase, phrase
from harness.words.say import say
from harness.words.say import say as told

NAMED = 5
"""So many held submissions are named in the line of all."""


class Teller(Protocol):
    """Who is told how a batch goes; from any thread."""

    def say(self, text: str) -> None:
        """A sentence for a person."""

    def leaves_out(self, name: str, why: str) -> None:
        """There is no grade for this name."""

    def all(self, tally: Tally) -> AbstractContextManager[None]:
        """The submissions of a batch are graded."""

    def one(self, name: str) -> AbstractContextManager[Watcher]:
        """One of them is; the watcher follows it."""

    def ends(self, grade: Grade, tally: Tally) -> None:
        """A submission has a grade, of this batch; the tally holds it."""


class Spoken:
    """Speaks on a console.

    Args:
        console: where.
        limit: the seconds that student code has.
    """

    def __init__(self, console: Console, limit: float | None = None) -> None:
        self._console, self._limit = console, limit
        self._reach: Callable[[int, int], None] = lambda done, total: None

    def say(self, text: str) -> None:
        """As `Teller.say`."""
        self._console.print(one_line(text, 1000), markup=False, highlight=False, soft_wrap=True)

    def leaves_out(self, name: str, why: str) -> None:
        """As `Teller.leaves_out`."""
        self.say(told(phrase("batch.left_out", name=name, why=why)))

    @contextmanager
    def all(self, tally: Tally) -> Iterator[None]:
        """As `Teller.all`."""
        if not self._console.is_terminal:
            yield
            return
        with DISPLAYS_LOCK:
            display = shown_on(self._console)
            task = display.add_all(tally.total, lambda: (_share(tally), overall(tally)))
        self._reach = partial(display.reach, task)
        try:
            yield
        finally:
            close(self._console, task)

    @contextmanager
    def one(self, name: str) -> Iterator[Watcher]:
        """As `Teller.one`."""
        with Progress(self._console, name, self._limit) as progress:
            yield progress

    def ends(self, grade: Grade, tally: Tally) -> None:
        """As `Teller.ends`."""
        state = [words(grade.outcome)] + ([say(phrase("terminal.held"))] if grade.waits else [])
        points = f"{number(grade.points)}/{number(grade.max_points)}"
        text = f"{grade.submission}: {', '.join(state)}, {points}"
        self._reach(tally.done, tally.total)
        if not self._console.is_terminal:
            # There is no line of all that says it.
            text += f" ({', '.join([_share(tally), *_left(tally)])})"
        self.say(text)


def overall(tally: Tally) -> str:
    """Counts by outcome, who is held, and about how long it still takes."""
    counts = [f"{words(outcome)} {count}" for outcome, count in tally.outcomes.most_common()]
    held = tally.held[-NAMED:]
    if held:
        more = len(tally.held) - len(held)
        names = ", ".join(one_line(name, 30) for name in held)
        counts.append(say(phrase("progress.held", names=names, more=more)))
    return ", ".join(_left(tally) + counts)


def _left(tally: Tally) -> list[str]:
    seconds = tally.seconds_left()
    if seconds is None or tally.done == tally.total:
        return []
    return [say(in_words(seconds))]


def in_words(seconds: float) -> Phrase:
    """About so long still."""
    rounded = timedelta(minutes=max(1, round(seconds / 60)))
    hours, minutes = divmod(int(rounded.total_seconds()) // 60, 60)
    return phrase("progress.eta", hours=hours, minutes=minutes)


def _share(tally: Tally) -> str:
    return say(phrase("progress.done", done=tally.done, total=tally.total))
