"""Hands finished grades to exporters; what one does not take waits in the attempt's folder for the next command.

An exporter that takes a grade once (`Exporter.takes_again` is False) is *owed* it from before the attempt gets its number
until the exporter returns: a file in the attempt's folder says so. Whatever ends a command, a later one hands it over.
"""

import contextlib
import fcntl
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from harness.errors import AwayError, HarnessError
from harness.exporters.contract import Exporter, Finishing
from harness.grade.record import Grade
from harness.grade.results import read_attempt
from harness.words.phrase import phrase
from harness.words.say import say as told

OWED = ".owed-"
"""Begins the name of such a file; the exporter's name follows."""
ENOUGH = 2
"""After so many failures in a row an exporter is not asked again by this command: each question may take long."""


class Exports:
    """The exporters of one command.

    Args:
        exporters: by name.
        results: the results folder.
        say: tells the person.
        baseline: as in `harness.exporters.contract.ExportOptions`.
        make: an exporter by name and baseline, for grades that an earlier command owes.
    """

    def __init__(
        self,
        exporters: Mapping[str, Exporter],
        results: Path,
        say: Callable[[str], None],
        *,
        baseline: str | None = None,
        make: Callable[[str, str | None], Exporter] | None = None,
    ) -> None:
        self._exporters, self._results, self._say = exporters, results, say
        self._baseline, self._make = baseline, make
        self._failures = Counter[str]()
        """How often in a row each exporter failed in this command."""
        self._took = set[str]()
        """Names of the exporters that took something from this command."""

    def owe(self, folder: Path) -> None:
        """Notes in an attempt's folder which exporters have yet to take it. Raises OSError."""
        for name, exporter in self._exporters.items():
            if not exporter.takes_again:
                text = json.dumps({"baseline": self._baseline}) + "\n"
                (folder / f"{OWED}{name}").write_text(text, encoding="utf-8")

    def hand_over(self, grade: Grade, folder: Path, *, newest: bool = True) -> None:
        """Hands a grade that has just been written or decided to each exporter. One that fails costs a warning, and nothing
        else. Those that take a grade again show the newest attempt, and get no other."""
        for name, exporter in self._exporters.items():
            if not exporter.takes_again:
                self._pay(name, exporter, grade, folder)
            elif newest:
                self._export(name, exporter, grade, folder)

    def hand_over_again(self, grade: Grade, folder: Path) -> None:
        """The same with a grade that an earlier command wrote, to those exporters that take one again."""
        for name, exporter in self._exporters.items():
            if exporter.takes_again:
                self._export(name, exporter, grade, folder)

    def close(self) -> None:
        """Hands over what earlier commands owe to these exporters, and says what still waits. One grade that cannot be
        taken does not keep the others waiting: those that failed last come last."""
        for name, exporter in self._exporters.items():
            if exporter.takes_again:
                continue
            for debt in sorted(self._debts(name), key=_changed):
                if self._failures[name] >= ENOUGH:
                    break
                self._catch_up(name, debt)
            if count := len(self._debts(name)):
                self._say(told(phrase("export.waits", count=count, results=self._results, name=name)))
        for name in sorted(self._took):
            self._finish(name)

    def _finish(self, name: str) -> None:
        exporter = self._exporters[name]
        if not isinstance(exporter, Finishing):
            return
        try:
            exporter.finish()
        except Exception as error:  # noqa: BLE001 - another package's exporter may do anything
            self._say(told(phrase("export.unfinished", name=name, error=error)))

    def _debts(self, name: str) -> list[Path]:
        found = self._results.glob(f"*/*/{OWED}*")
        return [debt for debt in found if debt.name == f"{OWED}{name}" and debt.parent.name.isdecimal()]

    def _catch_up(self, name: str, debt: Path) -> None:
        try:
            grade = read_attempt(debt.parent)
            baseline = json.loads(debt.read_text(encoding="utf-8"))["baseline"]
            exporter = self._exporters[name]
            if baseline != self._baseline and self._make is not None:
                exporter = self._make(name, baseline)
        except (HarnessError, OSError, ValueError, KeyError, TypeError):
            return
        if self._pay(name, exporter, grade, debt.parent) and grade.is_mark:
            self._say(
                told(phrase("export.went", submission=grade.submission, attempt=grade.attempt, name=name))
            )

    def _pay(self, name: str, exporter: Exporter, grade: Grade, folder: Path) -> bool:
        """Hands over what is owed, and notes that; whether that was done here."""
        if self._failures[name] >= ENOUGH:
            return False
        with _held(folder / f"{OWED}{name}") as debt:
            if debt is None:
                return False
            # What cannot be noted is handed over again; whoever takes a grade once must know it again.
            with contextlib.suppress(OSError):
                if self._export(name, exporter, grade, folder):
                    debt.unlink()
                    return True
                os.utime(debt)
            return False

    def _export(self, name: str, exporter: Exporter, grade: Grade, folder: Path) -> bool:
        try:
            exporter.export(grade, folder)
        except HarnessError as error:
            self._failures[name] += ENOUGH if isinstance(error, AwayError) else 1
            self._say(told(phrase("export.refused", folder=folder, name=name, error=error)))
        except Exception as error:  # noqa: BLE001 - another package's exporter may do anything
            self._failures[name] += 1
            self._say(
                told(
                    phrase("export.failed", folder=folder, name=name, kind=type(error).__name__, error=error)
                )
            )
        else:
            self._failures[name] = 0
            self._took.add(name)
            return True
        return False


@contextmanager
def _held(debt: Path) -> Iterator[Path | None]:
    """The file, for as long as nobody else pays what it stands for; None where it is gone, or somebody does."""
    try:
        handle = os.open(debt, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        yield None
        return
    try:
        yield debt if _lock(handle) and debt.exists() else None
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
