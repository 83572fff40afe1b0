"""A step of training is traced once, and what comes of it is the same."""

from pathlib import Path

from .driving import Guest
from .test_patches import run_in_guest


def test_a_step_is_traced_once_and_trains_as_before(guest: Guest, tmp_path: Path) -> None:
    found = run_in_guest(guest, tmp_path, "tracing_cases.py")
    assert found["different"] == []
    assert found["traced"] == [[2, 2, 2, 2, 2, 2, 2, 0, 1], [1, 1, 1, 1, 1, 2, 2, 0, 1]]
