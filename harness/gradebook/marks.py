"""The marks in a results folder, and why what else is there is not one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.errors import UsageError
from harness.grade.counting import counted
from harness.grade.record import Grade
from harness.grade.results import attempts, numbers, submissions
from harness.words.phrase import Phrase, phrase


@dataclass(frozen=True)
class Result:
    """What a submission came to. ``submission`` is its name, ``grade`` that of the attempt that counts, None where none can be
    read, and ``why`` says why it is not a mark, None where it is one."""

    submission: str
    grade: Grade | None
    why: Phrase | None

    @property
    def mark(self) -> Grade | None:
        """The grade, where it is a mark."""
        return self.grade if self.why is None else None

    @property
    def needs_us(self) -> bool:
        """Whether our side failed."""
        return self.grade is None or self.grade.outcome.needs_human


def results_in(folder: Path, *, best: bool) -> Iterator[Result]:
    """What each submission in the results folder came to, by the names of the folders.

    Dry runs are passed over where a grade on the real data is there, too. ``best`` is whether a submission's best attempt counts
    and not its newest. What cannot be read is told as such, and ends nothing.
    """
    for name in submissions(folder):
        try:
            yield _result(folder, name, best=best)
        except UsageError as error:
            yield Result(name, None, phrase("gradebook.unreadable", error=error))


def _result(folder: Path, name: str, *, best: bool) -> Result:
    newest, real = None, None
    # Old attempts are many, and are not read where a newer one decides.
    for one in attempts(folder, name):
        newest = newest or one
        if not (one[0].smoke or one[0].stand_in):
            real = one
            break
    if newest is None or int(newest[1].name) < max(numbers(folder / name)):
        called = newest[0].submission if newest is not None else name
        return Result(called, None, phrase("gradebook.no_grade"))
    grade, _ = counted(real or newest, best=best)
    return Result(grade.submission, grade, _why_not(grade))


def _why_not(grade: Grade) -> Phrase | None:
    if grade.is_mark:
        return None
    if grade.smoke:
        return phrase("gradebook.dry")
    if grade.stand_in:
        return phrase("gradebook.stand_in")
    if grade.outcome.needs_human:
        return phrase("gradebook.failed_on_our_side", outcome=grade.outcome.phrase)
    if grade.waits:
        return phrase("gradebook.held", reasons=grade.said.get("held") or grade.held)
    if grade.decision is not None:
        return phrase("gradebook.decided", decision=grade.decision.phrase)
    return phrase("gradebook.not_a_mark")
