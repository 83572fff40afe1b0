"""Writes a grade where people look: the attempt's folder."""

import shlex
import shutil
import tempfile
from pathlib import Path

from harness.errors import InfrastructureError, UsageError
from harness.grade.decision import DECISION, Decision
from harness.grade.record import Grade
from harness.grade.results import CELLS, FEEDBACK, GRADE, Attempt, attempts
from harness.handing_over import Exports
from harness.report.feedback import render_feedback
from harness.report.notebook import render_notebook
from harness.wire.files import EXECUTED
from harness.words.phrase import phrase, plain
from harness.words.shown import Shown


def publish(
    grade: Grade,
    attempt: Attempt,
    exports: Exports,
    earlier: Decision | None = None,
    shown: Shown = Shown.EXACT,
) -> tuple[Grade, Path]:
    """Writes grade and feedback and gives the attempt its number; returns the grade with it, and the folder.

    Args:
        grade: the finished grade.
        attempt: where it goes.
        exports: those that will be handed the grade; the folder says so until they took it.
        earlier: what a person decided on an earlier attempt of the same work, see `earlier_decision`.
        shown: how much of the hidden split the page shows.

    Raises:
        InfrastructureError: the results cannot be written; the sentence says where the grade lies in their place.
    """

    def write(number: int) -> None:
        nonlocal grade
        grade = grade.model_copy(update={"attempt": number})
        attempt.put(GRADE, grade.text())
        if grade.decision is not None:
            attempt.put(DECISION, grade.decision.text())
        attempt.put(FEEDBACK, page(grade, attempt.folder, shown))
        exports.owe(attempt.folder)

    try:
        attempt.mend()
        _show_notebook(grade, attempt)
        if attempt.lost:
            grade = _without_files(grade, attempt)
        grade = grade.decided(earlier)
        folder = attempt.publish(write)
        return grade, folder
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InfrastructureError(_elsewhere(grade, attempt, why, shown)) from error


def page(grade: Grade, folder: Path, shown: Shown) -> str:
    """The feedback page of the attempt whose files lie in ``folder``."""
    notebook, cells = (name if (folder / name).is_file() else None for name in (EXECUTED, CELLS))
    return render_feedback(grade, notebook_name=notebook, cells_name=cells, shown=shown)


def _show_notebook(grade: Grade, attempt: Attempt) -> None:
    """Writes the executed notebook as a page. Nobody's grade waits for it: where that fails, the attempt says so."""
    notebook = attempt.folder / EXECUTED
    if not notebook.is_file():
        return
    try:
        text = render_notebook(notebook, title=grade.title, name=grade.submission, feedback=FEEDBACK)
    except Exception as error:  # noqa: BLE001 - what student code showed may be anything
        attempt.lose(CELLS, type(error).__name__)
    else:
        attempt.write_text(CELLS, text)


def earlier_decision(grade: Grade, results: Path, submission: str) -> Decision | None:
    """What a person decided on an earlier attempt of the same work and what still holds: a rejection always, a release
    where this grade is held for no other reason. ``submission`` is the name of the results folder."""
    if grade.smoke or grade.stand_in:
        return None
    for old, _ in attempts(results, submission):
        same = (old.submission, old.content_hash) == (grade.submission, grade.content_hash)
        if same and (decision := old.decision) is not None:
            if decision.releases and not (grade.held and decision.is_for(grade.held)):
                return None
            return decision
    return None


def _without_files(grade: Grade, attempt: Attempt) -> Grade:
    why = next(iter(attempt.lost.values()))
    said = grade.said.get("notes") or tuple(map(plain, grade.notes))
    return grade.saying(notes=(*said, phrase("note.files_not_kept", files=list(attempt.lost), why=why)))


def _elsewhere(grade: Grade, attempt: Attempt, why: str, shown: Shown) -> str:
    """Keeps a finished grade that the results folder does not take; returns where, and the way on."""
    target = attempt.target
    cannot = f"The grade of {grade.submission} is made, and the results folder {target.parent} cannot be written ({why})"
    try:
        # Removed by nobody but the person: it is the only copy.
        kept = Path(tempfile.mkdtemp(prefix="harness-grade-")) / target.name
        kept.mkdir()
        grade.write(kept / GRADE)
        if grade.decision is not None:
            (kept / DECISION).write_text(grade.decision.text(), encoding="utf-8")
        (kept / FEEDBACK).write_text(page(grade, attempt.folder, shown), encoding="utf-8", errors="replace")
        for name in (EXECUTED, CELLS):
            if (attempt.folder / name).is_file():
                shutil.copyfile(attempt.folder / name, kept / name)
    except (OSError, UsageError):
        return f"{cannot}: mend that, and grade it again."
    move = shlex.join(["mv", "-T", str(kept), str(target)])
    return f"{cannot}: it is kept in {kept}. Mend that, then put it there: {move}"
