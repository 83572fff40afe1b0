"""Results that cannot be written, or that somebody removes meanwhile: a finished grade is not lost."""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from harness.errors import InfrastructureError
from harness.grade.record import Grade
from harness.grade.results import INTERRUPTED, ROOM_BYTES, latest, new_attempt, numbers, read_attempt, sweep
from harness.handing_over import Exports
from harness.publish import publish
from tests.conftest import ROOT
from tests.faults.course import disk
from tests.report import sample_grades

NO_EXPORTS = Exports({}, Path(), print)
BEGIN = """
import os, signal, sys
from pathlib import Path
from harness.grade.results import new_attempt
with new_attempt(Path(sys.argv[1]), "alice") as attempt:
    attempt.write_text("events.jsonl", "half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    with disk(place, megabytes=8) as mounted:
        if not mounted:
            pytest.skip("a disk can be mounted by root alone")
        yield place


def fill(folder: Path) -> None:
    """Takes all the room that is left."""
    with suppress(OSError), (folder / "other").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(65536))


def test_a_disk_that_fills_up_costs_logs_and_not_the_grade(small_disk: Path) -> None:
    with new_attempt(small_disk / "results", "alice") as attempt:
        fill(small_disk)
        attempt.write_text("events.jsonl", "x" * 10**6)
        grade, folder = publish(sample_grades.good(), attempt, NO_EXPORTS)
    kept = read_attempt(folder)
    assert (kept.points, kept.is_mark) == (grade.points, True)
    assert "Of the files that the run left, events.jsonl could not be kept (No space left" in kept.notes[-1]
    assert sorted(path.name for path in folder.iterdir()) == ["feedback.html", "grade.json"]
    assert "</html>" in (folder / "feedback.html").read_text()


def test_a_full_disk_is_seen_before_anything_runs(small_disk: Path) -> None:
    fill(small_disk)
    os.truncate(small_disk / "other", 8 * 1024**2 - ROOM_BYTES)
    with (
        pytest.raises(InfrastructureError, match=r"cannot be written .*No space left.*give --output"),
        new_attempt(small_disk / "results", "alice"),
    ):
        raise AssertionError("student code would run now")
    assert list((small_disk / "results" / "alice").iterdir()) == []


def refusing(number: int) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def test_results_that_become_read_only_leave_the_grade_elsewhere_and_say_the_way_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = tmp_path / "results"
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with new_attempt(results, "alice") as attempt:
        attempt.write_text("executed.ipynb", "{}")
        monkeypatch.setattr(attempt, "put", refusing(errno.EROFS))
        with pytest.raises(InfrastructureError, match="Read-only file system") as told:
            publish(sample_grades.good(), attempt, NO_EXPORTS)
    # The way on is a command; it is done here as a person would.
    command = str(told.value).partition("put it there: ")[2].split()
    subprocess.run(command, check=True)
    found = latest(results, "alice")
    assert found is not None
    assert found[0].points == sample_grades.good().points
    assert (found[1] / "executed.ipynb").is_file()


def test_results_that_are_removed_meanwhile_are_made_anew(tmp_path: Path) -> None:
    with new_attempt(tmp_path / "results", "alice") as attempt:
        attempt.write_text("events.jsonl", "")
        shutil.rmtree(tmp_path / "results")
        attempt.write_text("driver.log", "")
        _, folder = publish(sample_grades.good(), attempt, NO_EXPORTS)
    assert folder == tmp_path / "results" / "alice" / "1"
    assert "the folder was removed while" in " ".join(
        read_attempt(folder).notes
    ) or "could not be kept" in " ".join(read_attempt(folder).notes)


def test_results_that_are_removed_while_the_grade_is_written_are_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new_attempt(tmp_path / "results", "alice") as attempt:
        attempt.write_text("events.jsonl", "")
        put = attempt.put

        def removed(name: str, text: str) -> None:
            monkeypatch.undo()
            shutil.rmtree(tmp_path / "results")
            put(name, text)

        monkeypatch.setattr(attempt, "put", removed)
        _, folder = publish(sample_grades.good(), attempt, NO_EXPORTS)
    assert folder == tmp_path / "results" / "alice" / "1"
    assert "the folder was removed while" in read_attempt(folder).notes[-1]


def test_an_attempt_that_was_killed_is_cleared_away_and_leaves_a_trace(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", BEGIN, str(tmp_path)], env=env, check=False)
    assert [path.name[:6] for path in (tmp_path / "alice").iterdir()] == [".part-"]
    said: list[str] = []
    with new_attempt(tmp_path, "alice") as running:
        sweep(tmp_path, said.append)
        # The one of a living process stays.
        assert running.folder.is_dir()
        publish(sample_grades.good(), running, NO_EXPORTS)
    [sentence] = said
    assert "alice: an attempt that began 2" in sentence
    assert "does not count" in sentence
    assert numbers(tmp_path / "alice") == [1]
    assert sorted(path.name for path in (tmp_path / "alice").iterdir()) == ["1", INTERRUPTED]
    [line] = (tmp_path / "alice" / INTERRUPTED).read_text().splitlines()
    assert json.loads(line).keys() == {"started", "host", "process", "found"}


def test_a_grade_that_was_made_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    with new_attempt(tmp_path, "alice") as attempt:
        _, folder = publish(sample_grades.good(), attempt, NO_EXPORTS)
    assert Grade.read(folder / "grade.json").attempt == 1
    assert not any(path.name.startswith(".") for path in folder.iterdir())
