"""Writes a grade where people look: the attempt's folder."""

import contextlib
import json
import shlex
import shutil
import tempfile
from pathlib import Path

from harness.errors import InfrastructureError, UsageError
from harness.grade.decided import decided
from harness.grade.decisions import decisions
from harness.grade.record import Grade
from harness.grade.results import CELLS, FEEDBACK, GRADE, Attempt, replace_file
from harness.handing_over import Exports
from harness.report.feedback import render_feedback
from harness.report.notebook import render_notebook
from harness.report.view import title_of
from harness.wire.files import EXECUTED
from harness.words.phrase import Phrase, phrase, plain
from harness.words.shown import Shown


def publish(
    grade: Grade,
    attempt: Attempt,
    exports: Exports,
    shown: Shown = Shown.EXACT,
) -> tuple[Grade, Path]:
    """Writes grade and feedback and gives the attempt its number; returns the grade as it counts after what persons decided on
    the same work, and the folder.

    Args:
        grade: the finished grade.
        attempt: where it goes.
        exports: those that will be handed the grade; the folder says so until they took it.
        shown: how much of the hidden split the page shows.

    Raises:
        InfrastructureError: the results cannot be written; the sentence says where the grade lies in their place.
    """

    root, made, known = attempt.target.parent, grade, grade

    def as_decided() -> Grade:
        return decided(grade, decisions(root))

    def write(number: int) -> None:
        nonlocal grade, known
        grade = grade.model_copy(update={"attempt": number})
        known = as_decided()
        attempt.put(GRADE, known.text())
        attempt.put(FEEDBACK, page(known, attempt.folder, shown))
        exports.owe(attempt.folder)

    def put() -> Path:
        nonlocal grade
        attempt.mend()
        _show_notebook(made, attempt)
        grade = _without_files(made, attempt) if attempt.lost else made
        return attempt.publish(write)

    try:
        try:
            folder = put()
        except FileNotFoundError:
            # Somebody removes the results at this moment.
            folder = put()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InfrastructureError(_elsewhere(as_decided(), attempt, why, shown)) from error
    # Whoever decided while the files were written did not find them.
    if (now := as_decided()).decided != known.decided:
        with contextlib.suppress(OSError):
            write_decided(now, folder, shown)
    return now, folder


def write_decided(grade: Grade, folder: Path, shown: Shown) -> None:
    """Writes the files of an attempt anew, with what persons decided. Raises OSError."""
    # The page first: `is_behind` finds what is killed in between.
    replace_file(folder / FEEDBACK, page(grade, folder, shown))
    replace_file(folder / GRADE, grade.text())


def is_behind(grade: Grade, folder: Path) -> bool:
    """Whether the files of an attempt say something else of decisions than the grade does. Raises OSError."""
    said = json.loads((folder / GRADE).read_bytes()).get("decided")
    return bool(said != (None if grade.decided is None else grade.decided.model_dump(mode="json")))


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
        text = render_notebook(notebook, title=title_of(grade), name=grade.submission, feedback=FEEDBACK)
    except Exception as error:  # noqa: BLE001 - what student code showed may be anything
        attempt.lose(CELLS, type(error).__name__)
    else:
        attempt.write_text(CELLS, text)


def _without_files(grade: Grade, attempt: Attempt) -> Grade:
    why = next(iter(attempt.lost.values()))
    said = grade.said.get("notes") or tuple(map(plain, grade.notes))
    return grade.saying(notes=(*said, phrase("note.files_not_kept", files=list(attempt.lost), why=why)))


def _elsewhere(grade: Grade, attempt: Attempt, why: str, shown: Shown) -> Phrase:
    """Keeps a finished grade that the results folder does not take; says where, and the way on."""
    target = attempt.target
    try:
        # Removed by nobody but the person: it is the only copy.
        kept = Path(tempfile.mkdtemp(prefix="harness-grade-")) / target.name
        kept.mkdir()
        grade.write(kept / GRADE)
        (kept / FEEDBACK).write_text(page(grade, attempt.folder, shown), encoding="utf-8", errors="replace")
        for name in (EXECUTED, CELLS):
            if (attempt.folder / name).is_file():
                shutil.copyfile(attempt.folder / name, kept / name)
    except (OSError, UsageError):
        return phrase("results.grade_lost", name=grade.submission, folder=target.parent, why=why)
    move = shlex.join(["mv", "-T", str(kept), str(target)])
    return phrase(
        "results.grade_elsewhere",
        name=grade.submission,
        folder=target.parent,
        why=why,
        kept=kept,
        move=move,
    )
