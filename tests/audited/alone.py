"""The audit of works that share a run: what the audit of each would say if it had run alone."""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harness.audit import fresh
from harness.audit.networks import Run, audited
from harness.audit.twin import Twin
from harness.checks.case import Case, Pair
from harness.evidence.network import BEST
from harness.grade.audit import Audit
from harness.grade.record import CriterionGrade
from harness.grade.results import new_attempt
from harness.grading.acts import check, predict, run
from harness.grading.assemble import Known, assemble
from harness.grading.audit_stage import audited_checks, held_by
from harness.grading.networks import told_alone
from harness.grading.pipeline import on_a_twin
from harness.grading.points import broken, check_names, marked
from harness.grading.work import Silent, Work
from harness.intake.submission import read_submission
from harness.sandbox.choose import choose_backend
from harness.words.phrase import Phrase, phrase
from harness.workplace import Workplace
from tests.audited.works import hand_in
from tests.e2e.conftest import Project
from tests.e2e.sections import Shared, Works, lay_together

KEY = {"HARNESS_SPLIT_KEY": "a key to calibrate with"}
Grades = Mapping[str, dict[str, Any]]


@dataclass(frozen=True)
class _Ran:
    """One run of some works: what is known of it, and what checks look at, by work."""

    known: Known
    cases: Mapping[str, Case]

    def of(self, name: str) -> Run:
        """The run of one work, for what is said of its networks."""
        case = self.cases[name]
        return Run(case.evidence, case.networks, self.known.learned)


@dataclass(frozen=True)
class _OnTwin:
    """That on a twin; ``broke`` says why a work that is alone there did not go as before, where it did not."""

    ran: _Ran
    twin: Twin
    renamed_alone: bool
    broke: Phrase | None


class Bench:
    """Where works are audited; from several threads at once.

    Args:
        project: a folder with a rubric.
        data: the folder of the real data.
    """

    def __init__(self, project: Project, data: Path) -> None:
        self._data = data
        place = Workplace.find(project.folder / "rubric.yaml")
        backend = choose_backend("local", installation=place.for_sandboxes)
        self._setting = place.setting(backend, "none", True, print, {**os.environ, **project.env, **KEY})

    def audited(self, names: Sequence[str], keys: Sequence[int]) -> Iterator[tuple[int, Grades]]:
        """The grade of each work, audited with a twin of each of these keys, numbered from 1. A work is not among them that
        shares the run with others and does not go on the twin as it did."""
        with self._ran(names) as book:
            for key in keys:
                yield key, book.on_key(key)

    @contextmanager
    def _ran(self, names: Sequence[str]) -> Iterator["_Book"]:
        works: Works = {}
        with ExitStack() as ends:
            folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
            for name in names:
                hand_in(name, folder / name, self._data)
            book = names[0]
            if len(names) > 1:
                book = "book"
                works = lay_together(folder, book, names)
            attempt = ends.enter_context(new_attempt(folder / "results", book))
            submission = read_submission(folder / book)
            work = Work(submission, self._setting, attempt, Silent(), folder / "out", ends=ends)
            work.known.entry = submission.entry()
            for act in (run, predict, check):
                act(work)
            yield _Book(work, book, works)


class _Book:
    """A work, or some that share a notebook, after the run that is graded."""

    def __init__(self, work: Work, name: str, works: Works) -> None:
        self._work, self._name, self._works = work, name, works
        self._first = _Ran(work.known, self._apart(work.case(), work.attempt.folder))
        self._criteria = {name: self._marked(case) for name, case in self._first.cases.items()}

    def _marked(self, case: Case) -> list[CriterionGrade]:
        setting = self._work.setting
        best = next((network for network in case.networks if BEST in network.roles), None)
        return marked(setting.rubric, setting.judges.of_case(case), best)

    def _apart(self, case: Case, folder: Path) -> dict[str, Case]:
        if not self._works:
            return {self._name: case}
        shared = Shared.of(case, self._work.setting.assignment, folder / "events.jsonl", self._works)
        return {name: shared.apart(place) for place, name in enumerate(self._works)}

    def on_key(self, key: int) -> Grades:
        """The grade of each work that goes on the twin as it did, and of a work that is alone."""
        again = self._again(key, renamed_alone=False)
        if again.broke is not None:
            again = self._again(key, renamed_alone=True)
        return {name: self._grade(name, again) for name in self._first.cases if self._is_told(name, again)}

    def _is_told(self, name: str, again: _OnTwin) -> bool:
        return not self._works or self._goes_alike(name, again.ran)

    def _goes_alike(self, name: str, ran: _Ran) -> bool:
        """Whether a work went on the twin as it did, and its networks are numbered alike."""
        return _shape(self._first.cases[name]) == _shape(ran.cases[name])

    def _again(self, key: int, *, renamed_alone: bool) -> _OnTwin:
        attempt = self._work.attempt
        # Keys with an odd number have the counts of classes of the data.
        number = 2 * (key - 1)
        with tempfile.TemporaryDirectory() as folder:
            work = replace(self._work, folder=Path(folder) / "out")
            found = on_a_twin(work, work.setting, number, renamed_alone)
        (below,) = attempt.folder.glob("twin*")
        ran = _Ran(found.known, self._apart(found.case, below))
        below.rename(below.with_name(f"{key} {below.name}"))
        broke = None
        if not self._works and not self._goes_alike(self._name, ran):
            broke = phrase("audit.broke", reason=found.known.reason)
        return _OnTwin(ran, found.twin, renamed_alone, broke)

    def _grade(self, name: str, again: _OnTwin) -> dict[str, Any]:
        work, case = self._work, self._first.cases[name]
        assignment = work.setting.assignment
        families = assignment.data.families
        assert families is not None
        pair, judges = Pair(case, again.ran.cases[name]), work.setting.judges
        criteria = self._criteria[name]
        checks = audited_checks(criteria, lambda view: judges.of_case(pair.case(view)), again.broke)
        first, second = self._first.of(name), again.ran.of(name)
        networks = audited(
            first,
            second,
            again.twin.renaming,
            families,
            again.broke,
            reordered=again.twin.reordered,
        )
        audit = Audit(checks=checks, networks=networks, renamed_alone=again.renamed_alone)
        held = self._held(case, criteria) if self._works else work.known.held
        held = [*held, *held_by(audit, case.networks, check_names(assignment.name, criteria))]
        known = replace(
            work.known,
            evidence=case.evidence,
            networks=case.networks,
            criteria=criteria,
            audit=audit,
            held=held,
        )
        grade = assemble(work.submission, work.setting, work.attempt.number, known, datetime.now(UTC))
        told: dict[str, Any] = json.loads(grade.text())
        return told

    def _held(self, case: Case, criteria: Sequence[CriterionGrade]) -> list[Phrase]:
        """Why one of several works is held; what holds a whole run is none of theirs."""
        assignment = self._work.setting.assignment
        return [
            *fresh.held(case.networks, assignment.growth),
            *broken(assignment.name, criteria),
            *told_alone(case.networks, criteria),
        ]


def _shape(case: Case) -> object:
    cells = [(cell.number, cell.state) for cell in case.evidence.cells]
    return case.evidence.end, cells, [network.id for network in case.networks]
