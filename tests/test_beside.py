"""A work runs on a twin of its data while it is scored, in half of the memory each, and what nobody wants is ended."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from harness.assignment.rubric import read_rubric
from harness.dataset.drawing import Drawing
from harness.grade.record import Grade
from harness.grade.results import new_attempt
from harness.grading.beside import LEAST_TO_SHARE, Half, can_share
from harness.grading.pipeline import grade_submission
from harness.grading.setting import Setting
from harness.intake.submission import read_submission
from harness.outcome import Outcome
from harness.sandbox.contract import Limit, Limits, RunResult, Spec
from tests.likeness.disguise import hand_in
from tests.test_closing import ASKED, END, FUNCTIONS, RAN, said
from tests.test_trust import Recorder, noise_split

SPLIT = noise_split()
RUBRIC = """
assignment: fashion_mnist
title: A work without checks
limits: {memory_gb: 8}
audit: always
criteria:
  - {id: best, title: Best, task: 7, points: 10, scale: [[0.0, 0], [0.2, 10]]}
"""
SOON = 20.0
"""Seconds after which a test that would wait for ever fails."""
CELL = {"event": "cell", "number": 1, "total": 1, "state": "done", "seconds": 0.1}


class Sandbox(Recorder):
    """One of `Machine`: in it a function has answered, what it was shown once more, too."""

    def __init__(self, machine: "Machine", spec: Spec) -> None:
        # Each shows more than the one before.
        shows = [{"output_type": "stream", "text": "ran\n" * len(machine.started)}]
        outputs = {"event": "outputs", "number": 2, "first": True, "last": True, "piece": json.dumps(shows)}
        super().__init__(said(CELL, outputs, machine.functions, RAN, ASKED, ASKED, END))
        self.machine, self.spec = machine, spec

    def run(
        self, command: Sequence[str], *, timeout: float | None = None, on_line: Callable[[str], None] = print
    ) -> RunResult:
        if not any("=twin" in word for word in command):
            return super().run(command, on_line=on_line)
        self.machine.twins.append(self.spec)
        self.machine.fits.update(word for word in command if "=twin" in word)
        short = self.machine.on_a_twin(self.spec)
        super().run(command, on_line=on_line)
        return RunResult(0, frozenset({Limit.MEMORY} if short else ()), "")

    def get(self, directory: str, destination: Path) -> None:
        (destination / "answers").mkdir(parents=True)
        hidden, visible = len(SPLIT.hidden_labels), len(SPLIT.test_labels)
        np.save(destination / "answers" / "predict.npy", np.arange(hidden + visible) % 10)
        if self.machine.answers_again:
            np.save(destination / "answers" / "predict.fresh.npy", np.tile(np.arange(hidden) % 10, 4))


class Machine(Recorder):
    """A backend that keeps what sandboxes were ``started`` with, and which of them run on ``twins``. ``on_a_twin`` says whether
    one is short of memory; ``at`` what happens as a stage begins."""

    def __init__(self) -> None:
        super().__init__([])
        self.started, self.twins = list[Spec](), list[Spec]()
        self.fits = set[str]()
        self.answers_again = True
        self.functions = FUNCTIONS
        self.on_a_twin: Callable[[Spec], bool] = lambda spec: False
        self.at: Callable[[str], None] = lambda stage: None

    @contextmanager
    def start(self, spec: Spec) -> Iterator[Sandbox]:
        self.started.append(spec)
        yield Sandbox(self, spec)

    def stage(self, text: str) -> None:
        self.at(text)

    def event(self, event: object) -> None:
        """Says nothing."""

    def grade(
        self, folder: Path, *, keys: int = 1, longer: bool = False, audit: str = "always"
    ) -> tuple[Grade, list[str]]:
        """The grade of a small work, and the names of what is kept of it."""
        (folder / "rubric.yaml").write_text(
            RUBRIC.replace("audit: always", f"audit: {audit}"), encoding="utf-8"
        )
        rubric = read_rubric(folder / "rubric.yaml")
        setting = Setting.make(rubric, "", Drawing.of(SPLIT, 10), self, "none", False)
        setting = replace(setting, keys=keys, longer=longer)
        submission = read_submission(hand_in(folder / "alice", ["def predict(images): return images"]))
        with new_attempt(folder / "results", "alice") as attempt:
            grade = grade_submission(submission, setting, attempt, self)
            return grade, [path.name for path in attempt.folder.iterdir()]


def test_a_twin_runs_while_the_work_is_checked(tmp_path: Path) -> None:
    machine, checking, begun = Machine(), threading.Event(), threading.Event()
    in_time = list[bool]()

    def go_on(spec: Spec) -> bool:
        begun.set()
        in_time.append(checking.wait(SOON))
        return False

    def begin(stage: str) -> None:
        if stage == "checking":
            in_time.append(begun.wait(SOON))
            checking.set()

    machine.at, machine.on_a_twin = begin, go_on
    grade, kept = machine.grade(tmp_path)
    assert in_time == [True, True]
    assert grade.audit is not None
    assert "twin" in kept
    assert list(grade.times) == ["run", "predict", "check", "audit", "total"]


def test_two_sandboxes_share_the_memory_of_one(tmp_path: Path) -> None:
    machine = Machine()
    machine.grade(tmp_path)
    assert [spec.limits.memory_bytes for spec in machine.twins] == [4 * 1024**3]


def test_a_twin_that_was_short_of_memory_runs_once_more_with_all_of_it(tmp_path: Path) -> None:
    machine = Machine()
    machine.on_a_twin = lambda spec: spec.cancel is not None
    grade, _ = machine.grade(tmp_path)
    assert [spec.limits.memory_bytes / 1024**3 for spec in machine.twins] == [4, 8]
    assert (grade.outcome, grade.reason) == (Outcome.GRADED, "The submission ran to its end.")
    assert grade.audit is not None


def test_no_twin_begins_where_nothing_is_to_be_scored(tmp_path: Path) -> None:
    machine = Machine()
    machine.functions = {**FUNCTIONS, "predict": False}
    grade, kept = machine.grade(tmp_path)
    assert (grade.points, machine.twins) == (0.0, [])
    assert "twin" not in kept


def ended(spec: Spec) -> bool:
    """Goes on until it is ended, as a sandbox ends."""
    assert spec.cancel is not None
    assert spec.cancel.wait(SOON)
    raise KeyboardInterrupt


def test_a_twin_is_ended_where_the_grade_is_held_before(tmp_path: Path) -> None:
    machine = Machine()
    machine.answers_again, machine.on_a_twin = False, ended
    grade, kept = machine.grade(tmp_path)
    assert grade.held
    assert grade.audit is None
    assert "twin" not in kept
    assert len(machine.twins) == 1


def test_ctrl_c_ends_the_twin_too(tmp_path: Path) -> None:
    machine = Machine()
    begun = threading.Event()

    def interrupt(stage: str) -> None:
        if stage == "checking":
            assert begun.wait(SOON)
            raise KeyboardInterrupt

    def go_on(spec: Spec) -> bool:
        begun.set()
        return ended(spec)

    machine.at, machine.on_a_twin = interrupt, go_on
    with pytest.raises(KeyboardInterrupt):
        machine.grade(tmp_path)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("beside")]


def test_each_key_is_a_run_on_data_of_its_own(tmp_path: Path) -> None:
    machine, said = Machine(), list[str]()
    machine.at = said.append
    grade, kept = machine.grade(tmp_path, keys=5, longer=True)
    assert grade.audit is not None
    assert (grade.audit.keys, grade.audit.longer) == (5, True)
    assert len({spec.assets["data"].key for spec in machine.twins}) == 5
    assert machine.fits == {"HARNESS_FITS=twin-longer"}
    assert {spec.limits.wall_seconds for spec in machine.twins} == {3600}
    assert {"twin", "twin-2", "twin-5"} <= {*kept}
    assert said[-1] == "running it on a twin of the data, key 5 of 5"


def test_on_suspicion_what_cannot_be_known_runs_on_a_twin(tmp_path: Path) -> None:
    machine = Machine()
    grade, _ = machine.grade(tmp_path, audit="suspicion")
    assert grade.audit is not None
    # Once it is known, the sandbox of scoring is gone, and there is all of the memory.
    assert [spec.limits.memory_bytes for spec in machine.twins] == [8 * 1024**3]
    assert grade.facts == ["The answers of predict(images) are scored, and what it does is not known."]


def test_never_is_never(tmp_path: Path) -> None:
    machine = Machine()
    grade, _ = machine.grade(tmp_path, audit="never")
    assert (grade.audit, machine.twins, grade.facts) == (None, [], [])


def test_small_limits_are_not_shared() -> None:
    assert not can_share(Limits(memory_bytes=LEAST_TO_SHARE - 1))
    assert not can_share(Limits(cpus=1))
    assert can_share(Limits(cpus=2))


def test_half_of_a_backend_starts_with_half_of_the_limits() -> None:
    whole, cancel = Machine(), threading.Event()
    spec = Spec(limits=Limits(cpus=4, memory_bytes=8, disk_bytes=7))
    with Half(whole, cancel).start(spec):
        pass
    half = replace(spec, limits=replace(spec.limits, cpus=2, memory_bytes=4), cancel=cancel)
    assert whole.started == [half]
