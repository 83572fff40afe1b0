"""What changed since the last attempt: who moved, and by how much."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.class_report.saying import Names
from harness.class_report.works import Work
from harness.grade.record import Grade


@dataclass(frozen=True)
class Move:
    """A mark and the one before it. ``attempts`` are their numbers, the same twice where a mark was graded anew from what was
    kept. ``f1`` is what the macro-F1 rose by, None where it cannot be compared."""

    name: str
    attempts: tuple[int, int]
    points: tuple[float, float]
    f1: float | None

    @property
    def by(self) -> float:
        """What the points rose by."""
        return round(self.points[1] - self.points[0], 2)

    @property
    def anew(self) -> bool:
        """Whether no new work came, and the mark was graded anew from what was kept."""
        return self.attempts[0] == self.attempts[1]


def moves(works: Sequence[Work], names: Names) -> list[Move]:
    """The newest mark of each work beside the one before it, out of as many points: the largest rise first. Points of both are
    those that count after what persons decided; of a regrade, those before and after it."""
    found = [move for work in works for move in _moves(work, names.of(work.name))]
    return sorted(found, key=lambda one: (-one.by, one.name))


def _moves(work: Work, name: str) -> Iterator[Move]:
    marks = list(_different([one for one in work.attempts if one.is_mark]))
    if not marks:
        return
    newest = marks[0]
    if len(marks) > 1:
        before = marks[1]
        if before.max_points == newest.max_points:
            yield Move(
                name, (before.attempt, newest.attempt), (before.points, newest.points), _gain(before, newest)
            )
        return
    if newest.earlier:
        last = newest.earlier[-1]
        if last.is_mark and last.max_points == newest.max_points:
            yield Move(name, (newest.attempt,) * 2, (last.points, newest.automatic_points), None)


def _different(newest_first: Sequence[Grade]) -> Iterator[Grade]:
    """Work that was graded several times is one attempt: its newest grade."""
    seen = set[str]()
    for grade in newest_first:
        if grade.content_hash not in seen:
            seen.add(grade.content_hash)
            yield grade


def _gain(before: Grade, after: Grade) -> float | None:
    if before.metrics is None or after.metrics is None or before.split_id != after.split_id:
        return None
    return after.metrics.macro_f1 - before.metrics.macro_f1
