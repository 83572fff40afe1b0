"""How far a batch has come: counts by outcome, who is held, and how long it still takes by what runs took."""

import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence

from harness.batch.jobs import Job
from harness.grade.record import Grade
from harness.outcome import Outcome


class Tally:
    """The state of a batch that runs; every method may be called from any thread.

    Args:
        jobs: what is to be done.
        slots: how many run at a time.
        clock: the time, in seconds from any moment.
    """

    def __init__(self, jobs: Sequence[Job], slots: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._slots, self._clock, self._lock = max(1, slots), clock, threading.Lock()
        self._waiting = dict[str, float | None]()
        self._known = list[float]()
        self._running = dict[str, tuple[float, float | None]]()
        self._took = list[float]()
        self.total, self.done = 0, 0
        self.outcomes = Counter[Outcome]()
        self.held = list[str]()
        """Names of submissions that wait for a person."""
        self.add(jobs)

    def add(self, jobs: Sequence[Job]) -> None:
        """There is more to be done."""
        with self._lock:
            self._waiting |= {job.found.name: job.seconds for job in jobs}
            self._known += [job.seconds for job in jobs if job.seconds is not None]
            self.total += len(jobs)

    @property
    def busy(self) -> frozenset[str]:
        """Names of submissions that run, or wait."""
        with self._lock:
            return frozenset({*self._running, *self._waiting})

    def begins(self, name: str) -> None:
        """A submission begins, or begins again."""
        with self._lock:
            self._running[name] = (self._clock(), self._waiting.pop(name, None))

    def pauses(self, name: str) -> None:
        """A submission is to be tried again later."""
        with self._lock:
            if name in self._running:
                _, self._waiting[name] = self._running.pop(name)

    def has(self, grade: Grade) -> None:
        """A submission that runs has a grade now."""
        with self._lock:
            self.outcomes[grade.outcome] += 1
            if grade.waits:
                self.held.append(grade.submission)
            if grade.submission in self._running:
                started, _ = self._running[grade.submission]
                self._took.append(self._clock() - started)
                self.done += 1
                del self._running[grade.submission]

    def ends(self, name: str) -> None:
        """A submission is done, also where it has no grade."""
        with self._lock:
            if self._running.pop(name, None) is not None:
                self.done += 1

    def seconds_left(self) -> float | None:
        """About how long the batch still takes: what each submission took before, or what those of this batch took, over the
        slots, and no less than the longest one that runs. None where nothing is known yet."""
        with self._lock:
            measured = self._took or self._known
            if not measured:
                return None
            usual, now = statistics.fmean(measured), self._clock()
            running = [
                max(0.0, (usual if known is None else known) - (now - started))
                for started, known in self._running.values()
            ]
            waiting = [usual if known is None else known for known in self._waiting.values()]
        return max(sum(running + waiting) / self._slots, max(running + waiting, default=0.0))
