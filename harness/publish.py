"""Writes a grade where people look: the attempt's folder, and wherever exporters take it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from harness.errors import HarnessError
from harness.exporters.contract import Exporter
from harness.grade.record import Grade
from harness.grade.results import FEEDBACK, GRADE, Attempt
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


def export(grade: Grade, folder: Path, exporters: Mapping[str, Exporter], say: Callable[[str], None]) -> None:
    """Hands a written grade to each exporter. One that fails costs a warning through ``say``, and nothing else."""
    for name, exporter in exporters.items():
        try:
            exporter.export(grade, folder)
        except HarnessError as error:
            say(f"The grade is in {folder}, but the exporter {name} did not take it: {error}")
        except Exception as error:  # noqa: BLE001 - another package's exporter may do anything
            say(
                f"The grade is in {folder}, but the exporter {name} failed ({type(error).__name__}: {error}): "
                "tell whoever maintains it."
            )
