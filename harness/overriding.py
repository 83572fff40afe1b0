"""Points of a criterion that a person sets, takes back, or comments on."""

import difflib
import math
from dataclasses import dataclass
from pathlib import Path

from harness.enacting import enact, one_sentence, signed
from harness.errors import UsageError
from harness.grade.counting import counting
from harness.grade.entries import (
    MOST_OF_A_COMMENT,
    CommentEntry,
    Entry,
    OverrideEntry,
    TakeBackEntry,
)
from harness.grade.find import stored
from harness.grade.record import CriterionGrade, Grade
from harness.grade.results import attempts
from harness.handing_over import Exports
from harness.report.text import number
from harness.words.phrase import phrase
from harness.words.shown import Shown


@dataclass(frozen=True)
class Wish:
    """What a person wants: points for a criterion, or the automatic ones back (``points`` is None), and why; a comment; or
    both."""

    by: str
    criterion: str | None = None
    points: float | None = None
    why: str = ""
    comment: str | None = None


def which(results: Path, name: str, number: int | None, *, best: bool) -> tuple[Grade, Path]:
    """The attempt that is meant: the one of this number, else the one that counts, dry runs left aside. Raises `UsageError`."""
    found = stored(results, name, number)
    if number is not None or found.folder.name != str(max(found.numbers)):
        return found.grade, found.folder
    root = found.folder.parent
    real = [one for one in attempts(root.parent, root.name) if not (one[0].smoke or one[0].stand_in)]
    return counting(real, best=best) if real else (found.grade, found.folder)


def override(grade: Grade, folder: Path, wish: Wish, exports: Exports, shown: Shown) -> Grade:
    """Puts into force what a person wants of an attempt; returns its grade as it counts now.

    Raises:
        UsageError: it does not fit the grade; the sentence says what does.
        InfrastructureError: it cannot be written.
    """
    # All is looked at before anything is written.
    entries = [*_points(grade, wish), *_comment(grade, wish)]
    for entry in entries:
        grade = enact(grade, folder, entry, exports, shown)
    return grade


def _points(grade: Grade, wish: Wish) -> list[Entry]:
    if wish.criterion is None:
        return []
    if grade.outcome.needs_human:
        raise UsageError(phrase("override.failed", attempt=grade.attempt, name=grade.submission))
    if not grade.can_be_a_mark:
        raise UsageError(phrase("override.no_mark", attempt=grade.attempt, name=grade.submission))
    criterion = _criterion(grade, wish.criterion)
    common = {"criterion": criterion.id, "why": one_sentence(wish.why), **signed(grade, wish.by)}
    if wish.points is None:
        if criterion.automatic is None:
            raise UsageError(
                phrase(
                    "override.not_set", criterion=criterion.id, attempt=grade.attempt, name=grade.submission
                )
            )
        return [TakeBackEntry.model_validate({"decision": "take_back", **common})]
    most = criterion.max_points
    if not (math.isfinite(wish.points) and 0 <= wish.points <= most):
        raise UsageError(
            phrase("override.points", points=f"{wish.points:g}", criterion=criterion.id, most=number(most))
        )
    made = criterion.points if criterion.automatic is None else criterion.automatic
    return [
        OverrideEntry.model_validate(
            {"decision": "override", **common, "points": wish.points, "automatic": made}
        )
    ]


def _comment(grade: Grade, wish: Wish) -> list[Entry]:
    if wish.comment is None:
        return []
    text = wish.comment.strip()
    if not text:
        raise UsageError(phrase("override.no_comment"))
    if len(text) > MOST_OF_A_COMMENT:
        raise UsageError(phrase("override.long_comment", count=len(text), most=MOST_OF_A_COMMENT))
    return [CommentEntry.model_validate({"decision": "comment", "text": text, **signed(grade, wish.by)})]


def _criterion(grade: Grade, wanted: str) -> CriterionGrade:
    known = {one.id: one for one in grade.criteria}
    if wanted in known:
        return known[wanted]
    like = difflib.get_close_matches(wanted.lower(), known, n=3)
    raise UsageError(
        phrase(
            "override.no_criterion",
            name=grade.submission,
            attempt=grade.attempt,
            wanted=wanted,
            like=like,
            known=list(known),
        )
    )
