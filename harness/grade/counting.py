"""How many attempts a student has had: every one tells something of the hidden split, so a rubric may bound them."""

from pathlib import Path

from harness.grade.record import Grade
from harness.grade.results import attempts
from harness.outcome import Outcome

_NEVER_RAN = (Outcome.NO_ENTRY, Outcome.TWO_ENTRIES, Outcome.NOT_A_NOTEBOOK)


def counts(grade: Grade) -> bool:
    """Whether it is an attempt of the student's: a dry run, work that never ran and what failed on our side are none."""
    return grade.can_be_a_mark and grade.outcome not in _NEVER_RAN


def too_many(results: Path, submission: str, content_hash: str, most: int | None) -> str:
    """Why this work may not be graded any more, as a sentence; empty where it may. Work that was graded before may always
    be graded again, and is the same attempt.

    Args:
        results: the results folder.
        submission: the name of the submission's folder in it.
        content_hash: of the work.
        most: as many different works of a submission may be graded; None for any number.
    """
    if most is None:
        return ""
    graded = {grade.content_hash for grade, _ in attempts(results, submission) if counts(grade)}
    if content_hash in graded or len(graded) < most:
        return ""
    had = (
        "the one attempt that the rubric allows was"
        if most == 1
        else f"the {most} attempts that the rubric allows were"
    )
    return (
        f"{had} graded before (attempts: {most}), and this is other work, so it is not graded; to grant one more: harness grade "
        "PATH --extra-attempt"
    )
