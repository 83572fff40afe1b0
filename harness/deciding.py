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
from harness.grade.find import MOST_LISTED
from harness.grade.record import Grade
from harness.grade.results import attempts, submissions
from harness.handing_over import Exports
from harness.intake.names import results_name
from harness.words.phrase import Phrase, phrase
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
    if why := _not_waiting(name, grade, anew=anew):
        raise UsageError(why)
    return grade, folder


def _not_waiting(name: str, grade: Grade, *, anew: bool) -> Phrase | None:
    """Why there is nothing to decide on a grade; None where there is."""
    attempt = grade.attempt
    if grade.outcome.needs_human:
        return phrase("decide.our_side", attempt=attempt, name=name)
    if grade.smoke or grade.stand_in:
        return phrase("decide.dry_run", attempt=attempt, name=name)
    if (decision := grade.decision) is not None and not anew:
        return phrase(
            "decide.already",
            attempt=attempt,
            name=name,
            verdict=phrase(f"batch.verdict.{decision.verdict.value}"),
            by=decision.by,
            day=decision.at[:10],
            why=decision.why,
        )
    if not grade.held:
        return phrase("decide.not_held", attempt=attempt, name=name, is_mark=grade.is_mark)
    return None


def _unknown(results: Path, name: str, known: list[str]) -> Phrase:
    if not known:
        return phrase("results.none", folder=results)
    waits = sorted({grade.submission for grade, _ in waiting(results)})
    like = difflib.get_close_matches(name, [*waits, *known], n=3)
    if like:
        return phrase("find.like", name=name, results=results, like=dict.fromkeys(like))
    more = max(0, len(waits) - MOST_LISTED)
    return phrase("decide.unknown", name=name, results=results, waits=waits[:MOST_LISTED], more=more)
