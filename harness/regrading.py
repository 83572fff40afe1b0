"""Grades of a results folder made anew from what was kept, in two steps: who moves and by how much, and then the writing."""

import contextlib
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pydantic import BaseModel

from harness.checks.case import Verdict, View
from harness.checks.kept import Made, read_made
from harness.checks.known import KNOWN, Remembering
from harness.errors import HarnessError, UsageError
from harness.grade.decided import decided
from harness.grade.decisions import Decisions, decisions
from harness.grade.record import Earlier, Grade
from harness.grade.results import FEEDBACK, GRADE, numbers, replace_file, submissions
from harness.grading.regrade import NEVER_RAN, Standard, differs, regraded, why_not, why_not_with
from harness.handing_over import Exports
from harness.publish import page
from harness.words.phrase import Phrase, phrase
from harness.words.say import say
from harness.words.shown import Shown

EARLIER = "earlier"
"""A folder in that of an attempt: ``grade.1.json`` is what its first regrade replaced."""


@dataclass(frozen=True)
class Asking:
    """How checks are asked about what is kept.

    Args:
        ask: by what they look at, the verdicts of checks of these names on what is kept in an attempt's folder.
        ids: `harness.checks.identity.ids_of` of the rubric's checks.
        anew: whether they are asked even where their verdicts are known.
    """

    ask: Callable[[Path, Mapping[View, Collection[str]]], dict[View, dict[str, Verdict]]]
    ids: Mapping[str, str]
    anew: bool = False

    def about(self, folder: Path, *, has_twin: bool) -> Remembering:
        """About the attempt in this folder, and its run on a twin, if it has one. Raises OSError where its evidence cannot be
        read."""
        ask = partial(self.ask, folder)
        return Remembering(folder, self.ids, ask, anew=self.anew, has_twin=has_twin)


@dataclass(frozen=True)
class Moved:
    """An attempt whose grade is another one by the rubric of now, both as they count after what persons decided.

    ``criteria`` are the points of each criterion that changed, before and after; None where there is no such criterion.
    """

    submission: str
    attempt: int
    folder: Path
    before: tuple[float, float, bool]
    """Points, of how many, and whether it is a mark."""
    after: tuple[float, float, bool]
    criteria: dict[str, tuple[float | None, float | None]]
    waits: bool
    held: list[str]
    decided: list[Phrase]
    """Decisions of persons beneath which the mark changed, a sentence each."""
    text: bytes = field(repr=False)
    """The grade as it will be written, compressed: there may be thousands."""


class _Was(BaseModel):
    """Of the grade that is replaced, which `look` has read, what is kept beside it already."""

    earlier: list[Earlier] = []


@dataclass
class Outcome:
    """What became of all attempts. ``left`` says, by submission and attempt, why a grade stays as it was."""

    moved: list[Moved] = field(default_factory=list)
    same: list[tuple[Path, bytes | None]] = field(default_factory=list)
    """Folders of attempts with the same mark, and the grade to write where another run would have another `inputs_id`."""
    left: dict[tuple[str, int], str] = field(default_factory=dict)
    learned: list[tuple[Path, bytes]] = field(default_factory=list)
    """Folders of attempts of whose checks something was asked, and what is known of them now, compressed."""
    dry_runs: int = 0
    waiting: int = 0
    """Grades that are made anew, or stay the same, and wait for a person."""

    def add(self, other: "Outcome") -> None:
        """Takes in another one."""
        self.moved += other.moved
        self.same += other.same
        self.left |= other.left
        self.learned += other.learned
        self.dry_runs += other.dry_runs
        self.waiting += other.waiting


def look(results: Path, standard: Standard, asking: Asking, jobs: int) -> Outcome:
    """What all grades of a results folder are by the rubric of now; nothing is written.

    Args:
        results: the results folder.
        standard: what grades are made by.
        asking: how checks are asked.
        jobs: how many at a time.
    """
    found = Outcome()
    with ThreadPoolExecutor(jobs, thread_name_prefix="regrade") as pool:
        for one in pool.map(lambda name: _of(results / name, standard, asking), submissions(results)):
            found.add(one)
    return found


def _of(root: Path, standard: Standard, asking: Asking) -> Outcome:
    """Of one submission. An attempt that cannot be made anew, and whose place a newer one on the same work took, is not named
    where the newest attempt counts."""
    found, newer, known = Outcome(), set[str](), decisions(root)
    for number in sorted(numbers(root), reverse=True):
        folder, grade = root / str(number), None
        try:
            grade = Grade.read(folder / GRADE)
            _look(grade, folder, known, standard, asking, found)
        except HarnessError as error:
            why = say(error.phrase).rstrip(".")
        except Exception as error:  # noqa: BLE001 - the others are looked at whatever breaks for one
            why = say(phrase("regrade.broke", error=type(error).__name__, message=str(error)))
        else:
            why = ""
        name = root.name if grade is None else grade.submission
        last_counts = standard.rubric.attempts_count == "last"
        if why and not (grade is not None and last_counts and grade.content_hash in newer):
            found.left[name, number] = why
        if grade is not None and grade.can_be_a_mark:
            newer.add(grade.content_hash)
    return found


def _look(
    grade: Grade, folder: Path, known: Decisions, standard: Standard, asking: Asking, found: Outcome
) -> None:
    if grade.smoke:
        found.dry_runs += 1
        return
    if (why := why_not(grade, standard.rubric)) is not None:
        raise UsageError(say(why))
    made = None if grade.outcome in NEVER_RAN else read_made(folder)
    has_twin = made is not None and made.has_twin and grade.audit is not None
    about = None if made is None else asking.about(folder, has_twin=has_twin)
    anew = _made_anew(grade, made, standard, about)
    if about is not None and about.learned:
        found.learned.append((folder, zlib.compress(about.known.content())))
    before, after = decided(grade, known), decided(anew, known)
    found.waiting += after.waits
    if not differs(grade, anew):
        text = None if anew.inputs_id == grade.inputs_id else zlib.compress(after.text().encode())
        found.same.append((folder, text))
        return
    criteria = {one.id: [one.points, None] for one in before.criteria}
    for one in after.criteria:
        criteria.setdefault(one.id, [None, None])[1] = one.points
    found.moved.append(
        Moved(
            submission=grade.submission,
            attempt=grade.attempt,
            folder=folder,
            before=(before.points, before.max_points, before.is_mark),
            after=(after.points, after.max_points, after.is_mark),
            criteria={name: (was, now) for name, (was, now) in criteria.items() if was != now},
            waits=after.waits,
            held=after.held if after.waits else [],
            decided=list(_beneath(before, after)),
            text=zlib.compress(anew.text().encode("utf-8", "replace")),
        )
    )


def _made_anew(grade: Grade, made: Made | None, standard: Standard, about: Remembering | None) -> Grade:
    def judge(view: View) -> dict[str, Verdict]:
        return {} if about is None else about.verdicts(view, standard.rubric.checks())

    setting = standard.setting(grade, made)
    if made is not None and (why := why_not_with(grade, made, setting)) is not None:
        raise UsageError(say(why))
    return regraded(grade, made, setting, judge)


def _beneath(before: Grade, after: Grade) -> Iterator[Phrase]:
    """The decisions of persons beneath which the points changed."""
    now = {one.criterion: one.automatic for one in after.overrides}
    for one in before.overrides:
        if now.get(one.criterion, one.automatic) != one.automatic:
            yield phrase(
                "regrade.beneath_override",
                name=before.submission,
                attempt=before.attempt,
                points=one.points,
                criterion=one.criterion,
                by=one.by,
                day=one.at[:10],
                before=one.automatic,
                after=now[one.criterion],
            )
    decision = before.decision
    if decision is not None and after.decision is None and after.waits:
        yield phrase(
            "regrade.release_ended",
            name=before.submission,
            attempt=before.attempt,
            by=decision.by,
            day=decision.at[:10],
        )
    elif decision is not None and after.decision is not None and before.points != after.points:
        yield phrase(
            "regrade.beneath",
            name=before.submission,
            attempt=before.attempt,
            what=phrase(f"regrade.what.{decision.verdict.value}"),
            by=decision.by,
            day=decision.at[:10],
            before=before.points,
            after=after.points,
        )


def write(found: Outcome, exports: Exports, shown: Shown) -> None:
    """Writes what `look` found: each grade that moved in place of the one before, which is kept beside it, and its page; and
    hands it to the exporters; and what is known of the checks now. What cannot be written joins ``left``."""
    for folder, known in found.learned:
        # Without it, they are asked again.
        with contextlib.suppress(OSError):
            replace_file(folder / KNOWN, zlib.decompress(known), 0o600)
    for moved in found.moved:
        try:
            grade = _write(moved, exports, shown)
        except OSError as error:
            why = phrase("regrade.not_written", why=error.strerror or type(error).__name__)
            found.left[moved.submission, moved.attempt] = say(why)
            continue
        newest = moved.attempt == max(numbers(moved.folder.parent))
        exports.hand_over(grade, moved.folder, newest=newest)
    for folder, text in found.same:
        if text is not None:
            # Without it, the next batch grades the work anew, and nothing else.
            with contextlib.suppress(OSError):
                replace_file(folder / GRADE, zlib.decompress(text).decode())


def _write(moved: Moved, exports: Exports, shown: Shown) -> Grade:
    folder = moved.folder
    kept = folder / EARLIER
    kept.mkdir(exist_ok=True)
    old = (folder / GRADE).read_bytes()
    was = _Was.model_validate_json(old).earlier
    name = f"{EARLIER}/grade.{len(was) + 1}.json"
    replace_file(folder / name, old.decode("utf-8", "replace"))
    points, most, is_mark = moved.before
    entry = Earlier(at=_now(), points=points, max_points=most, is_mark=is_mark, file=name)
    grade = Grade.model_validate_json(zlib.decompress(moved.text))
    grade = grade.model_copy(update={"earlier": [*was, entry]})
    grade = decided(grade, decisions(folder.parent))
    # First, so that a command that is killed after the grade still owes it.
    exports.owe(folder)
    replace_file(folder / GRADE, grade.text())
    replace_file(folder / FEEDBACK, page(grade, folder, shown))
    return grade


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
