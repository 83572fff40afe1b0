"""Grades every submission of a folder, some at a time; one student's fault never ends it."""

import threading
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from rich.console import Console

from harness.errors import HarnessError, UsageError
from harness.exporters.contract import Exporter
from harness.grade.record import Grade
from harness.grade.results import latest, new_attempt
from harness.grading.pipeline import grade_submission
from harness.grading.setting import Setting
from harness.intake.submission import SKIPPED, read_submission
from harness.publish import export, publish
from harness.report.progress import Progress


def submissions_in(folder: Path) -> list[Path]:
    """The folders below a class's folder, by name. Raises `UsageError` where there is none."""
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}; give the one that holds the submissions.")
    found = sorted(
        p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".") and p.name not in SKIPPED
    )
    if not found:
        raise UsageError(f"The folder {folder} holds no submission; each student's work is a folder in it.")
    return found


class Batch:
    """One run over a class."""

    def __init__(
        self,
        setting: Setting,
        results: Path,
        exporters: Mapping[str, Exporter],
        again: bool,
        console: Console,
        cancel: threading.Event,
    ) -> None:
        self._setting, self._results, self._exporters = setting, results, exporters
        self._again, self._console, self._cancel = again, console, cancel

    def run(self, folder: Path, jobs: int) -> list[Grade]:
        """Grades all, ``jobs`` at a time; returns the grades in the order of names, old ones included. Ctrl-C ends
        the running ones cleanly and raises KeyboardInterrupt; those that were done stay done."""
        paths = submissions_in(folder)
        with ThreadPoolExecutor(jobs, thread_name_prefix="grade") as pool:
            futures = {path: pool.submit(self._one, path) for path in paths}
            waiting: set[Future[Grade | None]] = set(futures.values())
            try:
                while waiting:
                    _, waiting = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
            except BaseException:
                self._cancel.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise
        grades = [futures[path].result() for path in paths]
        return [grade for grade in grades if grade is not None]

    def _one(self, path: Path) -> Grade | None:
        if self._cancel.is_set():
            return None
        try:
            submission = read_submission(path)
        except (HarnessError, OSError) as error:
            self._say(f"{path.name}: left out: {error}")
            return None
        if not self._again and (known := latest(self._results, submission.name)) is not None:
            same = known[0].inputs_id == self._setting.inputs_id(submission)
            if same and not known[0].outcome.needs_human:
                # What is held stays so until a person has looked: the same inputs would be held again.
                held = ", held" if known[0].held else ""
                self._say(f"{submission.name}: already graded, unchanged (attempt {known[0].attempt}{held})")
                lasting = {name: one for name, one in self._exporters.items() if one.takes_again}
                export(*known, lasting, self._say)
                return known[0]
        with new_attempt(self._results, submission.name) as attempt:
            with Progress(self._console, submission.name) as progress:
                grade = grade_submission(submission, self._setting, attempt, progress)
            grade, folder = publish(grade, attempt)
        export(grade, folder, self._exporters, self._say)
        return grade

    def _say(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)
