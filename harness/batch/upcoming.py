"""The jobs whose sandboxes are ready before their turn.

When the code of a student has run in a slot, scoring and checks follow, which leave processors and memory of that slot free: it
gets the first job that waits ready then; where there are processors to spare, as soon as its turn begins. No slot has more than
one ready, and a job has at most one.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, runtime_checkable

from harness.batch.jobs import Again, Job, Queue
from harness.grade.record import Grade
from harness.grade.results import Attempt
from harness.grading.ahead import Ahead
from harness.grading.work import Watcher
from harness.intake.submission import Submission, make_submission
from harness.intake.work import read_work

Read = Callable[[Job], Submission | None]
"""Gives what of a job is graded first; None where that is not known before its turn."""


def first_work(job: Job, *, best_counts: bool) -> Submission | None:
    """What of a job is graded first; None where that is one of its earlier works, or is known when its turn has come."""
    if job.found.earlier and best_counts:
        return None
    return make_submission(job.found.name, read_work(job.found.parts))


class Slot(Protocol):
    """A place where one grading runs at a time."""

    def grade(self, submission: Submission, attempt: Attempt, watcher: Watcher) -> Grade:
        """As `harness.grading.pipeline.grade_submission`, in this place. When it returns, the attempt's files are in its folder.
        A machine that goes away meanwhile is an outcome of the grade, too: `Outcome.INFRASTRUCTURE`."""


@runtime_checkable
class Preparing(Slot, Protocol):
    """A slot that can get a submission ready while it grades another one."""

    @property
    def kind(self) -> str:
        """Equal for slots each of which can grade what another one got ready."""

    @property
    def at_once(self) -> bool:
        """Whether it can do so while student code runs."""

    def prepare(self, read: Callable[[], Submission | None]) -> Ahead:
        """Begins to get ready what ``read`` gives, in a thread."""

    def turn(self, ahead: Ahead | None, ran: Callable[[], None]) -> Slot:
        """The slot, for one job: ``ahead`` is what was got ready for it; ``ran`` is called when student code has run."""


class Upcoming:
    """What is ready. To be used by the engine's thread; a slot tells from its own thread that student code has run there.

    Args:
        read: gives what of a job is graded first.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._ready = dict[str, tuple[str, Ahead]]()
        """By the name of the job: the kind of slot, and what is ready for it."""
        self._free, self._lock = list[Preparing](), threading.Lock()
        self.told: Future[Again | None] = Future()
        """Done as soon as a slot has said that student code has run there."""

    def suits(self, slot: Slot) -> Callable[[Job], bool]:
        """Whether a job has nothing ready that a slot could not use."""
        kind = slot.kind if isinstance(slot, Preparing) else ""
        return lambda job: self._ready.get(job.found.name, (kind,))[0] == kind

    def turn(self, job: Job, slot: Slot) -> Slot:
        """The slot for a job whose turn has come, with what is ready for it."""
        if not isinstance(slot, Preparing):
            return slot
        kind, ahead = self._ready.get(job.found.name, (slot.kind, None))
        said = list[bool]()

        def ran() -> None:
            # Of all works of a job, the first one.
            if not said:
                said.append(True)
                self._tell(slot)

        if slot.at_once:
            ran()
        return slot.turn(ahead if kind == slot.kind else None, ran)

    def prepare(self, queue: Queue) -> None:
        """Begins with what slots have room for since they were asked last."""
        with self._lock:
            slots, self._free, self.told = self._free, [], Future()
        for slot in slots:
            job = queue.first(lambda job: job.found.name not in self._ready)
            if job is not None:
                self._ready[job.found.name] = slot.kind, slot.prepare(self._reading(job))

    def done(self, job: Job) -> None:
        """The turn of a job is over, whatever came of it."""
        if (ready := self._ready.pop(job.found.name, None)) is not None:
            ready[1].end()

    def end(self) -> None:
        """Removes all that is ready."""
        while self._ready:
            self._ready.popitem()[1][1].end()

    def _reading(self, job: Job) -> Callable[[], Submission | None]:
        return lambda: self._read(job)

    def _tell(self, slot: Preparing) -> None:
        with self._lock:
            self._free.append(slot)
            if not self.told.done():
                self.told.set_result(None)
