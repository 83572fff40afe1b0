"""Item statistics: how many have the points of each criterion and each check, how hard it is, and whom it tells apart.

Difficulty is the mean share of the points, discrimination the correlation of the points with those of everything else, which
is corrected for the item itself (L. Crocker and J. Algina, Introduction to Classical and Modern Test Theory, 1986, chapter 14).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harness.class_report.saying import title_of
from harness.grade.record import CriterionGrade, Grade, Status
from harness.report.view import check_title

LEAST = 25
"""Works below which no discrimination is reckoned. One of 0.4, which is called very good (R. L. Ebel, Measuring Educational
Achievement, 1965), is more than 1.96 standard errors of Fisher's z from none, 1 / sqrt(n - 3), from n = 25 on."""
WHOLE = 1e-9
"""Two counts of points that are nearer than this are equal."""


@dataclass(frozen=True)
class Item:
    """One criterion or one check, over ``works`` that have it. ``title`` says what it asks for, ``check`` is its id, empty for
    a criterion.

    ``none``, ``some`` and ``full`` count who has none, a part, and all of its points; of those without all of them it could
    not be checked for ``skipped``. ``difficulty`` is the mean share of its points in [0, 1], None where it gives none.
    ``discrimination`` lies in [-1, 1], None where it is not reckoned: too few works, or all have the same points.
    """

    criterion: str
    check: str
    title: str
    max_points: float
    works: int
    none: int
    some: int
    full: int
    skipped: int
    difficulty: float | None
    discrimination: float | None


@dataclass(frozen=True)
class _Answer:
    criterion: str
    check: str
    title: str
    points: float
    max_points: float
    skipped: bool
    rest: float


def items(marks: Sequence[Grade]) -> list[Item]:
    """Each criterion of these marks, its checks after it, in the order of the rubric. Points are those that the checks and the
    scale gave, whatever a person gave besides, and before anything was taken off for lateness."""
    found = dict[tuple[str, str], list[_Answer]]()
    for grade in marks:
        for answer in _answers(grade):
            found.setdefault((answer.criterion, answer.check), []).append(answer)
    criteria = list(dict.fromkeys(criterion for criterion, _ in found))
    # A criterion that only some works have may bring its checks later.
    order = sorted(found, key=lambda key: criteria.index(key[0]))
    return [_item(found[key]) for key in order]


def _answers(grade: Grade) -> Iterable[_Answer]:
    total = sum(map(_points, grade.criteria))
    for criterion in grade.criteria:
        points = _points(criterion)
        skipped = bool(criterion.checks) and all(
            one.status in (Status.SKIPPED, Status.ERROR) for one in criterion.checks
        )
        title = title_of(criterion)
        yield _Answer(criterion.id, "", title, points, criterion.max_points, skipped, total - points)
        for check in criterion.checks:
            yield _Answer(
                criterion.id,
                check.id,
                check_title(grade.assignment, check),
                check.points,
                check.max_points,
                check.status in (Status.SKIPPED, Status.ERROR),
                total - check.points,
            )


def _points(criterion: CriterionGrade) -> float:
    return criterion.points if criterion.automatic is None else criterion.automatic


def _item(answers: Sequence[_Answer]) -> Item:
    first = answers[-1]
    valued = [one for one in answers if one.max_points > 0]
    shares = np.array([one.points / one.max_points for one in valued])
    none, full = int((shares <= WHOLE).sum()), int((shares >= 1 - WHOLE).sum())
    return Item(
        criterion=first.criterion,
        check=first.check,
        title=first.title,
        max_points=first.max_points,
        works=len(answers),
        none=none,
        some=len(valued) - none - full,
        full=full,
        skipped=sum(one.skipped and one.points < one.max_points for one in answers),
        difficulty=float(shares.mean()) if valued else None,
        discrimination=discrimination(shares, np.array([one.rest for one in valued])),
    )


def discrimination(shares: NDArray[np.float64], rest: NDArray[np.float64]) -> float | None:
    """The correlation (Pearson) of an item's points with all others, float64 (N,) each; None for fewer than `LEAST` works, or
    where either is the same for all."""
    if len(shares) < LEAST or np.ptp(shares) < WHOLE or np.ptp(rest) < WHOLE:
        return None
    return float(np.clip(np.corrcoef(shares, rest)[0, 1], -1, 1))
