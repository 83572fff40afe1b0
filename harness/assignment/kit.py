"""What an assignment brings to a course: a rubric to edit, and the files that a course starts with."""

from dataclasses import dataclass
from pathlib import Path

from harness.assignment.assignment import Assignment
from harness.assignment.find import ASSIGNMENTS
from harness.errors import UsageError
from harness.words.phrase import phrase


@dataclass(frozen=True)
class Kit:
    """An assignment's name, its rubric file, and the folder whose files a new course gets."""

    name: str
    rubric: Path
    course: Path


def find_kit(name: str | None) -> Kit:
    """The kit of an installed assignment, or of the only one that the harness brings.

    Raises:
        UsageError: there is no such assignment, or it brings nothing to a course.
    """
    known = list(ASSIGNMENTS.own)
    if name is None and len(known) != 1:
        raise UsageError(phrase("assignment.several", known=known))
    if name is not None and name not in ASSIGNMENTS.names():
        raise UsageError(phrase("assignment.unknown", name=name, known=ASSIGNMENTS.names()))
    found: Assignment = ASSIGNMENTS.load(known[0] if name is None else name)
    if found.course is None:
        raise UsageError(phrase("assignment.no_course", name=found.name, rubric=found.rubric))
    return Kit(found.name, found.rubric, found.course)
