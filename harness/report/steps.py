"""What would gain the most points next."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from harness.grade.record import CriterionGrade, Grade, Status
from harness.report.text import number
from harness.report.view import View
from harness.words.phrase import phrase
from harness.words.say import say

MOST = 3
LOST = (Status.FAILED, Status.PARTIAL)


@dataclass(frozen=True)
class Step:
    """Up to ``points`` more for one thing; ``place`` is that of the criterion on the page, from 1, None for the run itself."""

    worth: float
    title: str
    reason: str
    place: int | None

    @property
    def points(self) -> str:
        """In words."""
        return number(self.worth)


def next_steps(grade: Grade, view: View) -> list[Step]:
    """The steps that are worth the most, the largest first; none where nothing is lost, or nothing of it can be known. What only
    waits for a cell that failed is worth its points to whoever mends that cell, and has not done so further down."""
    steps = [
        step for place, criterion in enumerate(grade.criteria, 1) for step in _of(criterion, place, view)
    ]
    if (failure := grade.failure) is not None and not failure.mended:
        waits = sum(
            check.max_points - check.points
            for criterion in grade.criteria
            for check in criterion.checks
            if check.status is Status.SKIPPED
        )
        mend = phrase("steps.mend", cell=failure.cell, line=failure.line)
        steps.append(Step(round(waits, 2), say(mend), say(phrase("steps.waits")), None))
    worthy = [step for step in steps if step.worth > 0]
    return sorted(worthy, key=lambda step: -step.worth)[:MOST]


def _of(criterion: CriterionGrade, place: int, view: View) -> Iterator[Step]:
    for check in criterion.checks:
        if check.status in LOST:
            yield Step(round(check.max_points - check.points, 2), check.title, check.reason, place)
    if not criterion.checks and criterion.status in LOST and view.scores:
        # No finer than the page shows the points themselves.
        points = criterion.points if view.exact else math.floor(criterion.points + 1e-9)
        yield Step(round(criterion.max_points - points, 2), criterion.title, criterion.reason, place)
