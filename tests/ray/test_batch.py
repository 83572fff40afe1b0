"""`harness batch --ray` makes the marks that it makes on one machine, whatever becomes of the machines of the cluster."""

import _thread
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from harness.assignment.rubric import Rubric
from harness.cli import main
from harness.errors import InfrastructureError
from harness.grade.record import Grade
from harness.grade.results import Attempt, latest
from harness.intake.submission import Submission
from harness.outcome import Outcome
from harness.sandbox.contract import OUT, SUBMISSION, Backend, Limits, Spec
from harness.workplace import Workplace
from tests.conftest import ROOT
from tests.ray.conftest import MEMORY, Nodes
from tests.ray.stand_in import make, prepared
from tests.report import sample_grades

pytestmark = pytest.mark.slow

WORK = """
import os, time
print(os.environ["NODE"], os.environ["GPUS"], flush=True)
while not os.path.exists("go"):
    time.sleep(0.02)
open(os.path.join({out!r}, "points.txt"), "w").write(open("points").read())
"""
NAMES = "abcd"


@dataclass(frozen=True)
class Small:
    """A setting in which what decides a mark is the work alone."""

    rubric: Rubric
    backend: Backend
    gpus: str
    smoke: bool = False
    shares_gpu: bool = False

    def inputs_id(self, submission: Submission) -> str:
        return submission.content_hash

    def answers(self, submission: Submission, inputs_id: str) -> bool:
        return inputs_id == self.inputs_id(submission)


class Graded:
    """A class whose works are run in real sandboxes, without the rest of the pipeline. ``begun`` is asked when a work runs, and
    says whether it may go on; ``places`` are node and GPUs of each run, by work."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
        self.folder, self.machines, self.address = folder, folder / "machines", address
        self.places = list[tuple[str, str, str]]()
        self.begun: Callable[[str, str], bool] = lambda name, node: True
        for number, name in enumerate(NAMES):
            work = folder / "class" / name
            work.mkdir(parents=True)
            (work / "solution.py").write_text("", encoding="utf-8")
            (work / "points").write_text(str(10 * number), encoding="utf-8")
        (folder / "rubric.yaml").write_bytes((ROOT / "rubric.yaml").read_bytes())
        monkeypatch.chdir(folder)
        monkeypatch.setattr(Workplace, "setting", self._setting)
        monkeypatch.setattr("harness.publish.page", lambda *_: "")
        monkeypatch.setattr("harness.batch.steady.PAUSES", (0.0, 0.0))
        monkeypatch.setattr("harness.batch.engine.grade_submission", self._grade)
        monkeypatch.setattr("harness.batch.ray.engine.grade_submission", self._grade)
        monkeypatch.setattr("harness.batch.ray.machine.choose_here", partial(make, self.machines))
        monkeypatch.setattr("harness.cli.clustering.partial", lambda made, *_: made)
        monkeypatch.setattr("harness.sandbox.choose.choose_backend", lambda *_, **__: make(self.machines, ""))

    @staticmethod
    def _setting(place: Workplace, backend: Backend, gpus: str, smoke: bool, say: Any, **_: Any) -> Small:
        resolved = backend.resolve_gpus(gpus)
        backend.prepare(say)
        return Small(place.rubric(), backend, resolved)

    def _grade(self, submission: Submission, setting: Small, attempt: Attempt, *_: object) -> Grade:
        known: dict[str, Any] = {"submission": submission.name, "inputs_id": submission.content_hash}
        known |= {"content_hash": submission.content_hash, "attempt": attempt.number}
        try:
            with setting.backend.start(Spec(Limits(wall_seconds=120), gpus=setting.gpus)) as sandbox:
                sandbox.put(SUBMISSION, submission.files)

                def on_line(line: str) -> None:
                    node, gpus = line.split()
                    self.places.append((submission.name, node, gpus))
                    if self.begun(submission.name, node):
                        sandbox.put(SUBMISSION, {"go": b""})

                sandbox.run([sandbox.python, "-c", WORK.format(out=sandbox.path(OUT))], on_line=on_line)
                sandbox.get(OUT, attempt.folder / "out")
        except InfrastructureError as error:
            return sample_grades.good(
                **known, outcome=Outcome.INFRASTRUCTURE, said={"reason": (error.phrase,)}
            )
        return sample_grades.good(**known, points=float((attempt.folder / "out" / "points.txt").read_text()))

    def batch(self, *arguments: str) -> int:
        """The exit code of ``harness batch``; no sandbox is left behind."""
        self.places.clear()
        code = main(["batch", "class", "--no-leaderboard", *arguments])
        assert list(self.machines.glob(".harness/sandboxes/*")) == []
        return code

    def table(self, output: str) -> dict[str, tuple[str, float]]:
        """Outcome and points by name, as they lie in a results folder."""
        found = {name: latest(self.folder / output, name) for name in NAMES}
        return {name: (one[0].outcome, one[0].points) for name, one in found.items() if one is not None}


@pytest.fixture
def graded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nodes: Nodes) -> Graded:
    return Graded(tmp_path, monkeypatch, nodes.address)


def test_a_node_that_is_killed_in_the_middle_changes_no_mark(
    graded: Graded, nodes: Nodes, capsys: pytest.CaptureFixture[str]
) -> None:
    second = nodes.add()
    killed = list[str]()

    def begun(name: str, node: str) -> bool:
        if node != second.node_id or killed:
            return True
        killed.append(name)
        nodes.kill(second)
        return False

    graded.begun = begun
    assert graded.batch("--ray", graded.address, "--output", "on_ray") == 0
    said = capsys.readouterr().out
    assert "machines that can grade: 2." in " ".join(said.split())
    assert f"{killed[0]}: our side failed, and it is tried again" in " ".join(said.split())
    # Each had the GPU that Ray gave to it, and the one that was lost ran once more, elsewhere.
    assert {gpus for _, _, gpus in graded.places} == {"0"}
    assert sorted(name for name, _, _ in graded.places) == sorted([*NAMES, *killed])
    assert len({node for _, node, _ in graded.places}) == 2

    graded.begun = lambda name, node: True
    assert graded.batch("--output", "here", "--gpus", "none") == 0
    assert graded.table("on_ray") == graded.table("here")
    assert len(graded.table("here")) == len(NAMES)

    assert graded.batch("--ray", graded.address, "--output", "on_ray") == 0
    assert graded.places == []


def test_a_machine_that_has_just_gone_away_stops_nothing(
    graded: Graded, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ray

    listed = ray.nodes
    gone = {
        "NodeID": "ab" * 28,
        "Alive": True,
        "Resources": {"CPU": 2.0, "GPU": 1.0, "memory": float(MEMORY)},
    }
    monkeypatch.setattr(ray, "nodes", lambda: [*listed(), gone])
    assert graded.batch("--ray", graded.address) == 0
    assert len(graded.table("results")) == len(NAMES)


def test_ctrl_c_ends_what_runs_on_the_cluster(graded: Graded) -> None:
    def begun(name: str, node: str) -> bool:
        _thread.interrupt_main(signal.SIGINT)
        return False

    graded.begun = begun
    assert graded.batch("--ray", graded.address) == 130
    assert graded.table("results") == {}
    graded.begun = lambda name, node: True
    before = prepared(graded.machines)
    assert graded.batch("--ray", graded.address, "--gpus", "none", "--jobs", "2") == 0
    # Four gradings, and each machine was prepared once.
    assert sorted(prepared(graded.machines)[len(before) :]) == sorted({node for _, node, _ in graded.places})
    assert {gpus for _, _, gpus in graded.places} == {"none"}
    assert len(graded.table("results")) == len(NAMES)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("10.0.0.1", "--ray takes auto, or the address of a cluster's head such as 10.0.0.1:6379"),
        ("ray://127.0.0.1:1", "--ray takes auto, or the address"),
        ("127.0.0.1:1", "No Ray cluster can be used at 127.0.0.1:1 (Connection refused)"),
    ],
)
def test_a_cluster_that_is_not_there_is_told_in_a_sentence(
    graded: Graded, capsys: pytest.CaptureFixture[str], address: str, says: str
) -> None:
    assert graded.batch("--ray", address) == (20 if "refused" in says else 2)
    assert says in " ".join(capsys.readouterr().err.split())


def test_gpus_by_number_are_refused(graded: Graded, capsys: pytest.CaptureFixture[str]) -> None:
    assert graded.batch("--ray", graded.address, "--gpus", "0,1") == 2
    assert "Ray chooses the GPUs" in " ".join(capsys.readouterr().err.split())
