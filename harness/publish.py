"""Writes a grade where people look: the attempt's folder and the leaderboard."""

from collections.abc import Callable
from pathlib import Path

from harness.errors import HarnessError
from harness.grade.record import Grade
from harness.grade.results import FEEDBACK, GRADE, Attempt
from harness.leaderboard.mlflow_log import log_grade
from harness.report.feedback import render_feedback
from harness.wire.files import EXECUTED


def publish(grade: Grade, attempt: Attempt) -> tuple[Grade, Path]:
    """Writes grade and feedback and gives the attempt its number; returns the grade with it, and the folder."""
    notebook = EXECUTED if (attempt.folder / EXECUTED).is_file() else None

    def write(number: int) -> None:
        nonlocal grade
        grade = grade.model_copy(update={"attempt": number})
        grade.write(attempt.folder / GRADE)
        attempt.write_text(FEEDBACK, render_feedback(grade, notebook_name=notebook))

    folder = attempt.publish(write)
    return grade, folder


def log_to_leaderboard(
    grade: Grade,
    folder: Path,
    tracking_uri: str,
    experiment: str,
    say: Callable[[str], None],
    baseline: str | None = None,
) -> None:
    """Logs a mark, as a baseline where it has such a name.

    A leaderboard that is away costs nothing but a warning, for the mark is already written.
    """
    if not grade.is_mark:
        return
    try:
        log_grade(grade, folder, tracking_uri=tracking_uri, experiment=experiment, baseline=baseline)
    except HarnessError as error:
        say(f"The mark is in {folder}, but the leaderboard did not take it: {error}")
