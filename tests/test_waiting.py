"""A scoring sandbox starts while student code runs, waits for its job, and changes nothing of what comes of it."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from harness.assignment.rubric import read_rubric
from harness.dataset.drawing import Drawing
from harness.dataset.fresh import images_to_predict
from harness.errors import InfrastructureError
from harness.evidence.network import Mapping as Preprocessing
from harness.grade.results import new_attempt
from harness.grading import waiting
from harness.grading.pipeline import grade_submission
from harness.grading.predict_stage import Predictions, Scorer
from harness.grading.setting import Setting
from harness.grading.waiting import Waiting
from harness.intake.submission import read_submission
from harness.sandbox.contract import Content, Limits, RunResult, Spec
from harness.words.phrase import plain
from tests.guest.driving import PLAIN
from tests.likeness.disguise import hand_in
from tests.test_beside import RUBRIC
from tests.test_trust import Recorder, noise_split

SPLIT = noise_split()
SOON = 20.0
"""Seconds after which a test that would wait for ever fails."""
MAPPING = Preprocessing.model_validate({**PLAIN, "max_error": 0, "rows": 1})
FIT = {"event": "fit", "state": "begin", "fit": "f1", "model": "m1"}
RAN, END = {"event": "ran", "state": "finished"}, {"event": "end", "state": "finished"}


class Guest(Recorder):
    """A sandbox in which a scoring process waits for a job, then for images, and scores each network alike. ``fate``: it dies
    ``early``, before it has a job, ``untold``, as soon as it has one, or never ends (``late``)."""

    def __init__(self, spec: Spec, fate: str) -> None:
        super().__init__([])
        self.spec, self.fate = spec, fate
        self.files, self.arrived = dict[str, Content](), threading.Condition()
        self.order = list[str]()
        self.ended = threading.Event()

    def put(self, directory: str, contents: Mapping[str, Content]) -> None:
        with self.arrived:
            self.files |= contents
            self.order += contents
            self.arrived.notify_all()

    def wait(self, name: str) -> None:
        with self.arrived:
            while name not in self.files and not self._cancelled():
                self.arrived.wait(0.01)
        if name not in self.files:
            raise KeyboardInterrupt

    def _cancelled(self) -> bool:
        return self.spec.cancel is not None and self.spec.cancel.is_set()

    def run(
        self, command: Sequence[str], *, timeout: float | None = None, on_line: Callable[[str], None] = print
    ) -> RunResult:
        if self.fate == "early":
            return RunResult(137, frozenset(), "")
        self.wait("job.json")
        if self.fate == "untold":
            return RunResult(137, frozenset(), "")
        for event in ("reading", "scoring"):
            on_line(json.dumps({"event": event, "model": "m1"}))
        if self.fate == "late":
            assert self.spec.cancel is not None
            assert self.spec.cancel.wait(SOON)
            raise KeyboardInterrupt
        on_line(json.dumps({"event": "images?"}))
        self.wait("images.npy")
        self.order.append("scored")
        on_line(json.dumps({"event": "scored", "model": "m1", "felt": {}, "reason": None}))
        return RunResult(0, frozenset(), "")

    def get(self, directory: str, destination: Path) -> None:
        destination.mkdir()
        if "scored" in self.order:
            rows = len(SPLIT.hidden_labels) + len(SPLIT.test_labels)
            np.save(destination / "m1.npy", np.eye(10, dtype=np.float32)[np.arange(rows) % 10])


class Machine(Recorder):
    """A backend of such sandboxes, the first of which has another ``fate`` than those after it. Sandboxes of student code say
    ``lines``, and then wait until as many scoring sandboxes as ``expected`` have started."""

    def __init__(self, *fates: str, lines: Sequence[Mapping[str, object]] = (), expected: int = 0) -> None:
        super().__init__([json.dumps(line) for line in lines])
        self.fates, self.guests, self.expected = list(fates), list[Guest](), expected
        self.fails, self.more = False, threading.Semaphore(0)
        self.left_at = list[int]()

    @contextmanager
    def start(self, spec: Spec) -> Iterator[Recorder]:
        if "data" in spec.assets:
            yield Student(self)
            return
        if self.fails:
            self.more.release()
            raise InfrastructureError(plain("no room"))
        guest = Guest(spec, self.fates.pop(0) if self.fates else "scores")
        self.guests.append(guest)
        self.more.release()
        try:
            yield guest
        finally:
            guest.ended.set()

    def stage(self, text: str) -> None:
        self.left_at.append(sum(not guest.ended.is_set() for guest in self.guests))

    def event(self, event: object) -> None:
        """Says nothing."""


class Student(Recorder):
    """The sandbox of student code."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine.lines)
        self.machine = machine

    def run(
        self, command: Sequence[str], *, timeout: float | None = None, on_line: Callable[[str], None] = print
    ) -> RunResult:
        first, rest = self.lines[:1], self.lines[1:]
        self.lines = first
        super().run(command, on_line=on_line)
        # A run on a twin starts none.
        expected, self.machine.expected = self.machine.expected, 0
        for _ in range(expected):
            assert self.machine.more.acquire(timeout=SOON)
        self.lines = rest
        return super().run(command, on_line=on_line)


def scored(machine: Machine, folder: Path, seconds: float = 1800.0, *, warm: bool = True) -> Predictions:
    """What comes of scoring one network, in a sandbox that has waited for it or not."""
    (folder / "saved_model.pb").write_bytes(b"graph")
    images = images_to_predict(SPLIT, b"secret")
    ready = Waiting(machine, Spec(Limits())) if warm else None
    scorer = Scorer(
        machine,
        {"m1": [MAPPING]},
        images,
        images[:0],
        10,
        Limits(),
        "none",
        lambda event: None,
        waiting=ready,
    )
    if ready is None:
        return scorer.predict({"m1": folder}, seconds)
    with ready:
        return scorer.predict({"m1": folder}, seconds)


def same(one: Predictions, other: Predictions) -> bool:
    """Whether both say the same."""
    assert one.labels.keys() == other.labels.keys()
    equal = all(np.array_equal(one.labels[name], other.labels[name]) for name in one.labels)
    return equal and (one.reasons, one.held) == (other.reasons, other.held)


def test_what_waits_gives_what_a_new_sandbox_gives(tmp_path: Path) -> None:
    warm, cold = Machine(), Machine()
    assert same(scored(warm, tmp_path), scored(cold, tmp_path, warm=False))
    assert (len(warm.guests), len(cold.guests)) == (1, 1)
    # The job comes when the networks are there, and images when the op graphs are out.
    order = ["models/m1/saved_model.pb", "job.json", "fresh.npy", "images.npy", "scored"]
    assert warm.guests[0].order == cold.guests[0].order == order
    assert warm.guests[0].ended.is_set()


@pytest.mark.parametrize("fate", ["early", "untold"])
def test_where_what_waited_is_gone_another_one_scores(tmp_path: Path, fate: str) -> None:
    machine = Machine(fate)
    found = scored(machine, tmp_path)
    assert same(found, scored(Machine(), tmp_path, warm=False))
    assert [guest.fate for guest in machine.guests] == [fate, "scores"]


def test_what_cannot_start_is_told_by_the_one_after_it(tmp_path: Path) -> None:
    machine = Machine()
    machine.fails = True
    with pytest.raises(InfrastructureError, match="no room"):
        scored(machine, tmp_path)


def test_a_job_is_late_after_its_own_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "SPARE_SECONDS", -1800.0)
    found = scored(Machine("late"), tmp_path)
    assert [one.code for one in found.held] == ["held.scoring_late"]
    assert found.labels == {}


def graded(
    machine: Machine, folder: Path, *, audit: bool = False, gpus: str = "none", limits: str = "8"
) -> None:
    """A small work, from its sandbox to its grade."""
    text = RUBRIC.replace("memory_gb: 8", f"memory_gb: {limits}")
    text = text if audit else text.replace("audit: always", "audit: 0")
    (folder / "rubric.yaml").write_text(text, encoding="utf-8")
    rubric = read_rubric(folder / "rubric.yaml")
    setting = Setting.make(rubric, "", Drawing.of(SPLIT, 10), machine, gpus, False)
    submission = read_submission(hand_in(folder / "alice", ["print(1)"]))
    with new_attempt(folder / "results", "alice") as attempt:
        grade_submission(submission, setting, attempt, machine)


def test_it_starts_with_the_first_training_and_is_gone_before_the_checks(tmp_path: Path) -> None:
    machine = Machine(lines=[FIT, FIT, RAN, END], expected=1)
    graded(machine, tmp_path)
    assert len(machine.guests) == 1
    assert machine.guests[0].order == []
    # As each stage began: student code, scoring, checks.
    assert machine.left_at == [0, 1, 0]
    assert machine.guests[0].spec.limits.memory_bytes == 8 * 1024**3


def test_beside_a_twin_it_has_half(tmp_path: Path) -> None:
    machine = Machine(lines=[FIT, RAN, END], expected=1)
    graded(machine, tmp_path, audit=True)
    assert machine.guests[0].spec.limits.memory_bytes == 4 * 1024**3


@pytest.mark.parametrize(
    ("lines", "gpus", "limits"),
    [
        ([RAN, END], "none", "8"),
        ([FIT, RAN, END], "all", "8"),
        ([FIT, RAN, END], "none", "4"),
        ([FIT, RAN, END], "none", "8, cpus: 1"),
    ],
)
def test_none_starts_without_a_training_or_without_room(
    tmp_path: Path, lines: list[Mapping[str, object]], gpus: str, limits: str
) -> None:
    machine = Machine(lines=lines)
    graded(machine, tmp_path, gpus=gpus, limits=limits)
    assert machine.guests == []


def test_none_waits_where_nothing_isolates(tmp_path: Path) -> None:
    machine = Machine(lines=[FIT, RAN, END])
    machine.isolates = False
    graded(machine, tmp_path)
    assert machine.guests == []
