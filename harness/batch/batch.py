"""Grades every submission of a folder, some at a time; one student's fault never ends it."""

import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from rich.console import Console

from harness.errors import HarnessError, UsageError
from harness.grade.counting import counted, too_many
from harness.grade.record import Grade
from harness.grade.results import attempts, latest, new_attempt, sweep
from harness.grading.lateness import costs_the_same, judged, known_arrival
from harness.grading.pipeline import grade_submission
from harness.grading.setting import Setting
from harness.handing_over import Exports
from harness.intake.collect import Collection, Found
from harness.intake.names import shown_name
from harness.intake.submission import Submission, make_submission
from harness.intake.times import Arrival
from harness.intake.work import read_work
from harness.publish import earlier_decision, publish
from harness.report.progress import Progress
from harness.report.text import number, one_line
from harness.words.phrase import Phrase, phrase
from harness.words.say import say as told


class Batch:
    """One run over a class."""

    def __init__(
        self,
        setting: Setting,
        results: Path,
        exports: Exports,
        again: bool,
        console: Console,
        cancel: threading.Event,
    ) -> None:
        self._setting, self._results, self._exports = setting, results, exports
        self._again, self._console, self._cancel = again, console, cancel
        self.left_out = dict[str, Phrase]()
        """Why a name in the folder has no grade."""
        self.broke = False
        """Whether that is ours for any of them, and not what was handed in."""

    def run(self, collection: Collection, jobs: int) -> list[Grade]:
        """Grades all, ``jobs`` at a time; returns the grades in the order of names, old ones included. Ctrl-C ends
        the running ones cleanly and raises KeyboardInterrupt; those that were done stay done."""
        sweep(self._results, self._say)
        for name, why in collection.left_out.items():
            self._leave_out(name, why)
        with ThreadPoolExecutor(jobs, thread_name_prefix="grade") as pool:
            futures = [pool.submit(self._one, found) for found in collection.found]
            waiting: set[Future[Grade | None]] = set(futures)
            try:
                while waiting:
                    _, waiting = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
            except BaseException:
                self._cancel.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise
        grades = [future.result() for future in futures]
        return [grade for grade in grades if grade is not None]

    def _one(self, found: Found) -> Grade | None:
        for earlier in found.earlier:
            if self._setting.rubric.attempts_count == "best":
                self._try(earlier, found.name, is_last=False)
            else:
                self._leave_out(earlier.name, phrase("batch.later", name=shown_name(found.name)))
        return self._try(found, found.name)

    def _try(self, found: Found, called: str, *, is_last: bool = True) -> Grade | None:
        if self._cancel.is_set():
            return None
        try:
            return self._grade(make_submission(called, read_work(found.parts)), found.arrival, is_last)
        except UsageError as error:
            self._leave_out(found.name, error.phrase)
        except HarnessError as error:
            self.broke = True
            self._leave_out(found.name, error.phrase)
        except Exception as error:  # noqa: BLE001 - the others are graded whatever breaks for one
            self.broke = True
            why = phrase("batch.broke", kind=type(error).__name__, error=error)
            self._leave_out(found.name, why)
        return None

    def _grade(self, submission: Submission, said: Arrival, is_last: bool) -> Grade | None:
        rubric, name = self._setting.rubric, submission.results_name
        arrival = known_arrival(self._results, name, submission.content_hash, said)
        if not is_last and any(
            grade.inputs_id == self._setting.inputs_id(submission) and not grade.outcome.needs_human
            for grade, _ in attempts(self._results, name)
        ):
            return None
        if not self._again and (known := latest(self._results, name)) is not None:
            # Equal work of two students is two submissions.
            same = known[0].submission == submission.name
            same = same and known[0].inputs_id == self._setting.inputs_id(submission)
            same = same and costs_the_same(known[0], rubric, arrival)
            if same and not known[0].outcome.needs_human:
                # What is held stays so until a person has decided: the same inputs would be held again.
                unchanged = phrase("batch.unchanged", name=submission.name, state=_state(known[0]))
                self._say(told(unchanged))
                self._exports.hand_over_again(*known)
                return self._counted(*known)
        most = None if self._setting.smoke else rubric.attempts
        if why := too_many(self._results, name, submission.content_hash, most):
            self._leave_out(submission.name, why)
            found = latest(self._results, name)
            return self._counted(*found) if found is not None else None
        with new_attempt(self._results, name) as attempt:
            with Progress(self._console, submission.name) as progress:
                grade = grade_submission(submission, self._setting, attempt, progress)
            grade = judged(grade, rubric, arrival)
            earlier = earlier_decision(grade, self._results, name)
            shown = rubric.feedback.hidden
            grade, folder = publish(grade, attempt, self._exports, earlier, shown)
        self._exports.hand_over(grade, folder)
        return self._counted(grade, folder)

    def _counted(self, grade: Grade, folder: Path) -> Grade:
        best, _ = counted((grade, folder), best=self._setting.rubric.attempts_count == "best")
        if best.attempt != grade.attempt:
            said = phrase(
                "batch.best",
                name=best.submission,
                attempt=best.attempt,
                points=number(best.points),
                other=grade.attempt,
                others=number(grade.points),
            )
            self._say(told(said))
        return best

    def _leave_out(self, name: str, why: Phrase) -> None:
        self.left_out[shown_name(name)] = why
        self._say(told(phrase("batch.left_out", name=shown_name(name), why=why)))

    def _say(self, text: str) -> None:
        self._console.print(one_line(text, 1000), markup=False, highlight=False, soft_wrap=True)


def _state(grade: Grade) -> Phrase:
    verdict = None if grade.decision is None else phrase(f"batch.verdict.{grade.decision.verdict.value}")
    return phrase("batch.state", attempt=grade.attempt, waits=grade.waits, verdict=verdict)
