"""The exporter ``mlflow``: marks go to the leaderboard."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

from harness.exporters.contract import ExportOptions
from harness.grade.record import Grade
from harness.leaderboard.mlflow_log import log_batch, log_grade
from harness.leaderboard.places import default_artifacts, default_tracking_uri
from harness.leaderboard.ranks import refresh
from harness.leaderboard.runs import student


class LeaderboardExporter:
    """Logs each mark as one run of the rubric's experiment, as a baseline where the options name one."""

    takes_again = False

    def __init__(self, options: ExportOptions) -> None:
        self._options = options
        self._uri = default_tracking_uri(options.project, os.environ)
        self._artifacts = default_artifacts(options.project, os.environ)
        self._withdrawn = set[tuple[str, int]]()
        self._has_marks = False
        self._batch: str | None = None
        self._one_at_a_time = threading.Lock()

    def export(self, grade: Grade, folder: Path) -> None:
        """Logs a mark; what is not a mark does not go on the leaderboard. Raises `InfrastructureError`."""
        files: Path | None = folder
        if self._options.alias is not None and self._options.baseline is None:
            grade, files = _nameless(grade, self._options.alias), None
        if grade.is_mark:
            log_grade(
                grade,
                files,
                tracking_uri=self._uri,
                experiment=self._options.experiment,
                baseline=self._options.baseline,
                parent=self._parent(),
                artifacts=self._artifacts,
            )
            self._has_marks = True
        elif grade.earlier or grade.decision is not None:
            # It may have been a mark before it was graded anew, or decided on.
            self._withdrawn.add((student(grade), grade.attempt))

    def _parent(self) -> str | None:
        """The run of the batch, made with its first mark."""
        with self._one_at_a_time:
            if self._batch is None and self._options.batch is not None:
                self._batch = log_batch(
                    self._options.batch,
                    tracking_uri=self._uri,
                    experiment=self._options.experiment,
                    artifacts=self._artifacts,
                )
            return self._batch

    def finish(self) -> None:
        """Ranks the marks anew, where some came or went. Raises `InfrastructureError`."""
        if self._has_marks or self._withdrawn:
            refresh(
                self._uri,
                self._options.experiment,
                best=self._options.best,
                withdrawn=self._withdrawn,
                artifacts=self._artifacts,
            )


def _nameless(grade: Grade, alias: Callable[[str], str]) -> Grade:
    """The grade with an alias, and without what holds texts and paths of the student's own: those may name people."""
    return grade.model_copy(
        update={
            "submission": alias(grade.submission),
            "entry": None,
            "failure": None,
            "also_failed": [],
            "content_hash": "",
        }
    )
