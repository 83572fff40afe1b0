"""The harness's own work after the last cell has its time; where that ran out, no mark comes of it."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from harness.assignment.rubric import read_rubric
from harness.dataset.drawing import Drawing
from harness.grade.record import Grade
from harness.grade.results import new_attempt
from harness.grading.pipeline import grade_submission
from harness.grading.predict_stage import Scorer
from harness.grading.setting import Setting
from harness.intake.submission import read_submission
from harness.outcome import Outcome
from harness.sandbox.contract import Limit, Limits, RunResult
from harness.wire.events import Late
from harness.words.say import say
from tests.conftest import ROOT
from tests.test_trust import Recorder, noise_split

from .driving import IMPATIENT, Guest, drive


class Silent:
    """Follows a grading and says nothing."""

    def stage(self, text: str) -> None: ...

    def event(self, event: Mapping[str, object]) -> None: ...


def graded(folder: Path, late: Late) -> Grade:
    """The grade of a run that said what was late."""
    said = [{"event": "late", "what": late}, {"event": "end", "state": "finished"}]
    recorder = Recorder([json.dumps(event) for event in said])
    setting = Setting.make(
        read_rubric(ROOT / "rubric.yaml"), "", Drawing.of(noise_split(), 10), recorder, "none", False
    )
    (folder / "solution.py").write_text("")
    with new_attempt(folder / "results", "anna") as attempt:
        return grade_submission(read_submission(folder / "solution.py"), setting, attempt, Silent())


@pytest.mark.parametrize("late", [Late.NETWORKS, Late.IMAGES])
def test_our_own_lateness_is_our_failure(tmp_path: Path, late: Late) -> None:
    grade = graded(tmp_path, late)
    assert grade.outcome == Outcome.INFRASTRUCTURE
    assert "too busy; grade again" in grade.reason
    assert not grade.is_mark
    assert grade.points == 0


def test_whose_fault_a_late_function_is_a_person_decides(tmp_path: Path) -> None:
    grade = graded(tmp_path, Late.FUNCTIONS)
    assert grade.outcome == Outcome.GRADED
    assert not grade.is_mark
    assert any("gave no answer in its time" in why for why in grade.held)


def test_a_network_that_is_not_scored_in_time_holds_the_grade(tmp_path: Path) -> None:
    (tmp_path / "saved_model.pb").write_bytes(b"graph")
    recorder = Recorder([json.dumps({"event": "scoring", "model": "m1"})])
    recorder.result = RunResult(None, frozenset({Limit.TIME}), "")
    images = np.zeros((2, 28, 28), np.uint8)
    scorer = Scorer(recorder, {}, images, images[:1], 10, Limits(), "none", lambda event: None)
    found = scorer.predict({"m1": tmp_path})
    assert say(found.reasons["m1"]) == "it was not scored within 30 minutes"
    assert "Whether it is slow or the machine was busy is not known" in say(found.held[0])


def test_images_that_do_not_come_are_told(guest: Guest, tmp_path: Path) -> None:
    program = IMPATIENT.format(name="SECONDS_FOR_IMAGES")
    run = drive(
        guest, tmp_path, ["def predict(images):\n    return images"], answer=lambda out: None, program=program
    )
    assert run.one("late")["what"] == Late.IMAGES
    assert run.events[-1]["state"] == "finished"


def test_a_function_that_does_not_answer_is_told(guest: Guest, tmp_path: Path) -> None:
    def answer(out: Path) -> None:
        np.save(out / "arriving.npy", np.zeros((2, 28, 28), np.uint8))
        (out / "arriving.npy").rename(out / "images.npy")

    cells = ["def predict(images):\n    while True:\n        pass"]
    run = drive(guest, tmp_path, cells, answer=answer, program=IMPATIENT.format(name="SECONDS_TO_ANSWER"))
    assert run.one("late")["what"] == Late.FUNCTIONS


def test_who_has_no_function_to_ask_is_not_waited_for(guest: Guest, tmp_path: Path) -> None:
    run = drive(guest, tmp_path, ["predict = 3"])
    assert run.of("images?") == run.of("late") == []
