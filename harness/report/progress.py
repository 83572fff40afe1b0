"""What happens in a sandbox, live: from the guest's events to lines that a person can follow."""

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress
from rich.table import Column
from rich.text import Text

from harness.report.text import one_line
from harness.wire.events import CellState, Event, FitState

MAX_LINES = 2000
"""Plain lines that one submission may print: a hostile guest must not fill the log."""
MAX_COUNT = 10_000_000
ACCURACY_KEYS = (
    "accuracy",
    "acc",
    "sparse_categorical_accuracy",
    "categorical_accuracy",
)


class _Display:
    """The live display of a terminal, shared by every `Progress` on it while any of them is open.

    `add` and `remove` are called under `_DISPLAYS_LOCK`.
    """

    def __init__(self, console: Console) -> None:
        self._rich = RichProgress(
            SpinnerColumn(),
            TextColumn("{task.fields[label]}", markup=False, style="bold", table_column=Column(no_wrap=True)),
            BarColumn(bar_width=12),
            TextColumn(
                "{task.description}",
                markup=False,
                table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
            ),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            expand=True,
            refresh_per_second=5,
        )
        self.open = 0

    def add(self, label: str) -> TaskID:
        if self.open == 0:
            self._rich.start()
        self.open += 1
        return self._rich.add_task("", total=None, label=label)

    def show(self, task: TaskID, text: str, done: int, total: int | None) -> None:
        self._rich.update(task, description=text, completed=done, total=total)

    def remove(self, task: TaskID) -> None:
        self._rich.remove_task(task)
        self.open -= 1
        if self.open == 0:
            self._rich.stop()


_DISPLAYS: dict[Console, _Display] = {}
_DISPLAYS_LOCK = threading.Lock()


@dataclass
class _Fit:
    """Where one ``Model.fit`` stands; zero means unknown."""

    name: str = ""
    epoch: int = 0
    epochs: int = 0
    step: int = 0
    steps: int = 0


class Progress:
    """Live progress of one submission.

    On a terminal it is one live line (several open ones share the screen, one line each). Elsewhere it prints
    one plain line per stage, per code cell and per epoch. Every method may be called from any thread.

    Args:
        console: where to show it.
        label: the submission's name.
    """

    def __init__(self, console: Console, label: str) -> None:
        self._console = console
        self._label = one_line(label, 30)
        self._lock = threading.RLock()
        self._stage = ""
        self._cell: tuple[int, int] | None = None
        self._fit: tuple[str, _Fit] | None = None
        self._accuracy = ""
        self._lines = 0
        self._closed = False
        self._display: _Display | None = None
        self._task = TaskID(0)
        if console.is_terminal:
            with _DISPLAYS_LOCK:
                self._display = _DISPLAYS.setdefault(console, _Display(console))
                self._task = self._display.add(self._label)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def stage(self, text: str) -> None:
        """A new stage of the grading began: ``running the notebook``, ``scoring 3 networks``."""
        with self._lock:
            self._stage, self._cell, self._fit, self._accuracy = one_line(text, 120), None, None, ""
            self._show(self._stage)

    def event(self, event: Mapping[str, object]) -> None:
        """Shows one event of the guest. The guest is not trusted: what is unknown or misshapen is ignored."""
        if not isinstance(event, Mapping):
            return
        with self._lock:
            match event.get("event"):
                case Event.CELL:
                    self._on_cell(event)
                case Event.FIT:
                    self._on_fit(event)
                case Event.EPOCH | Event.PROGRESS as kind:
                    self._on_training(event, whole_epoch=kind == Event.EPOCH)

    def close(self) -> None:
        """Ends the live line; later calls do nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            if self._display:
                with _DISPLAYS_LOCK:
                    self._display.remove(self._task)
                    if self._display.open == 0:
                        del _DISPLAYS[self._console]

    def _on_cell(self, event: Mapping[str, object]) -> None:
        number, total, state = _count(event, "number"), _count(event, "total"), event.get("state")
        if number is None or total is None or not 1 <= number <= total:
            return
        if state == CellState.RUNNING:
            self._cell, self._fit, self._accuracy = (number, total), None, ""
            self._show(self._position())
        elif state == CellState.ERROR:
            self._cell = (number, total)
            text = f"cell {number} of {total} raised an error"
            self._show(text, live=text)

    def _on_fit(self, event: Mapping[str, object]) -> None:
        identity, name = event.get("fit"), event.get("name")
        if not isinstance(identity, str):
            return
        if event.get("state") == FitState.BEGIN:
            self._accuracy = ""
            name = one_line(name, 40) if isinstance(name, str) else ""
            self._fit = (identity, _Fit(name=name, epochs=_count(event, "epochs") or 0))
            self._show(None)
        elif event.get("state") == FitState.END and self._fit and self._fit[0] == identity:
            self._fit, self._accuracy = None, ""
            self._show(None)

    def _on_training(self, event: Mapping[str, object], *, whole_epoch: bool) -> None:
        identity, epoch = event.get("fit"), _count(event, "epoch")
        if not isinstance(identity, str) or epoch is None:
            return
        name = self._fit[1].name if self._fit and self._fit[0] == identity else ""
        fit = _Fit(name=name, epoch=epoch, epochs=_count(event, "epochs") or 0)
        if not whole_epoch:
            fit.step, fit.steps = _count(event, "step") or 0, _count(event, "steps") or 0
        self._fit = (identity, fit)
        logs = event.get("logs")
        self._accuracy = _accuracy(logs, so_far=not whole_epoch) if isinstance(logs, Mapping) else ""
        self._show(self._position() if whole_epoch else None)

    def _position(self) -> str:
        """Where the submission stands: ``cell 7 of 21, epoch 2 of 3, accuracy so far 0.871, step 12 of 469``.

        What matters most comes first, since a narrow terminal cuts the end.
        """
        parts = []
        if self._cell:
            parts.append("cell {} of {}".format(*self._cell))
        if self._fit:
            fit = self._fit[1]
            parts += [
                _of("epoch", fit.epoch, fit.epochs),
                self._accuracy,
                _of("step", fit.step, fit.steps),
                fit.name,
            ]
        return ", ".join(part for part in parts if part) or self._stage

    def _show(self, line: str | None, live: str | None = None) -> None:
        """Shows where we stand: ``line`` is what a log gets, None where it gets nothing; ``live`` what a live
        line says, None for the position."""
        if self._closed:
            return
        if self._display:
            done, total = (self._cell[0] - 1, self._cell[1]) if self._cell else (0, None)
            self._display.show(self._task, live or self._position(), done, total)
        elif line and self._lines <= MAX_LINES:
            self._lines += 1
            text = line if self._lines <= MAX_LINES else "further progress is left out"
            self._console.print(Text(f"{self._label}: {text}"), soft_wrap=True)


def _count(event: Mapping[str, object], key: str) -> int | None:
    value = event.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_COUNT:
        return None
    return value


def _of(word: str, number: int, total: int) -> str:
    if not number:
        return ""
    return f"{word} {number} of {total}" if total else f"{word} {number}"


def _accuracy(logs: Mapping[object, object], *, so_far: bool) -> str:
    """The training accuracy in a fit's logs, and the validation accuracy where there is one."""
    parts = []
    for prefix, words in (("", "accuracy so far" if so_far else "accuracy"), ("val_", "validation accuracy")):
        for key in ACCURACY_KEYS:
            value = logs.get(prefix + key)
            if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
                parts.append(f"{words} {min(max(value, 0.0), 1.0):.3f}")
                break
    return ", ".join(parts)
