"""Attempts are whole or not there."""

import threading
from pathlib import Path

import pytest

from harness.errors import InfrastructureError
from harness.grade.results import latest, new_attempt, numbers


def test_attempts_are_numbered(tmp_path: Path) -> None:
    for expected in (1, 2):
        with new_attempt(tmp_path, "a") as attempt:
            attempt.write_text("x", "y")
            folder = attempt.publish(lambda number: attempt.write_text("n", str(number)))
        assert folder.name == (folder / "n").read_text() == str(expected)
        assert sorted(p.name for p in (tmp_path / "a").iterdir()) == [str(n) for n in range(1, expected + 1)]


def _interrupted(output: Path) -> None:
    with new_attempt(output, "a") as attempt:
        attempt.write_text("x", "y")
        raise KeyboardInterrupt


def test_an_interrupted_attempt_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        _interrupted(tmp_path)
    assert list((tmp_path / "a").iterdir()) == []


def test_two_at_once_get_two_numbers(tmp_path: Path) -> None:
    ready = threading.Barrier(4)

    def one() -> None:
        with new_attempt(tmp_path, "a") as attempt:
            ready.wait()
            attempt.publish(lambda number: attempt.write_text("n", str(number)))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers(tmp_path / "a")) == [1, 2, 3, 4]
    assert all((tmp_path / "a" / str(n) / "n").read_text() == str(n) for n in (1, 2, 3, 4))


def test_a_broken_grade_is_no_latest(tmp_path: Path) -> None:
    (tmp_path / "a" / "3").mkdir(parents=True)
    (tmp_path / "a" / "3" / "grade.json").write_text("{}")
    assert latest(tmp_path, "a") is None


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file")
    with pytest.raises(InfrastructureError, match="--output"), new_attempt(tmp_path / "results", "a"):
        pass
