"""When and where a batch grades: the order of jobs, and a grading that comes back as data."""

import pickle
from collections.abc import Sequence

import pytest

from harness.batch.jobs import Again, Job, Queue, in_order
from harness.batch.slots import fitting, slots_for
from harness.batch.steady import Tries
from harness.evidence.diagnosis import lacked_memory
from harness.evidence.schema import CellRun, Evidence
from harness.grade.record import Grade
from harness.intake.collect import Found
from harness.outcome import Outcome
from harness.sandbox.contract import Limits
from harness.wire.events import CellState
from harness.words.language import speaking
from harness.words.phrase import phrase
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


@pytest.mark.parametrize("grade", [sample_grades.good(), sample_grades.held()])
def test_a_grade_can_be_pickled_with_what_it_says(grade: Grade) -> None:
    again = pickle.loads(pickle.dumps(grade))
    assert (again.text(), again.said) == (grade.text(), grade.said)


GB = 1024**3


@pytest.mark.parametrize(
    ("cpus", "gpus", "machine", "free", "expected"),
    [
        (2.0, 0, 8, 64, 4),  # processors bound it
        (2.0, 0, 8, 17, 1),  # memory does: 8 GB each
        (1.0, 4, 16, 128, 4),  # one on each GPU
        (1.0, 4, 2, 128, 2),
        (2.0, 0, 1, 2, 1),  # a small machine grades, too
    ],
)
def test_how_many_fit(cpus: float, gpus: int, machine: int, free: int, expected: int) -> None:
    assert fitting(8 * GB, cpus, gpus, machine, free * GB) == expected


def test_slots_have_one_gpu_each_and_share_where_there_are_more_slots() -> None:
    limits = Limits(memory_bytes=8 * GB)
    four = slots_for("4", "0,1,2,3", limits)
    assert (four.gpus, four.shares_gpu, four.need.gpus) == (("0", "1", "2", "3"), False, 1.0)
    shared = slots_for("5", "0,1", limits)
    assert (shared.gpus, shared.shares_gpu) == (("0", "1", "0", "1", "0"), True)
    assert shared.need.gpus == pytest.approx(1 / 3)
    assert slots_for("1", "0,1", limits).gpus == ("0,1",)
    none = slots_for("3", "none", limits)
    assert (none.gpus, none.shares_gpu, none.need.gpus) == (("none",) * 3, False, 0.0)
    # GPUs of another machine, whose number is not known.
    assert set(slots_for("2", "all", limits).gpus) <= {"all", *map(str, range(16))}


def test_no_memory_on_a_gpu_is_told_by_the_name_of_the_error() -> None:
    def said(error: str) -> bool:
        return lacked_memory(Evidence(cells=[CellRun(number=1, total=1, state=CellState.ERROR, error=error)]))

    assert said("ResourceExhaustedError")
    assert not said("MemoryError")
    assert not lacked_memory(Evidence())


def infrastructure(name: str) -> Grade:
    return sample_grades.good(submission=name, outcome=Outcome.INFRASTRUCTURE, is_mark=False)


def test_what_failed_on_our_side_is_tried_again_a_bounded_number_of_times() -> None:
    said = list[str]()
    tries = Tries(said.append)
    assert tries.after("a", sample_grades.good(outcome=Outcome.CODE_ERROR)) is None
    assert tries.after("a", sample_grades.good(outcome=Outcome.GRADER_BUG, is_mark=False)) is None
    assert said == []
    assert tries.after("a", infrastructure("a")) == Again(5)
    assert tries.after("a", infrastructure("a")) == Again(30)
    assert tries.after("a", infrastructure("a")) is None
    assert (tries.stopped, len(said)) == ("", 2)


def test_why_it_is_tried_again_is_said_in_the_language_of_the_course() -> None:
    said = list[str]()
    failed = infrastructure("a").saying(reason=[phrase("docker.silent")])
    with speaking("ru"):
        Tries(said.append).after("a", failed)
    assert "Docker не отвечает" in said[0]
    assert "does not answer" not in said[0]


def test_where_everything_fails_on_our_side_all_wait_and_then_the_batch_stops() -> None:
    tries = Tries(lambda _: None)
    assert tries.after("a", infrastructure("a")) == Again(5)
    tries.went_well()
    assert tries.after("b", infrastructure("b")) == Again(5)
    assert tries.after("c", infrastructure("c")) == Again(5)
    assert tries.after("d", infrastructure("d")) == Again(5, all_wait=True)
    assert tries.after("e", infrastructure("e")) == Again(5, all_wait=True)
    assert tries.after("f", infrastructure("f")) == Again(5, all_wait=True)
    for name in "bcdef":
        assert tries.after(name, infrastructure(name)) == Again(30, all_wait=True)
    assert tries.stopped == ""
    assert tries.after("b", infrastructure("b")) is None
    assert tries.stopped
    assert tries.after("c", infrastructure("c")) is None
