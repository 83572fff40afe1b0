"""What a grading keeps of predictions: those of the hidden images, without the visible ones, and no label."""

from pathlib import Path
from typing import Any

import numpy as np

from harness.assignment.rubric import read_rubric
from harness.dataset.drawing import Drawing
from harness.grade.predictions import PREDICTIONS, read_predictions
from harness.grade.results import new_attempt
from harness.grading.pipeline import grade_submission
from harness.grading.setting import Setting
from harness.intake.submission import read_submission
from tests.conftest import ROOT
from tests.forked import forked_checks as forked_checks
from tests.likeness.disguise import hand_in
from tests.test_closing import ASKED, END, FUNCTIONS, RAN, said
from tests.test_trust import Recorder, noise_split


class Answering(Recorder):
    """A sandbox in which the student's function has answered."""

    answer = np.zeros(0, np.int64)

    def get(self, directory: str, destination: Path) -> None:
        (destination / "answers").mkdir(parents=True)
        np.save(destination / "answers" / "predict.npy", self.answer)


class Silent:
    """Follows a grading and says nothing."""

    def stage(self, text: str) -> None:
        """Says nothing."""

    def event(self, event: Any) -> None:
        """Says nothing."""


def test_a_grading_keeps_what_was_predicted_of_hidden_images(tmp_path: Path, forked_checks: None) -> None:
    split = noise_split()
    recorder = Answering(said(FUNCTIONS, RAN, ASKED, END))
    hidden, visible = len(split.hidden_labels), len(split.test_labels)
    recorder.answer = np.arange(hidden + visible) % 10
    setting = Setting.make(
        read_rubric(ROOT / "rubric.yaml"), "", Drawing.of(split, 10), recorder, "none", False
    )
    submission = read_submission(hand_in(tmp_path / "alice", ["def predict(images): return images"]))
    with new_attempt(tmp_path / "results", "alice") as attempt:
        grade = grade_submission(submission, setting, attempt, Silent())
        kept = read_predictions(attempt.folder, "predict")
        assert (attempt.folder / PREDICTIONS).stat().st_mode & 0o077 == 0
    assert [network.id for network in grade.networks] == ["predict"]
    assert kept is not None
    assert (kept == np.arange(hidden) % 10).all()
    assert grade.networks[0].weights == ""
