"""What waits for a person, what persons decided, and what a person may want to look at. None of it accuses anybody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.class_report.causes import MOST_NAMED, Cause
from harness.class_report.saying import Names, nothing_said, title_of
from harness.class_report.works import Work
from harness.errors import UsageError
from harness.evidence.network import BEST
from harness.grade.audit import Audit, Finding
from harness.grade.decision import Verdict
from harness.grade.record import Grade
from harness.likeness.alike import Kind
from harness.report.text import number, one_line
from harness.report.view import check_title
from harness.words.phrase import Phrase, phrase, plain


@dataclass(frozen=True)
class Waits:
    """A grade that waits for a person, and why."""

    name: str
    attempt: int
    points: float
    max_points: float
    reasons: tuple[Phrase, ...]


@dataclass(frozen=True)
class Decided:
    """What a person decided on the work that counts: on the whole grade, or on one criterion. ``why`` is empty where it is not
    shown."""

    name: str
    what: Phrase
    by: str
    day: str
    why: str


@dataclass(frozen=True)
class Contradicted:
    """What of a work stayed as it was on other data, a sentence each."""

    name: str
    reasons: tuple[Phrase, ...]


@dataclass(frozen=True)
class Audits:
    """What runs on twins said of ``works``: how many checks and networks follow the data, and of how many it cannot be told."""

    works: int = 0
    follows: int = 0
    unknown: int = 0
    contradicted: list[Contradicted] = field(default_factory=list)


@dataclass(frozen=True)
class Equal:
    """Works whose best networks have equal weights: how many, and the names of some."""

    works: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Alike:
    """Two works that are alike beyond what honest ones are, and what of them is."""

    names: tuple[str, str]
    what: Phrase


def waits(works: Sequence[Work], names: Names) -> list[Waits]:
    """The grades that wait."""
    return [
        Waits(names.of(work.name), grade.attempt, grade.points, grade.max_points, _reasons(grade, names))
        for work in works
        for grade in work.waiting
    ]


def _reasons(grade: Grade, names: Names) -> tuple[Phrase, ...]:
    said = (names.sentence(one, nothing_said()) for one in _each(grade, "held"))
    return tuple({one.values.get("text", one.code): one for one in said}.values())


def _each(grade: Grade, name: str) -> Sequence[Phrase]:
    """The phrases of a list of sentences."""
    return grade.said.get(name) or tuple(map(plain, getattr(grade, name)))


def decided(works: Sequence[Work], names: Names) -> list[Decided]:
    """What persons decided, by work."""
    return [one for work in works for one in _decided(work.grade, names.of(work.name), names)]


def _decided(grade: Grade, name: str, names: Names) -> Iterator[Decided]:
    if (one := grade.decision) is not None:
        what = (
            phrase("class_report.released")
            if one.verdict is Verdict.RELEASED
            else phrase("class_report.rejected")
        )
        yield Decided(name, what, names.words(one.by), one.at[:10], names.words(one.why))
    titles = {one.id: title_of(one) for one in grade.criteria}
    for over in grade.overrides:
        what = phrase(
            "class_report.overridden",
            criterion=titles.get(over.criterion, over.criterion),
            before=number(over.automatic),
            after=number(over.points),
        )
        yield Decided(name, what, names.words(over.by), over.at[:10], names.words(over.why))


def audits(works: Sequence[Work], names: Names) -> Audits:
    """What the audits of the grades that count found."""
    audited = [(work, work.grade.audit) for work in works if work.grade.audit is not None]
    every = [one.finding for _, audit in audited for one in audit.checks]
    every += [one.finding for _, audit in audited for one in audit.networks]
    contradicted = [
        Contradicted(names.of(work.name), reasons)
        for work, audit in audited
        if (reasons := tuple(_contradicted(work.grade, audit, names)))
    ]
    return Audits(len(audited), every.count(Finding.FOLLOWS), every.count(Finding.UNKNOWN), contradicted)


def _contradicted(grade: Grade, audit: Audit, names: Names) -> Iterator[Phrase]:
    titles = {
        check.id: check_title(grade.assignment, check)
        for criterion in grade.criteria
        for check in criterion.checks
    }
    for check in audit.checks:
        if check.finding is Finding.CONTRADICTS:
            yield phrase("class_report.check_stayed", check=titles.get(check.id, check.id).rstrip("."))
    for network in audit.networks:
        if network.finding is Finding.CONTRADICTS:
            for one in network.phrases("reason") or (phrase("class_report.network_stayed"),):
                yield names.sentence(one, phrase("class_report.network_stayed"))


def facts(works: Sequence[Work], names: Names) -> list[Cause]:
    """What stands beside the grades that count, by its code, the most frequent first."""
    found = dict[str, list[tuple[str, Phrase]]]()
    for work in works:
        of_work = {one.code: one for one in _each(work.grade, "facts")}
        for code, one in of_work.items():
            found.setdefault(code, []).append((names.of(work.name), one))
    told = []
    for some in found.values():
        what = names.sentence(some[0][1], nothing_said())
        # Its numbers are those of one work.
        what = what if len(some) == 1 else phrase("class_report.for_example", what=what)
        told.append(Cause(what, None, len(some), tuple(name for name, _ in some[:MOST_NAMED])))
    return sorted(told, key=lambda one: -one.works)


def equal_weights(works: Sequence[Work], names: Names) -> list[Equal]:
    """Works whose best networks have equal weights, as grades tell by themselves, the largest group first."""
    found = dict[str, list[str]]()
    for work in works:
        best = work.grade.with_role(BEST)
        if best is not None and best.weights:
            found.setdefault(best.weights, []).append(names.of(work.name))
    groups = [Equal(len(some), tuple(some[:MOST_NAMED])) for some in found.values() if len(some) > 1]
    return sorted(groups, key=lambda one: -one.works)


class _Found(BaseModel):
    """Of a likeness, what is read of ``harness likeness --json``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Kind
    names: tuple[str, str]
    stands_out: bool
    found: str = Field(max_length=4000)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    alike: list[_Found] = Field(max_length=10_000)


def read_likeness(path: Path, names: Names) -> list[Alike]:
    """What stands out in a file of ``harness likeness --json``. Raises `UsageError` where it is none."""
    try:
        read = _File.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(phrase("stored.cannot_read", path=path, why=error.strerror)) from error
    except ValidationError as error:
        raise UsageError(phrase("class_report.no_likeness", path=path)) from error
    return [
        Alike(
            (names.of(one.names[0]), names.of(one.names[1])),
            _of_kind(one.kind) if names.are_aliases else plain(one_line(one.found)),
        )
        for one in read.alike
        if one.stands_out
    ]


def _of_kind(kind: Kind) -> Phrase:
    return {
        Kind.SOURCES: phrase("class_report.alike_sources"),
        Kind.MISTAKES: phrase("class_report.alike_mistakes"),
        Kind.WEIGHTS: phrase("likeness.weights"),
    }[kind]
