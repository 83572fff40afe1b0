"""A batch goes on with what earlier ones left: decisions, attempts, and results that it cannot write."""

import errno
import io
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from rich.console import Console

from harness.assignment.rubric import read_rubric
from harness.batch import engine as module
from harness.batch.batch import Batch
from harness.batch.engine import LocalEngine
from harness.batch.telling import Spoken
from harness.deciding import Opinion, decide
from harness.grade.decision import Verdict
from harness.grade.record import Grade
from harness.grade.results import Attempt, numbers
from harness.grading.setting import Setting
from harness.handing_over import Exports
from harness.intake.collect import collected
from harness.intake.submission import Submission
from harness.words.say import say
from harness.words.shown import Shown
from tests.conftest import ROOT
from tests.report import sample_grades


class Same:
    """A setting in which what decides a mark is the work alone."""

    smoke, gpus = False, "none"

    def __init__(self, attempts: int | None) -> None:
        rubric = read_rubric(ROOT / "rubric.yaml")
        self.rubric = rubric.model_copy(update={"attempts": attempts})

    def inputs_id(self, submission: Submission) -> str:
        return submission.content_hash

    def answers(self, submission: Submission, inputs_id: str) -> bool:
        return inputs_id == self.inputs_id(submission)


class Course:
    """A class of one student, graded without a sandbox: each work gets the grade that `make` gives."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.results, self.graded = folder / "class", folder / "results", 0
        self.make: Callable[..., Grade] = sample_grades.good
        self.attempts: int | None = None
        monkeypatch.setattr(module, "grade_submission", self._grade)
        self.hand_in("print(1)")

    def _grade(self, submission: Submission, *_: Any) -> Grade:
        self.graded += 1
        known = {"submission": submission.name, "content_hash": submission.content_hash}
        return self.make(**known, inputs_id=submission.content_hash)

    def hand_in(self, text: str) -> None:
        (self.folder / "alice").mkdir(parents=True, exist_ok=True)
        (self.folder / "alice" / "solution.py").write_text(text, encoding="utf-8")

    def run(self, *, again: bool = False) -> tuple[list[Grade], str, Batch]:
        """The grades of a batch, what it said on one line, and the batch."""
        console = Console(record=True, width=500, file=io.StringIO())
        exports, cancel = Exports({}, self.results, print), threading.Event()
        setting = cast(Setting, Same(self.attempts))
        made = Batch(setting, self.results, exports, again, Spoken(console), cancel)
        with collected(self.folder) as collection:
            grades = made.run(collection, LocalEngine(setting, ["none"], cancel))
        return grades, " ".join(console.export_text().split()), made

    def decide(self, verdict: Verdict) -> None:
        opinion = Opinion(verdict, "I looked.", "Ada")
        decide(self.results, "alice", None, opinion, Exports({}, self.results, print), Shown.EXACT)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    return Course(tmp_path, monkeypatch)


@pytest.mark.parametrize("verdict", Verdict)
def test_a_decided_grade_is_not_graded_again_and_keeps_the_decision_when_it_is(
    course: Course, verdict: Verdict
) -> None:
    released = verdict is Verdict.RELEASED
    course.make = sample_grades.held
    [held], _, _ = course.run()
    assert held.waits
    _, said, _ = course.run()
    assert "alice: already graded, unchanged (attempt 1, held)" in said
    course.decide(verdict)
    [decided], said, _ = course.run()
    assert f"alice: already graded, unchanged (attempt 1, {verdict.value})" in said
    assert (decided.is_mark, decided.waits, course.graded) == (released, False, 1)
    [again], _, _ = course.run(again=True)
    assert (again.attempt, again.is_mark, again.waits) == (2, released, False)


def test_work_beyond_the_attempts_is_left_out_and_the_grade_before_stands(course: Course) -> None:
    course.attempts = 1
    course.run()
    course.hand_in("print(2)")
    [grade], said, batch = course.run()
    assert (grade.attempt, course.graded, batch.broke) == (1, 1, False)
    assert say(batch.left_out["alice"]).startswith("the one attempt that the rubric allows was graded before")
    assert "harness grade PATH --extra-attempt" in said
    course.attempts = 2
    [grade], _, _ = course.run()
    assert (grade.attempt, course.graded) == (2, 2)


def test_a_grade_that_cannot_be_written_is_told_and_is_ours(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("tempfile.tempdir", str(course.folder.parent))
    with monkeypatch.context() as broken:
        broken.setattr(Attempt, "put", refuse)
        grades, said, batch = course.run()
    assert (grades, batch.broke) == ([], True)
    assert "The grade of alice is made, and the results folder" in said
    assert "it is kept in" in said
    # The next batch grades it; nobody is left without a mark.
    [grade], _, _ = course.run()
    assert grade.is_mark
    assert numbers(course.results / "alice") == [1]
