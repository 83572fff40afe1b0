"""The jobs of a batch: what each takes, and in which order they begin."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from harness.intake.collect import Found


@dataclass(frozen=True)
class Need:
    """What one grading takes while it runs: processors, bytes of memory, and the share of a GPU."""

    cpus: float = 1.0
    memory_bytes: int = 0
    gpus: float = 0.0


class Prepares(Enum):
    """When a slot gets the next job ready: never, after student code has run there, or at once, when a turn begins."""

    NEVER = 0
    AFTER = 1
    AT_ONCE = 2


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

    def take(self, suits: Callable[[Job], bool] = lambda job: True) -> Job | None:
        """The next job, of those that were not begun yet the first that suits, if one does; None where none may begin now."""
        now = self._clock()
        if now < self._closed_until:
            return None
        if self._again and self._again[0][0] <= now:
            return self._again.pop(0)[1]
        places = range(len(self._fresh) - 1, -1, -1)
        best = next((at for at in places if suits(self._fresh[at])), -1)
        return self._fresh.pop(best) if self._fresh else None

    def first(self, suits: Callable[[Job], bool]) -> Job | None:
        """The first job that suits, of those that were not begun yet; it stays in the queue."""
        return next((job for job in reversed(self._fresh) if suits(job)), None)

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
