"""What happens in a sandbox, live: from the guest's events to lines that a person can follow."""

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import TaskID
from rich.text import Text

from harness.report.display import DISPLAYS_LOCK, Display, close, shown_on
from harness.report.text import one_line
from harness.wire.events import CellState, Event, FitState
from harness.words.phrase import phrase
from harness.words.say import say

MAX_LINES = 2000
"""Plain lines that one submission may print: a hostile guest must not fill the log."""
MAX_COUNT = 10_000_000
ACCURACY_KEYS = (
    "accuracy",
    "acc",
    "sparse_categorical_accuracy",
    "categorical_accuracy",
)


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
        limit: the seconds that student code has, None where they are not shown.
    """

    def __init__(self, console: Console, label: str, limit: float | None = None) -> None:
        self._console, self._limit = console, limit
        self._label = one_line(label, 30)
        self._lock = threading.RLock()
        self._stage = ""
        self._cell: tuple[int, int] | None = None
        self._fit: tuple[str, _Fit] | None = None
        self._scores, self._so_far = dict[str, float](), False
        self._lines = 0
        self._closed = False
        self._display: Display | None = None
        self._task = TaskID(0)
        if console.is_terminal:
            with DISPLAYS_LOCK:
                self._display = shown_on(console)
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
            self._stage, self._cell, self._fit, self._scores = one_line(text, 120), None, None, {}
            if self._display and not self._closed:
                self._display.limit(self._task, None)
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
                close(self._console, self._task)

    def _on_cell(self, event: Mapping[str, object]) -> None:
        number, total, state = _count(event, "number"), _count(event, "total"), event.get("state")
        if number is None or total is None or not 1 <= number <= total:
            return
        if state == CellState.RUNNING:
            self._runs()
            self._cell, self._fit, self._scores = (number, total), None, {}
            self._show(self._position())
        elif state == CellState.ERROR:
            self._cell = (number, total)
            text = say(phrase("progress.cell_failed", number=number, total=total))
            self._show(text, live=text)

    def _runs(self) -> None:
        """The time of student code runs from the first cell on."""
        if self._cell is None and self._display and self._limit is not None and not self._closed:
            self._display.limit(self._task, self._limit)

    def _on_fit(self, event: Mapping[str, object]) -> None:
        identity, name = event.get("fit"), event.get("name")
        if not isinstance(identity, str):
            return
        if event.get("state") == FitState.BEGIN:
            self._scores = {}
            name = one_line(name, 40) if isinstance(name, str) else ""
            self._fit = (identity, _Fit(name=name, epochs=_count(event, "epochs") or 0))
            self._show(None)
        elif event.get("state") == FitState.END and self._fit and self._fit[0] == identity:
            self._fit, self._scores = None, {}
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
        self._scores, self._so_far = _scores(logs) if isinstance(logs, Mapping) else {}, not whole_epoch
        self._show(self._position() if whole_epoch else None)

    def _position(self) -> str:
        """Where the submission stands: ``cell 7 of 21, epoch 2 of 3, accuracy so far 0.871, step 12 of 469``.

        What matters most comes first, since a narrow terminal cuts the end.
        """
        parts = []
        if self._cell:
            number, total = self._cell
            parts.append(say(phrase("progress.cell", number=number, total=total)))
        if self._fit:
            fit = self._fit[1]
            parts += [
                say(phrase("progress.epoch", number=fit.epoch, total=fit.epochs)) if fit.epoch else "",
                self._accuracy(),
                say(phrase("progress.step", number=fit.step, total=fit.steps)) if fit.step else "",
                fit.name,
            ]
        return ", ".join(part for part in parts if part) or self._stage

    def _accuracy(self) -> str:
        return ", ".join(
            say(phrase("progress.validation", accuracy=score))
            if name == "val_accuracy"
            else say(phrase("progress.accuracy", accuracy=score, so_far=self._so_far))
            for name, score in self._scores.items()
        )

    def facts(self) -> dict[str, object]:
        """Where the submission stands, for programs: ``stage``, and what is known of ``cell``, ``cells``, ``epoch``, ``epochs``,
        ``accuracy`` and ``val_accuracy``."""
        with self._lock:
            found: dict[str, object] = {"stage": self._stage}
            if self._cell:
                found |= {"cell": self._cell[0], "cells": self._cell[1]}
            if self._fit and self._fit[1].epoch:
                found |= {"epoch": self._fit[1].epoch, "epochs": self._fit[1].epochs or None}
            return {**found, **self._scores}

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
            text = line if self._lines <= MAX_LINES else say(phrase("progress.cut"))
            self._console.print(Text(f"{self._label}: {text}"), soft_wrap=True)


def _count(event: Mapping[str, object], key: str) -> int | None:
    value = event.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_COUNT:
        return None
    return value


def _scores(logs: Mapping[object, object]) -> dict[str, float]:
    """``accuracy`` of the training in a fit's logs, and ``val_accuracy`` of the validation, where there is one."""
    found = dict[str, float]()
    for prefix in ("", "val_"):
        for key in ACCURACY_KEYS:
            value = logs.get(prefix + key)
            if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
                found[f"{prefix}accuracy"] = min(max(float(value), 0.0), 1.0)
                break
    return found
