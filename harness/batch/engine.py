"""Runs jobs on slots: when and where, and nothing of what is graded or written.

`Batch` decides what is graded, and one process alone writes results, hands them over and logs them: ``work`` runs in a thread of
that process. Where the grading itself runs is `Slot.grade`.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Protocol

from harness.batch.jobs import Again, Job, Prepares, Queue
from harness.batch.upcoming import Read, Slot, Upcoming
from harness.grade.record import Grade
from harness.grade.results import Attempt
from harness.grading.ahead import Ahead
from harness.grading.pipeline import grade_submission
from harness.grading.setting import Setting
from harness.grading.work import Watcher
from harness.intake.submission import Submission

POLL_SECONDS = 0.5
"""How long Ctrl-C may have to wait: a signal does not wake a thread that waits for others."""


class Engine(Protocol):
    """Runs jobs on its slots."""

    @property
    def slots(self) -> int:
        """How many run at a time, as far as it knows."""

    def run(
        self,
        jobs: Sequence[Job],
        work: Callable[[Job, Slot], Again | None],
        more: Callable[[], Sequence[Job]] | None = None,
        read: Read = lambda job: None,
    ) -> None:
        """Calls ``work`` for each job, in a thread, when a slot is free, and once more where it says `Again`; returns when all
        are done. Where there is ``more``, it never returns, and asks every now and then, in the calling thread, which further
        jobs there are. What ``read`` gives of a job may be got ready before its turn; it is called in any thread. ``work`` raises
        nothing. What interrupts the calling thread passes after the running jobs were told to end, and have ended; the others do
        not begin."""


@dataclass(frozen=True)
class LocalSlot:
    """A slot of this machine; ``setting`` names the GPUs that it may use. ``ahead`` is what was got ready for the job whose turn
    it is, and ``ran`` is called when student code has run."""

    setting: Setting
    ahead: Ahead | None = None
    ran: Callable[[], None] = lambda: None

    def grade(self, submission: Submission, attempt: Attempt, watcher: Watcher) -> Grade:
        """As `Slot.grade`, in the calling thread."""
        return grade_submission(submission, self.setting, attempt, watcher, self.ahead, self.ran)


@dataclass(frozen=True)
class PreparingSlot(LocalSlot):
    """One that has room to get the next submission ready meanwhile; ``at_once``, while student code runs."""

    at_once: bool = False

    @property
    def kind(self) -> str:
        """As `Preparing.kind`: its GPUs."""
        return self.setting.gpus

    def prepare(self, read: Callable[[], Submission | None]) -> Ahead:
        """As `Preparing.prepare`."""
        return Ahead(self.setting, read)

    def turn(self, ahead: Ahead | None, ran: Callable[[], None]) -> Slot:
        """As `Preparing.turn`."""
        return replace(self, ahead=ahead, ran=ran)


class Threads:
    """Threads of this process, one for each slot, in which ``work`` waits for what runs elsewhere.

    Args:
        slots: the places where a grading runs.
        cancel: set on Ctrl-C, for the sandboxes that run.
        clock: the time, in seconds from any moment.
    """

    def __init__(
        self, slots: Sequence[Slot], cancel: threading.Event, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._free = list(slots)
        self._slots, self._cancel, self._clock = len(slots), cancel, clock

    @property
    def slots(self) -> int:
        """As `Engine.slots`."""
        return self._slots

    def run(
        self,
        jobs: Sequence[Job],
        work: Callable[[Job, Slot], Again | None],
        more: Callable[[], Sequence[Job]] | None = None,
        read: Read = lambda job: None,
    ) -> None:
        """As `Engine.run`."""
        queue, running = Queue(jobs, self._clock), dict[Future[Again | None], tuple[Job, Slot]]()
        upcoming = Upcoming(read)
        with ThreadPoolExecutor(self._slots, thread_name_prefix="grade") as pool:
            try:
                while running or queue or more:
                    queue.add(more() if more else ())
                    while self._free and (job := queue.take(upcoming.suits(self._free[-1]))) is not None:
                        slot = self._free.pop()
                        running[pool.submit(work, job, upcoming.turn(job, slot))] = (job, slot)
                    upcoming.prepare(queue)
                    if not running:
                        self._cancel.wait(min(POLL_SECONDS, queue.rest() or POLL_SECONDS))
                        continue
                    waited = wait(
                        [*running, upcoming.told], timeout=POLL_SECONDS, return_when=FIRST_COMPLETED
                    )
                    for future in waited.done & running.keys():
                        job, slot = running.pop(future)
                        upcoming.done(job)
                        self._free.append(slot)
                        if (again := future.result()) is not None:
                            queue.put_back(job, again)
            except BaseException:
                self._cancel.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise
            finally:
                upcoming.end()


class LocalEngine(Threads):
    """Containers and processes of this machine.

    Args:
        setting: what all gradings share.
        slots: the GPUs of each slot, in a sandbox's words.
        cancel: set on Ctrl-C, for the sandboxes that run.
        clock: the time, in seconds from any moment.
        prepares: when there is room to get the next submissions ready. Where nothing isolates, student code that runs could
            reach what waits, so nothing does.
    """

    def __init__(
        self,
        setting: Setting,
        slots: Sequence[str],
        cancel: threading.Event,
        clock: Callable[[], float] = time.monotonic,
        *,
        prepares: Prepares = Prepares.NEVER,
    ) -> None:
        each = [setting if gpus == setting.gpus else replace(setting, gpus=gpus) for gpus in slots]
        places: list[Slot] = [LocalSlot(one) for one in each]
        if prepares is not Prepares.NEVER and setting.backend.isolates:
            places = [PreparingSlot(one, at_once=prepares is Prepares.AT_ONCE) for one in each]
        super().__init__(places, cancel, clock)
