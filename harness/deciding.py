"""Grades that are held, and what a person makes of them: a mark, or no mark."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.enacting import enact, one_sentence, signed
from harness.errors import UsageError
from harness.grade import counting
from harness.grade.decision import Verdict
from harness.grade.entries import RejectEntry, ReleaseEntry
from harness.grade.record import Grade
from harness.grade.results import attempts, submissions
from harness.handing_over import Exports
from harness.intake.names import results_name
from harness.words.phrase import phrase
from harness.words.shown import Shown


@dataclass(frozen=True)
class Opinion:
    """What a person says of a grade: the verdict, the reason that the student will read, and who says it."""

    verdict: Verdict
    why: str
    by: str
    anew: bool = False
    """Whether it takes the place of a decision that is there."""


def waiting(results: Path) -> Iterator[tuple[Grade, Path]]:
    """The grades that wait for a person, with their folders, by the name of the submission."""
    for name in submissions(results):
        yield from counting.waiting(attempts(results, name))


def decide(
    results: Path, name: str, attempt: int | None, opinion: Opinion, exports: Exports, shown: Shown
) -> tuple[Grade, Path]:
    """Writes a person's decision on a held grade into the student's file and onto the page, and hands the grade to the exporters.

    Args:
        results: the results folder.
        name: of the submission, or of its results folder.
        attempt: which one; None for the newest that waits.
        opinion: what is decided.
        exports: where the grade goes.
        shown: how much of the hidden split the page shows.

    Raises:
        UsageError: there is no such grade, nothing holds it, or somebody has decided already.
        InfrastructureError: the decision or the page cannot be written.
    """
    grade, folder = _found(results, name, attempt, anew=opinion.anew)
    kind = ReleaseEntry if opinion.verdict is Verdict.RELEASED else RejectEntry
    entry = kind.model_validate(
        {
            "decision": "release" if opinion.verdict is Verdict.RELEASED else "reject",
            "why": one_sentence(opinion.why),
            "reasons": grade.held,
            **signed(grade, opinion.by),
        }
    )
    return enact(grade, folder, entry, exports, shown), folder


def _found(results: Path, name: str, number: int | None, *, anew: bool) -> tuple[Grade, Path]:
    """The grade that is meant, if it waits for a person. Raises `UsageError`."""
    known = submissions(results)
    folders = [one for one in (name, results_name(name)) if one in known]
    tried = [(grade, folder) for one in folders[:1] for grade, folder in attempts(results, one)]
    if not tried:
        raise UsageError(_unknown(results, name, known))
    if number is not None:
        chosen = [(grade, folder) for grade, folder in tried if grade.attempt == number]
        if not chosen:
            have = ", ".join(str(grade.attempt) for grade, _ in reversed(tried))
            raise UsageError(
                phrase("decide.no_attempt", name=name, number=number, results=results, have=have)
            )
    else:
        real = [one for one in tried if one[0].can_be_a_mark]
        chosen = [one for one in real if one[0].waits] or [one for one in real if one[0].held] or tried
    grade, folder = chosen[0]
    if why := _not_waiting(grade, anew=anew):
        raise UsageError(f"Attempt {grade.attempt} of {name} {why}")
    return grade, folder


def _not_waiting(grade: Grade, *, anew: bool) -> str:
    """Why there is nothing to decide on a grade; empty where there is."""
    if grade.outcome.needs_human:
        return "failed on our side and has no points to decide on: grade it again."
    if grade.smoke or grade.stand_in:
        return "was a dry run or on stand-in data, so it cannot become a mark: grade it without --smoke, on the data."
    if (decision := grade.decision) is not None and not anew:
        return (
            f"is decided already ({decision.verdict.value} by {decision.by}, {decision.at[:10]}): {decision.why} To decide "
            "anew, give --anew."
        )
    if not grade.held:
        return "is not held: " + ("it is a mark already." if grade.is_mark else "there is nothing to decide.")
    return ""


def _unknown(results: Path, name: str, known: list[str]) -> str:
    if not known:
        return f"There are no grades in {results}; give --output where they lie elsewhere."
    waits = sorted({grade.submission for grade, _ in waiting(results)})
    like = difflib.get_close_matches(name, [*waits, *known], n=3)
    offered = f"; did you mean {' or '.join(dict.fromkeys(like))}?" if like else "."
    listed = f" These wait: {', '.join(waits[:10])}." if waits and not like else ""
    return f"There is no grade of {name!r} in {results}{offered}{listed}"
