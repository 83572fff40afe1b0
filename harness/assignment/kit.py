"""What an assignment brings to a course: a rubric to edit, and the files that a course starts with."""

from dataclasses import dataclass
from pathlib import Path

from harness.errors import UsageError
from harness.installation import PACKAGE

ASSIGNMENTS = PACKAGE / "assignments"
RUBRIC = "rubric.yaml"
COURSE = "course"


@dataclass(frozen=True)
class Kit:
    """An assignment's name, its rubric file, and the folder whose files a new course gets."""

    name: str
    rubric: Path
    course: Path


def find_kit(name: str | None) -> Kit:
    """The kit of this assignment, or of the only one there is. Raises `UsageError` where that is not one."""
    known = sorted(path.parent.name for path in ASSIGNMENTS.glob(f"*/{RUBRIC}"))
    if name is None and len(known) == 1:
        name = known[0]
    if name not in known:
        what = "Several assignments are there" if name is None else f"There is no assignment {name}"
        raise UsageError(f"{what}; --assignment takes {' or '.join(known)}.")
    return Kit(name, ASSIGNMENTS / name / RUBRIC, ASSIGNMENTS / name / COURSE)
