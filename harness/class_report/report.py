"""The class report as one record, made of the works of a class."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from statistics import fmean, median
from typing import Any

import numpy as np

from harness.class_report.causes import Cause, check_causes, run_causes
from harness.class_report.findings import (
    Alike,
    Audits,
    Decided,
    Equal,
    Waits,
    audits,
    decided,
    equal_weights,
    facts,
    waits,
)
from harness.class_report.hard import Hard, hard
from harness.class_report.items import Item, items
from harness.class_report.moved import Move, moves
from harness.class_report.saying import Names
from harness.class_report.spent import Spent, spent
from harness.class_report.works import Works
from harness.grade.decision import Verdict
from harness.words.phrase import Phrase
from harness.words.say import say


@dataclass(frozen=True)
class Counts:
    """How many works there are: with a mark, with a grade that waits, rejected by a person, failed on our side, with dry runs
    alone; the rest has no mark for another reason."""

    works: int
    marks: int
    waits: int
    rejected: int
    ours: int
    dry: int


@dataclass(frozen=True)
class Spread:
    """The distribution of some values, lowest first: their middle and mean, and the quarters (linear interpolation)."""

    values: tuple[float, ...]
    mean: float
    median: float
    quarters: tuple[float, float]


@dataclass(frozen=True)
class ClassReport:
    """All of it. ``points`` are in percent of the maximum, which ``max_points`` are, None where it differs from mark to mark.
    ``f1`` are macro-F1 in [0, 1] on one hidden split; ``elsewhere`` counts marks that are on another, or have no score.

    ``ours`` are the names of works whose grading failed on our side.
    ``likeness`` is what a file of ``harness likeness`` found, None where none was given.
    """

    counts: Counts
    points: Spread | None
    max_points: float | None
    f1: Spread | None
    elsewhere: int
    items: list[Item]
    hard: Hard
    runs: list[Cause]
    checks: list[Cause]
    moves: list[Move]
    spent: Spent
    waits: list[Waits]
    ours: tuple[str, ...]
    decided: list[Decided]
    audits: Audits
    facts: list[Cause]
    equal_weights: list[Equal]
    likeness: list[Alike] | None
    unread: list[tuple[str, Phrase]] = field(default_factory=list)


def make_report(works: Works, names: Names, likeness: Sequence[Alike] | None = None) -> ClassReport:
    """The report on a class.

    Args:
        works: the class.
        names: what works are called.
        likeness: what stands out in a file of ``harness likeness``; None where none was given.
    """
    marks = [work.grade for work in works.marks]
    real = [work for work in works.found if not work.is_dry]
    scored = works.scored
    most = {grade.max_points for grade in marks}
    return ClassReport(
        counts=_counts(works),
        points=spread([100 * one.points / one.max_points for one in marks if one.max_points > 0]),
        max_points=most.pop() if len(most) == 1 else None,
        f1=spread([metrics.macro_f1 for _, metrics in scored]),
        elsewhere=len(marks) - len(scored),
        items=items(marks),
        hard=hard(works),
        runs=run_causes(real, names),
        checks=check_causes(works.marks, names),
        moves=moves(real, names),
        spent=spent(works.found, names),
        waits=waits(real, names),
        ours=tuple(names.of(work.name) for work in real if work.grade.outcome.needs_human),
        decided=decided(real, names),
        audits=audits(real, names),
        facts=facts(real, names),
        equal_weights=equal_weights(real, names),
        likeness=None if likeness is None else list(likeness),
        unread=[(names.of(name), why) for name, why in works.unread],
    )


def _counts(works: Works) -> Counts:
    grades = [work.grade for work in works.found if not work.is_dry]
    decisions = [grade.decision for grade in grades if grade.decision is not None]
    return Counts(
        works=len(works.found),
        marks=len(works.marks),
        waits=sum(bool(work.waiting) for work in works.found),
        rejected=sum(one.verdict is Verdict.REJECTED for one in decisions),
        ours=sum(grade.outcome.needs_human for grade in grades),
        dry=len(works.found) - len(grades),
    )


def spread(values: Sequence[float]) -> Spread | None:
    """The distribution of these values; None where there are none."""
    if not values:
        return None
    ordered = tuple(sorted(values))
    low, high = np.quantile(ordered, (0.25, 0.75))
    return Spread(ordered, fmean(ordered), median(ordered), (float(low), float(high)))


def as_json(report: ClassReport) -> str:
    """The report as JSON, sentences in the language that is spoken. Pictures are left out, and so is what could not be read:
    the reasons name folders."""
    made = _plain(report)
    made["unread"] = len(report.unread)
    for image in made["hard"]["images"] or []:
        del image["picture"]
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Phrase):
        return say(value)
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value
