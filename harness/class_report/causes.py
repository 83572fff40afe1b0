"""Why works lose points: grouped by cause, which is a code and not a text."""

import builtins
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.class_report.saying import Names, nothing_said
from harness.class_report.works import Work
from harness.grade.record import CheckResult, Grade, Status
from harness.outcome import Outcome
from harness.report.text import one_line
from harness.report.view import check_title
from harness.words.phrase import TEXT, Phrase, phrase, plain

MOST = 15
MOST_NAMED = 6
MOST_OF_A_NAME = 80


@dataclass(frozen=True)
class Cause:
    """One cause. ``what`` says what went wrong, ``example`` how one of the works was told (None where that is not shown);
    ``names`` are those of some of its ``works``."""

    what: Phrase
    example: Phrase | None
    works: int
    names: tuple[str, ...]


Key = tuple[str, ...]


def run_causes(works: Sequence[Work], names: Names) -> list[Cause]:
    """How runs ended that did not come to their end, those apart that failed on our side; of code that failed, by what was raised
    and what the hint says."""
    found = dict[Key, list[tuple[Work, Phrase | None]]]()
    for work in works:
        grade = work.grade
        if grade.outcome is Outcome.GRADED or grade.outcome.needs_human:
            continue
        hint, error = _hint(grade), "" if grade.failure is None else grade.failure.error
        key = (grade.outcome.value, error, "" if hint is None else hint.code)
        found.setdefault(key, []).append((work, hint))
    return _causes(
        {key: _ended(Outcome(key[0]), key[1], names) for key in found},
        found,
        names,
    )


def check_causes(works: Sequence[Work], names: Names) -> list[Cause]:
    """Why checks gave no points, or not all of them. What kept several from being checked at all is one cause."""
    found = dict[Key, list[tuple[Work, Phrase | None]]]()
    checks = dict[Key, dict[str, CheckResult]]()
    titles = dict[str, str]()
    for work in works:
        of_work = dict[Key, Phrase | None]()
        for check, reason in _lost(work.grade):
            code = TEXT if reason is None else reason.code
            several = check.status is Status.SKIPPED and code != TEXT
            key: Key = ("" if several else check.id, check.status.value, code)
            checks.setdefault(key, {})[check.id] = check
            titles[check.id] = check_title(work.grade.assignment, check).rstrip(".")
            of_work.setdefault(key, reason)
        for cause, reason in of_work.items():
            found.setdefault(cause, []).append((work, reason))
    what = {key: _of_checks([titles[id] for id in some], Status(key[1])) for key, some in checks.items()}
    return _causes(what, found, names)


def _of_checks(titles: Sequence[str], status: Status) -> Phrase:
    if len(titles) == 1:
        return phrase("class_report.check", title=titles[0], status=status.phrase)
    return phrase("class_report.checks", count=len(titles), status=status.phrase)


def _hint(grade: Grade) -> Phrase | None:
    phrases = () if grade.failure is None else grade.failure.phrases("hint")
    return phrases[0] if phrases else None


def _ended(outcome: Outcome, error: str, names: Names) -> Phrase:
    # Code chooses the names of its own errors.
    if not error or (names.are_aliases and not hasattr(builtins, error)):
        return phrase("class_report.ended", outcome=outcome.phrase)
    return phrase("class_report.ended_by", outcome=outcome.phrase, error=one_line(error, MOST_OF_A_NAME))


def _lost(grade: Grade) -> Iterator[tuple[CheckResult, Phrase | None]]:
    for criterion in grade.criteria:
        for check in criterion.checks:
            if check.status is not Status.PASSED:
                yield check, next(iter(check.phrases("reason")), None)


def _causes(
    what: dict[Key, Phrase], found: dict[Key, list[tuple[Work, Phrase | None]]], names: Names
) -> list[Cause]:
    causes = []
    for key, told in found.items():
        nothing = nothing_said()
        said = [names.sentence(one, nothing) for _, one in told if one is not None]
        labels = [names.of(work.name) for work, _ in told]
        example = next((one for one in said if one != nothing and one != plain("")), None)
        causes.append(Cause(what[key], example, len(told), tuple(labels[:MOST_NAMED])))
    return sorted(causes, key=lambda one: -one.works)[:MOST]
