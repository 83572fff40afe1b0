"""Grades every submission of a folder, some at a time; one student's fault never ends it."""

import threading
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from harness.batch.engine import Engine
from harness.batch.jobs import Again, Job, Need
from harness.batch.steady import Tries
from harness.batch.tally import Tally
from harness.batch.telling import Teller
from harness.batch.upcoming import Slot, first_work
from harness.errors import HarnessError, UsageError
from harness.grade.counting import counted, too_many
from harness.grade.record import Grade
from harness.grade.results import attempts, latest, new_attempt, sweep
from harness.grading.lateness import costs_the_same, judged, known_arrival
from harness.grading.setting import Setting
from harness.handing_over import Exports
from harness.intake.collect import Collection, Found
from harness.intake.names import shown_name
from harness.intake.submission import Submission, make_submission
from harness.intake.times import Arrival
from harness.intake.work import read_work
from harness.publish import publish
from harness.report.text import number
from harness.words.phrase import Phrase, phrase
from harness.words.say import say as told


class Batch:
    """One run over a class: what is graded, and what becomes of it.

    Args:
        setting: what all gradings share.
        results: the results folder.
        exports: who gets the grades.
        again: whether also what is graded and unchanged is graded.
        teller: who is told how it goes.
        cancel: set when it is interrupted.
        tries: what happens where our side fails.
    """

    def __init__(
        self,
        setting: Setting,
        results: Path,
        exports: Exports,
        again: bool,
        teller: Teller,
        cancel: threading.Event,
        tries: Tries | None = None,
    ) -> None:
        self._setting, self._results, self._exports = setting, results, exports
        self._again, self._teller, self._cancel = again, teller, cancel
        self._tries = tries or Tries(teller.say)
        self._read = partial(first_work, best_counts=self._best_counts)
        self._tally = Tally((), 1)
        self._begun, self._done = set[str](), set[str]()
        """Names of works: those that were begun, and those that this batch is done with."""
        self._grades = dict[str, Grade]()
        """What counts of each submission."""
        self.left_out = dict[str, Phrase]()
        """Why a name in the folder has no grade."""
        self.broke = False
        """Whether that is ours for any of them, and not what was handed in."""

    def run(self, collection: Collection, engine: Engine, need: Need | None = None) -> list[Grade]:
        """Grades on the engine's slots what is not graded yet, each of which takes ``need``; returns the grades in the order of
        names, old ones included. Ctrl-C ends the running ones cleanly and raises KeyboardInterrupt; those that were done stay
        done."""
        sweep(self._results, self._teller.say)
        jobs = self._jobs(collection, need or Need())
        self._tally = Tally(jobs, engine.slots)
        with self._teller.all(self._tally):
            engine.run(jobs, self._work, read=self._read)
        if self._tries.stopped:
            self._stop([job.found.name for job in jobs if job.found.name not in self._begun])
        return self.grades

    def watch(self, arrived: Callable[[AbstractSet[str]], Collection], engine: Engine, need: Need) -> None:
        """Grades what arrives until it is interrupted: `is_idle` says whether anything was cut off by that.

        ``arrived`` is asked every now and then what is there besides, and told the names of what is being graded.
        """
        sweep(self._results, self._teller.say)
        self._tally = Tally((), engine.slots)

        def more() -> list[Job]:
            collection = arrived(self._tally.busy)
            for found in collection.found:
                self._done -= {found.name, *(one.name for one in found.earlier)}
                self.left_out.pop(shown_name(found.name), None)
            jobs = self._jobs(collection, need)
            self._tally.add(jobs)
            return jobs

        with self._teller.all(self._tally):
            engine.run((), self._work, more, self._read)

    @property
    def grades(self) -> list[Grade]:
        """What counts of each submission, in the order of names."""
        return [grade for _, grade in sorted(self._grades.items())]

    def best(self, count: int) -> set[str]:
        """The names of those without an audit among the submissions that have the most points."""
        by_points = sorted(self._grades.items(), key=lambda one: (-one[1].points, one[0]))
        return {name for name, grade in by_points[:count] if grade.points > 0 and grade.audit is None}

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs, and nothing waits."""
        return not self._tally.busy

    def _jobs(self, collection: Collection, need: Need) -> list[Job]:
        for name, why in collection.left_out.items():
            if self.left_out.get(shown_name(name)) != why:
                self._leave_out(name, why)
        asked = (self._job(found, need) for found in collection.found)
        return [job for job in asked if job is not None]

    def _job(self, found: Found, need: Need) -> Job | None:
        """What is to be done for a student; None where that is nothing, and has been said."""
        if found.earlier and self._best_counts:
            return Job(found, need=need)
        for earlier in found.earlier:
            self._leave_out(earlier.name, phrase("batch.later", name=shown_name(found.name)))
        with self._guarded(found):
            submission = make_submission(found.name, read_work(found.parts))
            known = latest(self._results, submission.results_name)
            if (grade := self._settled(submission, known, found.arrival)) is not None:
                self._grades[found.name] = grade
                return None
            return Job(found, *self._before(known), need)
        return None

    @property
    def _best_counts(self) -> bool:
        return self._setting.rubric.attempts_count == "best"

    def _before(self, known: tuple[Grade, Path] | None) -> tuple[float | None, bool]:
        """How long a submission took when it was graded last, and whether our side failed then."""
        if known is None:
            return None, False
        grade, _ = known
        failed = grade.outcome.needs_human
        is_alike = not failed and grade.smoke == self._setting.smoke
        return grade.times.get("total") if is_alike else None, failed

    def _work(self, job: Job, slot: Slot) -> Again | None:
        """Grades what is to be graded of a student, the earlier works first."""
        found = job.found
        if self._tries.stopped and found.name not in self._begun:
            return None
        self._begun.add(found.name)
        self._tally.begins(found.name)
        earlier = found.earlier if self._best_counts else ()
        for one in (*earlier, found):
            again: Again | None = None
            with self._guarded(one):
                again = self._one(one, found.name, slot, is_last=one is found)
            if again is not None:
                self._tally.pauses(found.name)
                return again
        self._tally.ends(found.name)
        return None

    def _one(self, found: Found, called: str, slot: Slot, *, is_last: bool) -> Again | None:
        if self._cancel.is_set() or found.name in self._done:
            return None
        # Read once more: what a class handed in is never in memory as a whole.
        submission = make_submission(called, read_work(found.parts))
        if is_last:
            known = latest(self._results, submission.results_name)
            if (settled := self._settled(submission, known, found.arrival)) is not None:
                self._grades[called] = settled
                return None
        elif self._is_graded(submission):
            return None
        made = self._grade(submission, found.arrival, slot, is_last)
        if isinstance(made, Again):
            return made
        self._done.add(found.name)
        if is_last and made is not None:
            self._grades[called] = made
        return None

    @contextmanager
    def _guarded(self, found: Found) -> Iterator[None]:
        """Whatever breaks for one is told, and the others are graded."""
        try:
            yield
        except UsageError as error:
            self._leave_out(found.name, error.phrase)
        except HarnessError as error:
            self._tries.failed(found.name, told(error.phrase))
            self._break_for(found.name, error.phrase)
        except Exception as error:  # noqa: BLE001 - the others are graded whatever breaks for one
            self._break_for(found.name, phrase("batch.broke", kind=type(error).__name__, error=error))

    def _is_graded(self, submission: Submission) -> bool:
        return any(
            self._setting.answers(submission, grade.inputs_id) and not grade.outcome.needs_human
            for grade, _ in attempts(self._results, submission.results_name)
        )

    def _arrival(self, submission: Submission, said: Arrival) -> Arrival:
        """When the work came; earlier grades are read only where lateness counts."""
        if self._setting.rubric.deadline is None:
            return said
        return known_arrival(self._results, submission.results_name, submission.content_hash, said)

    def _settled(
        self, submission: Submission, known: tuple[Grade, Path] | None, said: Arrival
    ) -> Grade | None:
        """What counts of a submission of which nothing is to be graded; None where there is something. ``known`` is its newest
        attempt."""
        if known is None:
            return None
        grade, _ = known
        if not self._again:
            arrival = self._arrival(submission, said)
            # Equal work of two students is two submissions.
            same = grade.submission == submission.name
            same = same and self._setting.answers(submission, grade.inputs_id)
            same = same and costs_the_same(grade, self._setting.rubric, arrival)
            if same and not grade.outcome.needs_human:
                # What is held stays so until a person has decided: the same inputs would be held again.
                unchanged = phrase("batch.unchanged", name=submission.name, state=_state(grade))
                self._teller.say(told(unchanged))
                self._exports.hand_over_again(*known)
                return self._counted(*known)
        if why := self._too_many(submission):
            self._leave_out(submission.name, why)
            return self._counted(*known)
        return None

    def _too_many(self, submission: Submission) -> Phrase | None:
        most = None if self._setting.smoke else self._setting.rubric.attempts
        return too_many(self._results, submission.results_name, submission.content_hash, most)

    def _grade(
        self, submission: Submission, said: Arrival, slot: Slot, is_last: bool
    ) -> Grade | Again | None:
        rubric, name = self._setting.rubric, submission.results_name
        if why := self._too_many(submission):
            self._leave_out(submission.name, why)
            return None
        arrival = self._arrival(submission, said)
        with new_attempt(self._results, name) as attempt:
            with self._teller.one(submission.name) as watcher:
                grade = slot.grade(submission, attempt, watcher)
            if not self._cancel.is_set() and (again := self._tries.after(submission.name, grade)) is not None:
                # What our side failed is no attempt while it is tried again.
                return again
            grade = judged(grade, rubric, arrival)
            grade, folder = publish(grade, attempt, self._exports, rubric.feedback.hidden)
        self._exports.hand_over(grade, folder)
        if is_last:
            self._tally.has(grade)
        self._teller.ends(grade, self._tally)
        return self._counted(grade, folder)

    def _counted(self, grade: Grade, folder: Path) -> Grade:
        best, _ = counted((grade, folder), best=self._best_counts)
        if best.attempt != grade.attempt:
            said = phrase(
                "batch.best",
                name=best.submission,
                attempt=best.attempt,
                points=number(best.points),
                other=grade.attempt,
                others=number(grade.points),
            )
            self._teller.say(told(said))
        return best

    def _stop(self, names: list[str]) -> None:
        """Says why the rest was not begun."""
        self.broke = True
        for name in names:
            self.left_out[shown_name(name)] = phrase("batch.not_begun")
        self._teller.say(told(phrase("batch.stopped", why=self._tries.stopped, count=len(names))))

    def _break_for(self, name: str, why: Phrase) -> None:
        self.broke = True
        self._leave_out(name, why)

    def _leave_out(self, name: str, why: Phrase) -> None:
        self.left_out[shown_name(name)] = why
        self._teller.leaves_out(shown_name(name), told(why))


def _state(grade: Grade) -> Phrase:
    verdict = None if grade.decision is None else phrase(f"batch.verdict.{grade.decision.verdict.value}")
    return phrase("batch.state", attempt=grade.attempt, waits=grade.waits, verdict=verdict)
