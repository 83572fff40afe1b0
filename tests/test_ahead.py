"""The sandbox of student code is started before its turn, and a grading is the same with it and without it."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from harness.assignment.rubric import read_rubric
from harness.dataset.drawing import Drawing
from harness.errors import HostileOutputError, InfrastructureError
from harness.grading import ahead, waiting
from harness.grading.ahead import AHEAD_SECONDS, Ahead
from harness.grading.run_stage import Ran, run_submission
from harness.grading.setting import Setting
from harness.intake.submission import Submission, read_submission
from harness.sandbox.contract import Content, Limit, RunResult, Spec
from harness.wire import channel, files
from harness.words.phrase import phrase, plain
from tests.conftest import ROOT
from tests.test_trust import noise_split

SOON = 20.0
"""Seconds after which a test that would wait for ever fails."""
READY, START = (
    {"event": "ready"},
    {"event": "start", "cells": 1, "code_cells": 1, "versions": {"keras": "3.0"}},
)
NOTE = {"event": "note", "message": "a patch does not fit"}
CELL = {"event": "cell", "number": 1, "total": 1, "state": "done", "seconds": 0.1}
RAN, END = {"event": "ran", "state": "finished"}, {"event": "end", "state": "finished"}


class Student:
    """A sandbox whose driver does as one does. ``fate``: it ends ``early``, before it is ready; ``untold``, when its turn comes;
    in the ``middle`` of a cell; it goes on for ever (``late``), or never gets so far (``stuck``, ``stuck later``); or it has no
    room for the file that says whose turn it is (``full``)."""

    python = "python"

    def __init__(self, spec: Spec, fate: str) -> None:
        self.spec, self.fate, self.files = spec, fate, dict[str, Content]()
        self.turn, self.ended, self.waited, self.number = threading.Event(), threading.Event(), False, 0

    def path(self, directory: str) -> str:
        return f"/{directory}"

    def put(self, directory: str, contents: Mapping[str, Content]) -> None:
        if files.TURN in contents:
            if self.fate == "full":
                raise HostileOutputError(phrase("sandbox.full", directory=directory))
            self.turn.set()
        self.files |= contents

    def run(
        self, command: Sequence[str], *, timeout: float | None = None, on_line: Callable[[str], None] = print
    ) -> RunResult:
        def say(event: Mapping[str, object]) -> None:
            key, self.number = self.files[files.KEY], self.number + 1
            assert isinstance(key, bytes)
            on_line(channel.signed(key, self.number, json.dumps(event).encode()).decode())

        on_line(channel.of_kernel(json.dumps(NOTE).encode()).decode())
        if "--waits" in command:
            self.waited = True
            if self.fate == "early":
                return RunResult(1, frozenset(), "no room for a kernel")
            if self.fate == "stuck":
                self._wait(threading.Event())
            say(READY)
            self._wait(threading.Event() if self.fate == "stuck later" else self.turn)
            if self.fate == "untold":
                return RunResult(0, frozenset(), "")
        say(START)
        if self.fate == "late":
            self._wait(threading.Event())
        if self.fate == "middle":
            return RunResult(1, frozenset(), "the driver died")
        for event in (CELL, RAN, END):
            say(event)
        return RunResult(0, frozenset(), "")

    def _wait(self, event: threading.Event) -> None:
        while not event.wait(0.01):
            if self.spec.cancel is not None and self.spec.cancel.is_set():
                raise KeyboardInterrupt

    def get(self, directory: str, destination: Path) -> None:
        destination.mkdir()


class Machine:
    """A backend of such sandboxes, the first of which has another ``fate`` than those after it."""

    name, isolates, warning = "machine", True, None

    def __init__(self, fate: str = "") -> None:
        self.fates, self.students, self.fails = [fate], list[Student](), False

    def environment_id(self) -> str:
        return "machine-1"

    def prepare(self, say: Callable[[str], None]) -> None:
        """Has nothing to prepare."""

    def resolve_gpus(self, wanted: str) -> str:
        return wanted

    @contextmanager
    def start(self, spec: Spec) -> Iterator[Student]:
        if self.fails:
            self.fails = False
            raise InfrastructureError(plain("no room"))
        student = Student(spec, self.fates.pop(0) if self.fates else "")
        self.students.append(student)
        try:
            yield student
        finally:
            student.ended.set()

    def setting(self) -> Setting:
        rubric = read_rubric(ROOT / "rubric.yaml")
        return Setting.make(rubric, "", Drawing.of(noise_split(), 10), self, "none", False)


def handed_in(folder: Path, text: str = "print(1)") -> Submission:
    (folder / "solution.py").write_text(text, encoding="utf-8")
    return read_submission(folder / "solution.py")


def run(
    folder: Path, machine: Machine, read: Callable[[], Submission | None] | None = None, **how: bool
) -> Ran:
    """What comes of a run, in a sandbox that was got ready with what is ``read``."""
    setting, work = machine.setting(), handed_in(folder)
    ready = Ahead(setting, read or (lambda: work)) if how.get("warm", True) else None
    try:
        return run_submission(setting, work, "solution.py", folder / "out", lambda event: None, ready)
    finally:
        if ready is not None:
            ready.end()
        assert all(student.ended.is_set() for student in machine.students)


def facts(ran: Ran) -> tuple[object, ...]:
    return ran.evidence, ran.result, ran.held, [one.code for one in ran.notes], ran.executed.cells()


@pytest.fixture
def cold(tmp_path: Path) -> Ran:
    (tmp_path / "cold").mkdir()
    return run(tmp_path / "cold", Machine(), warm=False)


def test_what_was_ready_gives_what_a_new_sandbox_gives(tmp_path: Path, cold: Ran) -> None:
    machine = Machine()
    warm = run(tmp_path, machine)
    assert facts(warm) == facts(cold)
    assert [student.waited for student in machine.students] == [True]
    assert warm.log.splitlines() == [cold.log.splitlines()[0], json.dumps(READY), *cold.log.splitlines()[1:]]


def test_its_limits_are_those_of_a_new_sandbox_but_for_the_time_that_it_waits(tmp_path: Path) -> None:
    machines = Machine(), Machine()
    for machine, name, warm in zip(machines, "ab", (True, False), strict=True):
        (tmp_path / name).mkdir()
        run(tmp_path / name, machine, warm=warm)
    ready, new = (machine.students[0].spec for machine in machines)
    waits = replace(ready.limits, wall_seconds=new.limits.wall_seconds)
    assert replace(ready, limits=waits, cancel=None) == new
    assert ready.limits.wall_seconds == new.limits.wall_seconds + 420 + AHEAD_SECONDS


@pytest.mark.parametrize("fate", ["early", "untold", "full"])
def test_where_it_is_gone_before_the_first_cell_a_new_one_runs(tmp_path: Path, cold: Ran, fate: str) -> None:
    machine = Machine(fate)
    assert facts(run(tmp_path, machine)) == facts(cold)
    assert [student.waited for student in machine.students] == [True, False]


def test_where_it_cannot_start_a_new_one_runs(tmp_path: Path, cold: Ran) -> None:
    machine = Machine()
    machine.fails = True
    assert facts(run(tmp_path, machine)) == facts(cold)


@pytest.mark.parametrize("fate", ["stuck", "stuck later"])
def test_one_that_hangs_is_given_up(
    tmp_path: Path, cold: Ran, monkeypatch: pytest.MonkeyPatch, fate: str
) -> None:
    monkeypatch.setattr(ahead, "READY_SECONDS", 0.5)
    machine = Machine(fate)
    assert facts(run(tmp_path, machine)) == facts(cold)
    assert [student.waited for student in machine.students] == [True, False]


def broken() -> Submission | None:
    raise OSError("the disk is away")


@pytest.mark.parametrize("read", [broken, lambda: None])
def test_where_nothing_can_be_read_ahead_a_new_one_runs(
    tmp_path: Path, cold: Ran, read: Callable[[], Submission | None]
) -> None:
    machine = Machine()
    assert facts(run(tmp_path, machine, read)) == facts(cold)


def test_it_serves_exactly_what_it_was_started_for(tmp_path: Path, cold: Ran) -> None:
    (tmp_path / "other").mkdir()
    other = handed_in(tmp_path / "other", "print(2)")
    machine = Machine()
    assert facts(run(tmp_path, machine, lambda: other)) == facts(cold)
    assert [student.waited for student in machine.students] == [True, False]
    assert not machine.students[0].turn.is_set()


def test_what_ends_after_the_first_cell_began_is_not_run_again(tmp_path: Path) -> None:
    machine = Machine("middle")
    ran = run(tmp_path, machine)
    assert ran.result == RunResult(1, frozenset(), "the driver died")
    assert ran.evidence.versions == {"keras": "3.0"}
    assert len(machine.students) == 1


def test_it_ends_in_the_time_of_a_student_however_long_it_waited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("harness.grading.ahead.run_seconds", lambda setting: 0.0)
    monkeypatch.setattr(waiting, "SPARE_SECONDS", 0.0)
    machine = Machine("late")
    assert run(tmp_path, machine).result.limits_hit == {Limit.TIME}
    assert len(machine.students) == 1


def test_one_that_nobody_uses_is_removed(tmp_path: Path) -> None:
    machine, work = Machine(), handed_in(tmp_path)
    ready = Ahead(machine.setting(), lambda: work)
    assert ready.sandbox(work) is not None
    ready.end()
    ready.end()
    assert machine.students[0].ended.wait(SOON)
    assert ready.sandbox(work) is None


def test_ctrl_c_while_it_is_used_passes(tmp_path: Path) -> None:
    machine, work, cancel = Machine("late"), handed_in(tmp_path), threading.Event()
    setting = machine.setting()
    ready = Ahead(setting, lambda: work)

    def interrupt(event: dict[str, object]) -> None:
        # The backend's own event ends every run in this way.
        cancel.set()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_submission(setting, work, "solution.py", tmp_path / "out", interrupt, ready)
    assert cancel.is_set()
    assert machine.students[0].ended.is_set()
    with suppress(KeyboardInterrupt):
        ready.end()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("sandbox that waits")]
