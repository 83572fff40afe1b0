"""The evidence of a run is closed before hidden images enter, and of what comes later answers alone are taken."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.assignment.rubric import read_rubric
from harness.dataset.drawing import Drawing
from harness.evidence.diagnosis import diagnose
from harness.grading.run_stage import MAX_LOG, Ran, run_submission
from harness.grading.setting import Setting
from harness.intake.submission import read_submission
from harness.outcome import Outcome
from harness.sandbox.contract import Limit, Limits, RunResult
from harness.words.say import say
from tests.conftest import ROOT
from tests.test_trust import Recorder, noise_split

FUNCTIONS = {"event": "functions", "predict": True, "preprocess": False, "unmapped": []}
RAN, ASKED, END = (
    {"event": "ran", "state": "finished"},
    {"event": "images?"},
    {"event": "end", "state": "finished"},
)


class Leaving(Recorder):
    """A sandbox whose folder holds something else each time that it is copied."""

    times = 0

    def get(self, directory: str, destination: Path) -> None:
        self.times += 1
        (destination / "answers").mkdir(parents=True)
        answers = [f"answers/{name}.npy" for name in ("predict", "predict.fresh", "m1")]
        for name in ("kernel.log", *answers, f"new{self.times}"):
            (destination / name).write_text(f"copy {self.times}")


def run(folder: Path, recorder: Recorder) -> Ran:
    """What comes of a run that says the recorder's lines."""
    (folder / "solution.py").write_text("print(1)")
    drawing = Drawing.of(noise_split(), 10)
    setting = Setting.make(read_rubric(ROOT / "rubric.yaml"), "", drawing, recorder, "none", False)
    submission = read_submission(folder / "solution.py")
    return run_submission(setting, submission, "solution.py", folder / "out", lambda event: None)


def said(*events: Mapping[str, Any]) -> list[str]:
    return [json.dumps(event) for event in events]


def test_after_the_end_answers_alone_are_taken(tmp_path: Path) -> None:
    late = {"event": "note", "message": "what the images show"}
    recorder = Leaving(said(FUNCTIONS, RAN, late, ASKED, late, FUNCTIONS, END))
    recorder.result = RunResult(137, frozenset({Limit.TIME}), "what the images show")
    ran = run(tmp_path, recorder)
    assert sorted(path.name for path in (tmp_path / "out").rglob("*") if path.is_file()) == [
        "kernel.log",
        "new1",
        "predict.npy",
    ]
    assert (tmp_path / "out" / "answers" / "predict.npy").read_text() == "copy 2"
    assert ran.kernel_log == "copy 1"
    assert "what the images show" not in ran.log + ran.result.stderr
    assert (ran.notes, ran.held) == ([], []), "how much was said then is not told"
    outcome, _, _ = diagnose(ran.evidence, ran.result, Limits(), "", is_script=True)
    assert outcome == Outcome.GRADED


def test_first_answers_are_out_before_the_images_come_as_they_are(tmp_path: Path) -> None:
    recorder = Leaving(said(FUNCTIONS, RAN, ASKED, ASKED, ASKED, END))
    run(tmp_path, recorder)
    answers = tmp_path / "out" / "answers"
    assert {path.name: path.read_text() for path in answers.iterdir()} == {
        "predict.npy": "copy 2",
        "predict.fresh.npy": "copy 3",
    }
    asked = [np.load(io.BytesIO(content)) for when, content in recorder.entered if when == "images?"]
    hidden = noise_split().hidden_images
    first, more = ([image.tobytes() for image in images] for images in asked)
    assert not {image.tobytes() for image in hidden} & set(first)
    assert more[: len(hidden)] == [image.tobytes() for image in hidden]


def test_a_function_that_uses_all_time_holds_the_grade(tmp_path: Path) -> None:
    recorder = Leaving(said(FUNCTIONS, RAN, ASKED))
    recorder.result = RunResult(None, frozenset({Limit.TIME}), "")
    ran = run(tmp_path, recorder)
    assert [say(why) for why in ran.held if "gave no answer in its time" in say(why)]


@pytest.mark.parametrize("before", [[FUNCTIONS], [FUNCTIONS, END]])
def test_who_asks_before_the_end_gets_no_image(tmp_path: Path, before: list[dict[str, Any]]) -> None:
    recorder = Leaving(said(*before, ASKED))
    run(tmp_path, recorder)
    assert not [name for when, name in recorder.entered if when == "images?"]
    assert not (tmp_path / "out" / "answers").exists()


def test_lines_that_did_not_arrive_hold_the_grade(tmp_path: Path) -> None:
    recorder = Leaving(said(FUNCTIONS, RAN, END))
    recorder.said = said(RAN) * 3
    ran = run(tmp_path, recorder)
    assert any("3 lines did not arrive" in say(why) for why in ran.held)


def test_of_a_long_log_both_ends_are_kept(tmp_path: Path) -> None:
    class Logging(Recorder):
        def get(self, directory: str, destination: Path) -> None:
            destination.mkdir()
            (destination / "kernel.log").write_bytes(b"begin" + bytes(3 * MAX_LOG) + b"end")

    log = run(tmp_path, Logging(said(RAN, END))).kernel_log
    assert log.startswith("begin")
    assert log.endswith("end")
    assert f"{MAX_LOG + 8:,} bytes are left out" in log


@pytest.mark.parametrize(("code", "held"), [(137, False), (143, False), (139, True)])
def test_a_signal_that_ends_the_driver_is_told(tmp_path: Path, code: int, held: bool) -> None:
    recorder = Recorder(said({"event": "cell", "number": 1, "total": 1, "state": "running"}))
    recorder.result = RunResult(code, frozenset(), "")
    ran = run(tmp_path, recorder)
    outcome, reason, _ = diagnose(ran.evidence, ran.result, Limits(), "", is_script=True)
    assert outcome == Outcome.CODE_ERROR
    assert "The run was ended from inside in the script" in say(reason)
    assert bool(ran.held) is held, "a crash may be our fault"
