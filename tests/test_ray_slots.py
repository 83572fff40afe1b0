"""What a batch on a Ray cluster asks for, and what it says where there is no Ray; without any cluster."""

import importlib.util
from pathlib import Path

import pytest

from harness.batch.jobs import Need
from harness.batch.ray.room import Room, slots_in
from harness.errors import InfrastructureError
from harness.grading.waiting import WAITING_BYTES
from harness.sandbox.contract import Limits
from tests.handed_in import Class

GIB = 1024**3
HEAD, SMALL, LARGE = Room(0, 8 * GIB, 0), Room(4, 16 * GIB, 0), Room(16, 64 * GIB, 4)
LIMITS = Limits(memory_bytes=8 * GIB)


@pytest.mark.parametrize(
    ("rooms", "jobs", "gpus", "limits", "count", "need"),
    [
        # By processors and memory, that of the sandbox that waits to score, too; a head without processors takes none.
        ([HEAD, SMALL, LARGE], "auto", "none", LIMITS, 1 + 7, Need(2.0, 8 * GIB + WAITING_BYTES, 0.0)),
        (
            [SMALL, LARGE],
            "auto",
            "none",
            Limits(memory_bytes=32 * GIB, cpus=8),
            1,
            Need(8, 32 * GIB + WAITING_BYTES, 0.0),
        ),
        # None waits where the limits are not enough for two sandboxes.
        ([SMALL, LARGE], "auto", "none", Limits(memory_bytes=4 * GIB), 2 + 8, Need(2.0, 4 * GIB, 0.0)),
        # One on each GPU, or its share.
        ([SMALL, LARGE], "auto", "all", LIMITS, 4, Need(1.0, 8 * GIB, 1.0)),
        ([LARGE], "8", "all", LIMITS, 8, Need(1.0, 8 * GIB, 0.5)),
        ([LARGE], "2", "all", LIMITS, 2, Need(1.0, 8 * GIB, 1.0)),
        # Six shares of a GPU fit on it, as Ray rounds.
        ([LARGE], "24", "all", LIMITS, 24, Need(1.0, 8 * GIB, 0.1666)),
        # No machine is as large as the limits: the largest takes one at a time.
        ([Room(1, 4 * GIB, 0), Room(1, 6 * GIB, 0)], "auto", "none", LIMITS, 1, Need(1, 6 * GIB, 0.0)),
    ],
)
def test_slots_of_a_cluster(
    rooms: list[Room], jobs: str, gpus: str, limits: Limits, count: int, need: Need
) -> None:
    slots = slots_in(rooms, jobs, gpus, limits)
    assert (slots.gpus, slots.need) == ((gpus,) * count, need)
    assert slots.shares_gpu == (need.gpus not in (0.0, 1.0))


@pytest.mark.parametrize(("rooms", "gpus"), [([], "none"), ([HEAD], "none"), ([SMALL], "all")])
def test_a_cluster_without_room_is_told(rooms: list[Room], gpus: str) -> None:
    with pytest.raises(InfrastructureError, match="No machine of the Ray cluster can take a submission now"):
        slots_in(rooms, "auto", gpus, LIMITS)


def test_where_ray_is_not_installed_one_sentence_says_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    said = Class(tmp_path, monkeypatch, capsys).batch("--ray", "auto", code=2)
    assert "--ray needs Ray, which is not installed here" in said
    assert "pip install 'fashion-harness[ray]'" in said
