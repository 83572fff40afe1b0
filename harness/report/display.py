"""The live display of a terminal: one line for each submission that runs, and one for all of them."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, SpinnerColumn, Task, TaskID
from rich.progress import Progress as RichProgress
from rich.table import Column
from rich.text import Text

from harness.words.phrase import phrase
from harness.words.say import say

DISPLAYS_LOCK = threading.Lock()


class Display:
    """The live display of a terminal, shared by everything that is shown on it while any of that is open.

    `add` and `remove` are called under `DISPLAYS_LOCK`.
    """

    def __init__(self, console: Console) -> None:
        cut = Column(ratio=1, no_wrap=True, overflow="ellipsis")
        self._rich = RichProgress(
            SpinnerColumn(),
            _Label(table_column=Column(no_wrap=True)),
            BarColumn(bar_width=12),
            _What(table_column=cut),
            _Time(table_column=Column(no_wrap=True, justify="right")),
            console=console,
            transient=True,
            expand=True,
            refresh_per_second=5,
        )
        self.open = 0

    def add(self, label: str) -> TaskID:
        """A new line, of one submission."""
        return self._add(None, lambda: (label, ""))

    def add_all(self, total: int, says: Callable[[], tuple[str, str]]) -> TaskID:
        """The line of all; ``says`` is asked for what stands before and behind its bar whenever it is drawn."""
        return self._add(total, says)

    def _add(self, total: int | None, says: Callable[[], tuple[str, str]]) -> TaskID:
        if self.open == 0:
            self._rich.start()
        self.open += 1
        return self._rich.add_task("", total=total, says=says, until=None)

    def show(self, task: TaskID, text: str, done: int, total: int | None) -> None:
        """What a line says, and how long its bar is."""
        self._rich.update(task, description=text, completed=done, total=total)

    def reach(self, task: TaskID, done: int, total: int) -> None:
        """How far the bar of a line is."""
        self._rich.update(task, completed=done, total=total)

    def limit(self, task: TaskID, seconds: float | None) -> None:
        """The line shows the time to a limit from now on; None: it does not any more."""
        self._rich.update(task, until=None if seconds is None else time.monotonic() + seconds)

    def remove(self, task: TaskID) -> None:
        """Takes a line away."""
        self._rich.remove_task(task)
        self.open -= 1
        if self.open == 0:
            self._rich.stop()


class _Label(ProgressColumn):
    def render(self, task: Task) -> Text:
        label, _ = task.fields["says"]()
        return Text(label, "bold")


class _What(ProgressColumn):
    def render(self, task: Task) -> Text:
        _, behind = task.fields["says"]()
        return Text(behind or task.description)


class _Time(ProgressColumn):
    def render(self, task: Task) -> Text:
        passed = Text(_clock(task.elapsed or 0.0), "progress.elapsed")
        until: float | None = task.fields["until"]
        if until is not None:
            left = say(phrase("progress.left", left=_clock(max(0.0, until - time.monotonic()))))
            passed.append(f", {left}", "progress.remaining")
        return passed


def _clock(seconds: float) -> str:
    return str(timedelta(seconds=int(seconds)))


DISPLAYS: dict[Console, Display] = {}


def shown_on(console: Console) -> Display:
    """The display of a terminal, to be called under `DISPLAYS_LOCK`."""
    return DISPLAYS.setdefault(console, Display(console))


def close(console: Console, task: TaskID) -> None:
    """Takes a line off the display of a terminal, and the display with its last line."""
    with DISPLAYS_LOCK:
        display = DISPLAYS[console]
        display.remove(task)
        if display.open == 0:
            del DISPLAYS[console]
