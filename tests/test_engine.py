"""When and where a batch grades: the order of jobs, and a grading that comes back as data."""

import pickle
from collections.abc import Sequence
from pathlib import Path

import pytest

from harness.batch.engine import Again, Job, Queue, in_order
from harness.batch.parcel import Parcel, packed
from harness.grade.results import new_attempt
from harness.intake.collect import Found
from tests.report import sample_grades


def job(name: str, seconds: float | None = None, *, failed: bool = False) -> Job:
    return Job(Found(name, ()), seconds, failed)


def names(jobs: Sequence[Job]) -> str:
    return " ".join(one.found.name for one in jobs)


def test_the_longest_known_come_first_and_what_failed_on_our_side_last() -> None:
    jobs = [job("a", 10), job("b"), job("c", 500), job("d", failed=True), job("e", 40), job("f")]
    # b and f count as the median of what is known, 40.
    assert names(in_order(jobs)) == "c b e f a d"
    assert names(in_order([job("a"), job("b")])) == "a b"


class Clock:
    """A clock that stands."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_job_that_is_run_again_waits_for_its_moment_and_others_do_not() -> None:
    clock = Clock()
    queue = Queue([job("a"), job("b"), job("c")], clock)
    first = queue.take()
    assert first is not None
    queue.put_back(first, Again(5))
    assert names([one for one in (queue.take(), queue.take()) if one]) == "b c"
    assert (queue.take(), bool(queue), queue.rest()) == (None, True, 5)
    clock.now += 5
    assert queue.rest() == 0
    assert queue.take() is first
    assert not queue


def test_where_all_wait_nothing_begins_before_the_pause_is_over() -> None:
    clock = Clock()
    queue = Queue([job("a"), job("b")], clock)
    first = queue.take()
    assert first is not None
    queue.put_back(first, Again(30, all_wait=True))
    assert (queue.take(), queue.rest()) == (None, 30)
    clock.now += 30
    # What failed comes first: it tells whether the trouble is over.
    assert names([one for one in (queue.take(), queue.take()) if one]) == "a b"


def test_a_grading_comes_back_as_data_with_its_files(tmp_path: Path) -> None:
    there = tmp_path / "there"
    (there / "twin").mkdir(parents=True)
    (there / "driver.log").write_text("said", encoding="utf-8")
    (there / "twin" / "kernel.log").write_text("so", encoding="utf-8")
    (there / "predictions.npz").touch(mode=0o600)
    made = sample_grades.good()
    parcel: Parcel = pickle.loads(pickle.dumps(Parcel(made, packed(there), {"x.log": "no room"})))
    with new_attempt(tmp_path / "results", "alice") as attempt:
        assert parcel.unpack(attempt) == made
        assert (attempt.folder / "driver.log").read_text(encoding="utf-8") == "said"
        assert (attempt.folder / "twin" / "kernel.log").read_text(encoding="utf-8") == "so"
        assert (attempt.folder / "predictions.npz").stat().st_mode & 0o777 == 0o600
        assert attempt.lost == {"x.log": "no room"}


@pytest.mark.parametrize("grade", [sample_grades.good(), sample_grades.held()])
def test_a_grade_can_be_pickled_with_what_it_says(grade: sample_grades.Grade) -> None:
    again = pickle.loads(pickle.dumps(grade))
    assert (again.text(), again.said) == (grade.text(), grade.said)
