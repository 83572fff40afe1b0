"""What scoring may take belongs to a submission as a whole, and what is left out is told."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.errors import InfrastructureError
from harness.evidence.network import Mapping as Preprocessing
from harness.grading import predict_stage
from harness.grading.predict_stage import SCORING_SECONDS, Predictions, Scorer
from harness.sandbox.contract import Content, Limits, RunResult, Spec
from harness.words.say import say
from tests.test_trust import Recorder

IMAGES = np.zeros((2, 4, 4), np.uint8)
MAPPING = Preprocessing.model_validate(
    {"layout": "hw", "size": [4, 4], "channels": 1, "geometry": "none", "corner": [0, 0]}
    | {"scale": 1, "offset": 0, "max_error": 0, "rows": 1}
)


class Guest(Recorder):
    """A backend whose sandboxes say what those of the guest would, on a clock that nobody waits for. ``fate`` says what
    becomes of a network that is not scored."""

    def __init__(self, fate: Mapping[str, str]) -> None:
        super().__init__([])
        self.fate, self.now = fate, 1000.0
        self.jobs, self.out = list[dict[str, Any]](), dict[str, bytes]()

    @contextmanager
    def start(self, spec: Spec) -> Iterator["Guest"]:
        self.out = {}
        yield self

    def put(self, directory: str, files: Mapping[str, Content]) -> None:
        if "job.json" in files:
            content = files["job.json"]
            assert isinstance(content, bytes)
            self.jobs.append(json.loads(content))

    def run(
        self, command: Sequence[str], *, timeout: float | None = None, on_line: Callable[[str], None] = print
    ) -> RunResult:
        ids = [one["id"] for one in self.jobs[-1]["models"]]

        def tell(event: str, model: str | None = None, **more: Any) -> None:
            on_line(json.dumps({"event": event, "model": model, **more}))

        for name in ids:
            tell("reading", name)
            if self.fate.get(name) == "dies unread":
                return RunResult(137, frozenset(), "")
            self.out[f"{name}.json"] = b"read"
        tell("images?")
        for name in ids:
            tell("scoring", name)
            fate = self.fate.get(name)
            if fate == "late":
                seconds = self.jobs[-1]["seconds"] / 2
                self.now += seconds
                tell("late", name, seconds=seconds)
            if fate in ("late", "dies"):
                self.out[f"{name}.json"] = b"forged"
                return RunResult(1, frozenset(), "")
            if fate == "forbidden":
                tell("scored", name, reason=None, forbidden="WriteFile")
                continue
            self.now += 1
            self.out[f"{name}.npy"] = b"scores"
            tell("scored", name, reason=None)
        return RunResult(0, frozenset(), "")

    def get(self, directory: str, destination: Path) -> None:
        destination.mkdir()
        for name, content in self.out.items():
            if content == b"scores":
                np.save(destination / name, np.eye(10, dtype=np.float32)[[3, 3]])
            else:
                (destination / name).write_bytes(content)


def scored(
    monkeypatch: pytest.MonkeyPatch, count: int, known: Sequence[str] = (), **fate: str
) -> tuple[Guest, Predictions]:
    guest = Guest(fate)
    monkeypatch.setattr("harness.grading.predict_stage.time.monotonic", lambda: guest.now)
    names = [f"m{number}" for number in range(1, count + 1)]
    mappings = {name: [MAPPING] for name in known or names}
    scorer = Scorer(guest, mappings, IMAGES, IMAGES[:1], 10, Limits(), "none", lambda event: None)
    return guest, scorer.predict({name: Path("nowhere") for name in names})


def test_twenty_networks_are_scored_in_one_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    guest, found = scored(monkeypatch, 20)
    assert (len(guest.jobs), len(found.labels), found.reasons, found.held) == (1, 20, {}, [])


def test_fifty_endless_networks_have_half_an_hour_together(monkeypatch: pytest.MonkeyPatch) -> None:
    guest, found = scored(monkeypatch, 50, **{f"m{number}": "late" for number in range(1, 51)})
    assert guest.now - 1000 <= SCORING_SECONDS
    assert len(guest.jobs) <= predict_stage.MAX_SANDBOXES
    assert sum(job["seconds"] for job in guest.jobs[:1]) == SCORING_SECONDS
    assert set(found.reasons) == {f"m{number}" for number in range(1, 51)}
    assert say(found.reasons["m1"]) == "it was not scored within 15 minutes"
    assert say(found.reasons["m50"]).startswith("it was not scored: ")
    assert "m50" not in say(found.held[0])
    assert say(found.held[-1]).startswith("Not scored: m")


def test_one_endless_network_leaves_time_for_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    _, found = scored(monkeypatch, 4, m2="late")
    assert set(found.labels) == {"m1", "m3", "m4"}
    assert [say(one)[:14] for one in found.held] == ["The network m2"]


@pytest.mark.parametrize("fate", ["dies", "dies unread"])
def test_a_network_that_ends_the_process_costs_its_own_score(
    monkeypatch: pytest.MonkeyPatch, fate: str
) -> None:
    _, found = scored(monkeypatch, 3, m2=fate)
    assert set(found.labels) == {"m1", "m3"}
    assert found.reasons["m2"].code == "network.crashed"
    assert found.held == []


def test_a_graph_that_is_written_after_networks_ran_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    _, found = scored(monkeypatch, 2, m1="dies")
    assert found.graphs == {"m1": b"read", "m2": b"read"}


def test_those_that_can_be_scored_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    guest, _ = scored(monkeypatch, 4, known=["m3", "m4"])
    assert [one["id"] for one in guest.jobs[0]["models"]] == ["m3", "m4", "m1", "m2"]


def test_more_networks_than_are_looked_at_hold_the_grade(monkeypatch: pytest.MonkeyPatch) -> None:
    _, found = scored(monkeypatch, predict_stage.MAX_NETWORKS + 3)
    assert len(found.labels) == predict_stage.MAX_NETWORKS
    assert say(found.held[0]).startswith("Not scored: m201, m202, m203. Scoring has 30 minutes")


def test_what_is_not_arithmetic_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    _, found = scored(monkeypatch, 2, m1="forbidden")
    assert say(found.reasons["m1"]) == (
        "its graph asks for WriteFile, which is not in the list of arithmetic that networks may ask for, so it was not run; "
        "define predict(images)"
    )
    assert set(found.labels) == {"m2"}


def test_a_sandbox_that_comes_to_no_network_is_our_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder([])
    recorder.result = RunResult(137, frozenset(), "out of memory")
    scorer = Scorer(recorder, {}, IMAGES, IMAGES[:1], 10, Limits(), "none", lambda event: None)
    with pytest.raises(InfrastructureError, match="before it came to a network"):
        scorer.predict({"m1": Path("nowhere")})
