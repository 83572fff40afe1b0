"""Grades every submission of a folder, some at a time; one student's fault never ends it."""

import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from rich.console import Console

from harness.errors import HarnessError, UsageError
from harness.grade import Grade
from harness.grading import grade_submission
from harness.publish import log_to_leaderboard, publish
from harness.report.progress import Progress
from harness.results import latest, new_attempt
from harness.setting import Setting
from harness.submission import SKIPPED, read_submission


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
        tracking_uri: str | None,
        again: bool,
        console: Console,
        cancel: threading.Event,
    ) -> None:
        self._setting, self._results, self._uri = setting, results, tracking_uri
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
                return known[0]
        with new_attempt(self._results, submission.name) as attempt:
            with Progress(self._console, submission.name) as progress:
                grade = grade_submission(path, self._setting, attempt, progress)
            grade, folder = publish(grade, attempt)
        if self._uri is not None:
            log_to_leaderboard(grade, folder, self._uri, self._setting.rubric.experiment, self._say)
        return grade

    def _say(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)
