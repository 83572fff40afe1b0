"""A batch has the next submissions ready before a slot is free, each for exactly one job, and leaves nothing behind."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from harness.batch.engine import LocalEngine, LocalSlot, PreparingSlot, Threads
from harness.batch.jobs import Again, Job, Need, Prepares, Queue
from harness.batch.slots import SHARE_OF_MEMORY, memory_of, room_ahead
from harness.batch.upcoming import Slot, Upcoming, first_work
from harness.grade.record import Grade
from harness.grading.ahead import AHEAD_BYTES, Ahead
from harness.grading.setting import Setting
from harness.intake.collect import Found
from harness.intake.submission import Submission
from harness.intake.work import Part
from harness.sandbox.contract import Limits
from tests.report import sample_grades

SOON = 20.0
NOBODY: Any = None


@dataclass
class Ready:
    """What a slot got ready: of which job, and how often it was ended."""

    of: str
    ended: int = 0

    def end(self) -> None:
        self.ended += 1


@dataclass
class Slots:
    """What the slots of a test do, and what they got ready, in this order. ``graded`` names each job with what was ready."""

    ready: list[Ready] = field(default_factory=list)
    graded: list[tuple[str, str | None]] = field(default_factory=list)
    works: int = 1

    def work(self, job: Job, slot: Slot) -> Again | None:
        for _ in range(self.works):
            slot.grade(cast(Submission, job), NOBODY, NOBODY)
        return None


@dataclass
class Place:
    """A slot that prepares."""

    slots: Slots
    kind: str = "none"
    ahead: Ready | None = None
    ran: Callable[[], None] = lambda: None
    at_once: bool = False

    def grade(self, submission: Submission, *_: object) -> Grade:
        job = cast(Job, submission)
        self.slots.graded.append((job.found.name, None if self.ahead is None else self.ahead.of))
        self.ran()
        return sample_grades.good()

    def prepare(self, read: Callable[[], Submission | None]) -> Ahead:
        job = cast(Job, read())
        self.slots.ready.append(made := Ready(job.found.name))
        return cast(Ahead, made)

    def turn(self, ahead: Ahead | None, ran: Callable[[], None]) -> Slot:
        return Place(self.slots, self.kind, cast("Ready | None", ahead), ran)


def jobs(names: str) -> list[Job]:
    return [Job(Found(name, ())) for name in names]


def read(job: Job) -> Submission:
    """Stands for the submission of a job."""
    return cast(Submission, job)


def upcoming(queue: Queue, *places: Place) -> Upcoming:
    """What is ready when these slots have run what they had."""
    found = Upcoming(read)
    for number, place in enumerate(places):
        found.turn(Job(Found(f"running{number}", ())), place).grade(
            cast(Submission, jobs("x")[0]), NOBODY, NOBODY
        )
    found.prepare(queue)
    return found


def test_when_student_code_has_run_the_slot_gets_the_next_job_ready() -> None:
    slots, queue = Slots(), Queue(jobs("abc"))
    found = upcoming(queue, Place(slots), Place(slots))
    assert [ready.of for ready in slots.ready] == ["a", "b"]
    first = queue.take()
    assert first is not None
    assert cast(Place, found.turn(first, Place(slots))).ahead is slots.ready[0]
    found.done(first)
    assert [ready.ended for ready in slots.ready] == [1, 0]
    found.end()
    assert [ready.ended for ready in slots.ready] == [1, 1]


def test_a_slot_has_no_more_than_one_ready() -> None:
    slots, queue = Slots(), Queue(jobs("abc"))
    found = Upcoming(read)
    turn = found.turn(jobs("r")[0], Place(slots))
    for _ in range(3):  # three works of one student
        turn.grade(cast(Submission, jobs("r")[0]), NOBODY, NOBODY)
    found.prepare(queue)
    found.prepare(queue)
    assert [ready.of for ready in slots.ready] == ["a"]


def test_with_processors_to_spare_it_does_so_as_its_turn_begins() -> None:
    slots, queue = Slots(), Queue(jobs("abc"))
    found = Upcoming(read)
    place = found.turn(jobs("r")[0], Place(slots, at_once=True))
    found.prepare(queue)
    assert [ready.of for ready in slots.ready] == ["a"]
    place.grade(cast(Submission, jobs("r")[0]), NOBODY, NOBODY)
    found.prepare(queue)
    assert len(slots.ready) == 1


def test_what_is_ready_for_other_gpus_is_left_to_them() -> None:
    slots, queue = Slots(), Queue(jobs("abc"))
    found = upcoming(queue, Place(slots, "0"))
    assert [ready.of for ready in slots.ready] == ["a"]
    taken = queue.take(found.suits(Place(slots, "1")))
    assert taken is not None
    assert taken.found.name == "b"
    own = queue.take(found.suits(Place(slots, "0")))
    assert own is not None
    assert own.found.name == "a"
    # The last one is taken by whoever is free, and then it begins as new.
    queue.add(jobs("a"))
    queue.take()
    last = queue.take(found.suits(Place(slots, "1")))
    assert last is not None
    assert cast(Place, found.turn(last, Place(slots, "1"))).ahead is None


def run(slots: Slots, places: Sequence[Slot], names: str, work: Callable[..., Any] | None = None) -> None:
    Threads(places, threading.Event()).run(jobs(names), work or slots.work, read=read)


def test_each_job_is_graded_once_with_what_was_ready_for_it_alone() -> None:
    slots = Slots()
    run(slots, [Place(slots), Place(slots)], "abcdefgh")
    assert sorted(name for name, _ in slots.graded) == list("abcdefgh")
    assert all(ready in (None, name) for name, ready in slots.graded)
    assert len({ready.of for ready in slots.ready}) == len(slots.ready)
    assert all(ready.ended for ready in slots.ready)


def test_a_job_that_waits_for_its_turn_is_ready() -> None:
    slots, going = Slots(), threading.Event()

    def work(job: Job, slot: Slot) -> None:
        slots.work(job, slot)
        if job.found.name == "a":
            # Checks go on until the next one is ready.
            assert going.wait(SOON)

    class Telling(Place):
        def prepare(self, read: Callable[[], Submission | None]) -> Ahead:
            made = super().prepare(read)
            going.set()
            return made

    run(slots, [Telling(slots)], "ab", work)
    assert slots.graded == [("a", None), ("b", "b")]


def test_what_is_ready_and_not_graded_any_more_is_removed() -> None:
    slots = Slots()

    def work(job: Job, slot: Slot) -> None:
        if job.found.name == "a":
            slots.work(job, slot)

    run(slots, [Place(slots)], "abcd", work)
    assert [name for name, _ in slots.graded] == ["a"]
    assert all(ready.ended for ready in slots.ready)


def test_ctrl_c_removes_what_is_ready() -> None:
    slots, cancel = Slots(), threading.Event()

    class Interrupting(Place):
        def prepare(self, read: Callable[[], Submission | None]) -> Ahead:
            super().prepare(read)
            self.slots.ready.append(other := Ready("other"))
            # The engine's thread is the one that Ctrl-C reaches.
            interrupted.append(True)
            return cast(Ahead, other)

    interrupted = list[bool]()

    def more() -> Sequence[Job]:
        if interrupted:
            raise KeyboardInterrupt
        return ()

    with pytest.raises(KeyboardInterrupt):
        Threads([Interrupting(slots)], cancel).run(jobs("ab"), slots.work, more, read)
    assert cancel.is_set()
    assert slots.ready[-1].ended == 1


def test_slots_of_another_kind_get_nothing_ready() -> None:
    class Plain:
        def grade(self, *_: object) -> Grade:
            return sample_grades.good()

    slot = Plain()
    assert Upcoming(read).turn(jobs("a")[0], slot) is slot
    run(Slots(), [slot], "ab")


class Setup:
    """As much of a setting as slots look at."""

    gpus = "none"

    def __init__(self, *, isolates: bool) -> None:
        self.backend = type("Backend", (), {"isolates": isolates})()


@pytest.mark.parametrize(("prepares", "isolates"), [(True, True), (True, False), (False, True)])
def test_nothing_waits_without_room_or_where_nothing_isolates(*, prepares: bool, isolates: bool) -> None:
    setting = cast(Setting, Setup(isolates=isolates))
    when = Prepares.AFTER if prepares else Prepares.NEVER
    engine = LocalEngine(setting, ["none"], threading.Event(), prepares=when)
    kinds = set[type]()

    def work(job: Job, slot: Slot) -> None:
        kinds.add(type(slot))

    engine.run(jobs("a"), work)
    assert kinds == {PreparingSlot if prepares and isolates else LocalSlot}


def test_the_memory_of_what_waits_is_counted() -> None:
    need = Need(2.0, memory_of(Limits(memory_bytes=8 * 1024**3), "none"))
    enough = 2 * (need.memory_bytes + AHEAD_BYTES) / SHARE_OF_MEMORY
    assert room_ahead(2, need, 64, round(enough + 1)) is Prepares.AT_ONCE
    assert room_ahead(2, need, 64, round(enough - 2)) is Prepares.NEVER


@pytest.mark.parametrize(
    ("count", "cpus", "machine", "expected"),
    [
        (1, 2.0, 2, Prepares.AFTER),  # what --jobs auto takes by processors
        (4, 2.0, 8, Prepares.AFTER),
        (2, 2.0, 2, Prepares.NEVER),  # more than there is room for
        (1, 2.0, 1, Prepares.NEVER),
        (2, 2.0, 6, Prepares.AT_ONCE),  # what --jobs auto takes by memory
        (8, 1.0, 64, Prepares.AT_ONCE),  # beside GPUs
        (8, 1.0, 8, Prepares.NEVER),
    ],
)
def test_a_work_is_got_ready_where_a_processor_is_free(
    *, count: int, cpus: float, machine: int, expected: Prepares
) -> None:
    assert room_ahead(count, Need(cpus), machine, 2**40) is expected


def test_where_earlier_works_count_nothing_is_got_ready(tmp_path: Path) -> None:
    work = tmp_path / "solution.py"
    work.write_text("print(1)", encoding="utf-8")
    alone = Found("alice", (Part(work),))
    several = Found("alice", (Part(work),), earlier=(alone,))
    found = first_work(Job(alone), best_counts=True)
    assert found is not None
    assert found.files == {"solution.py": b"print(1)"}
    assert first_work(Job(several), best_counts=True) is None
    assert first_work(Job(several), best_counts=False) is not None
