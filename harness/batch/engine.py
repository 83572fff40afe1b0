"""Runs jobs on slots: when and where, and nothing of what is graded or written.

`Batch` decides what is graded, and one process alone writes results, hands them over and logs them: ``work`` runs in a thread of
that process. Where the grading itself runs is `Slot.grade`.
"""

import statistics
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import Protocol

from harness.grade.record import Grade
from harness.grade.results import Attempt
from harness.grading.pipeline import grade_submission
from harness.grading.setting import Setting
from harness.grading.work import Watcher
from harness.intake.collect import Found
from harness.intake.submission import Submission

POLL_SECONDS = 0.5
"""How long Ctrl-C may have to wait: a signal does not wake a thread that waits for others."""


@dataclass(frozen=True)
class Need:
    """What one grading takes while it runs: processors, bytes of memory, and the share of a GPU."""

    cpus: float = 1.0
    memory_bytes: int = 0
    gpus: float = 0.0


@dataclass(frozen=True)
class Job:
    """The works of one student, of which something is to be graded.

    Args:
        found: where they lie; they are read when the job begins, so that a class is never in memory as a whole.
        seconds: how long the last grading took, None where that is not known.
        failed: whether our side failed for it then.
        need: what it takes.
    """

    found: Found
    seconds: float | None = None
    failed: bool = False
    need: Need = field(default_factory=Need)


@dataclass(frozen=True)
class Again:
    """A job is not done: it is to be run again after so many seconds. Where ``all_wait``, nothing begins before that."""

    seconds: float
    all_wait: bool = False


class Slot(Protocol):
    """A place where one grading runs at a time."""

    def grade(self, submission: Submission, attempt: Attempt, watcher: Watcher) -> Grade:
        """As `harness.grading.pipeline.grade_submission`, in this place. When it returns, the attempt's files are in its folder.
        A machine that goes away meanwhile is an outcome of the grade, too: `Outcome.INFRASTRUCTURE`."""


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
    ) -> None:
        """Calls ``work`` for each job, in a thread, when a slot is free, and once more where it says `Again`; returns when all
        are done. Where there is ``more``, it never returns, and asks every now and then, in the calling thread, which further
        jobs there are. ``work`` raises nothing. What interrupts the calling thread passes after the running jobs were told to
        end, and have ended; the others do not begin."""


@dataclass(frozen=True)
class LocalSlot:
    """A slot of this machine; ``setting`` names the GPUs that it may use."""

    setting: Setting

    def grade(self, submission: Submission, attempt: Attempt, watcher: Watcher) -> Grade:
        """As `Slot.grade`, in the calling thread."""
        return grade_submission(submission, self.setting, attempt, watcher)


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
    ) -> None:
        """As `Engine.run`."""
        queue, running = Queue(jobs, self._clock), dict[Future[Again | None], tuple[Job, Slot]]()
        with ThreadPoolExecutor(self._slots, thread_name_prefix="grade") as pool:
            try:
                while running or queue or more:
                    queue.add(more() if more else ())
                    while self._free and (job := queue.take()) is not None:
                        slot = self._free.pop()
                        running[pool.submit(work, job, slot)] = (job, slot)
                    if not running:
                        self._cancel.wait(min(POLL_SECONDS, queue.rest() or POLL_SECONDS))
                        continue
                    for future in wait(running, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED).done:
                        job, slot = running.pop(future)
                        self._free.append(slot)
                        if (again := future.result()) is not None:
                            queue.put_back(job, again)
            except BaseException:
                self._cancel.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise


class LocalEngine(Threads):
    """Containers and processes of this machine.

    Args:
        setting: what all gradings share.
        slots: the GPUs of each slot, in a sandbox's words.
        cancel: set on Ctrl-C, for the sandboxes that run.
        clock: the time, in seconds from any moment.
    """

    def __init__(
        self,
        setting: Setting,
        slots: Sequence[str],
        cancel: threading.Event,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        places = [
            LocalSlot(setting if gpus == setting.gpus else replace(setting, gpus=gpus)) for gpus in slots
        ]
        super().__init__(places, cancel, clock)


class Queue:
    """The jobs that wait, in the order in which they begin; those that are run again come first, as soon as they may.

    To be used by one thread.
    """

    def __init__(self, jobs: Iterable[Job], clock: Callable[[], float] = time.monotonic) -> None:
        self._fresh, self._clock = in_order(jobs)[::-1], clock
        self._again = list[tuple[float, Job]]()
        self._closed_until = clock()

    def __bool__(self) -> bool:
        return bool(self._fresh or self._again)

    def take(self) -> Job | None:
        """The next job; None where none may begin now."""
        now = self._clock()
        if now < self._closed_until:
            return None
        if self._again and self._again[0][0] <= now:
            return self._again.pop(0)[1]
        return self._fresh.pop() if self._fresh else None

    def add(self, jobs: Sequence[Job]) -> None:
        """Takes further jobs."""
        if jobs:
            self._fresh = in_order([*jobs, *reversed(self._fresh)])[::-1]

    def put_back(self, job: Job, again: Again) -> None:
        """Takes a job that is to be run once more."""
        due = self._clock() + again.seconds
        self._again.append((due, job))
        self._again.sort(key=lambda one: one[0])
        if again.all_wait:
            self._closed_until = max(self._closed_until, due)

    def rest(self) -> float:
        """Seconds until a job may begin; 0 where one may now, or none is left."""
        due = self._closed_until
        if not self._fresh and self._again:
            due = max(due, self._again[0][0])
        return max(0.0, due - self._clock())


def in_order(jobs: Iterable[Job]) -> list[Job]:
    """The longest known first, so that none of them is left for the end, alone; what is not known counts as the median.
    Those for which our side failed before come last: they may fail again, and hold up nobody. Else in the given order."""
    jobs = list(jobs)
    known = [job.seconds for job in jobs if job.seconds is not None]
    middle = statistics.median(known) if known else 0.0
    return sorted(jobs, key=lambda job: (job.failed, -(middle if job.seconds is None else job.seconds)))
