"""What a batch does when our side fails: it tries again a little later, and stops where everything fails."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence

from harness.batch.jobs import Again
from harness.grade.record import Grade
from harness.outcome import Outcome
from harness.words.phrase import phrase
from harness.words.say import say, say_all

PAUSES = (5.0, 30.0)
"""Seconds before each further try. An engine that starts anew, or a network disk that comes back, takes about so long."""
ALL_WAIT = 3
"""After so many tries in a row that our side failed, nothing new begins before the pause is over."""
ENOUGH = 5
"""After so many submissions in a row for which our side failed, the last tries of one among them, the rest would fail, too."""


class Tries:
    """The tries of a batch, from all of its threads.

    Args:
        say: tells the person.
        pauses: seconds before each further try.
    """

    def __init__(self, say: Callable[[str], None], pauses: Sequence[float] | None = None) -> None:
        self._say, self._pauses = say, PAUSES if pauses is None else pauses
        self._lock, self._tried = threading.Lock(), Counter[str]()
        self._in_a_row, self._whose, self._one_gave_up = 0, set[str](), False
        self.stopped = ""
        """Why no further submission begins; empty while that is not so."""

    def after(self, name: str, grade: Grade) -> Again | None:
        """What comes after a try that ended so: another one where our side or the machine failed, never after a student's own
        failure, and never after a fault of the harness."""
        if grade.outcome is not Outcome.INFRASTRUCTURE:
            self.went_well()
            return None
        with self._lock:
            self._tried[name] += 1
            gives_up = self._tried[name] > len(self._pauses)
            why = say_all(grade.phrases("reason"))
            self._fails(name, why, gives_up)
            if gives_up or self.stopped:
                return None
            pause = self._pauses[self._tried[name] - 1]
            again = Again(pause, all_wait=self._in_a_row >= ALL_WAIT)
        self._say(say(phrase("batch.tried_again", name=name, why=why, seconds=pause)))
        return again

    def failed(self, name: str, why: str) -> None:
        """A submission has no grade, since our side failed, and it is not tried again."""
        with self._lock:
            self._fails(name, why, gives_up=True)

    def went_well(self) -> None:
        """A submission was graded."""
        with self._lock:
            self._in_a_row, self._one_gave_up = 0, False
            self._whose.clear()

    def _fails(self, name: str, why: str, gives_up: bool) -> None:
        self._in_a_row += 1
        self._whose.add(name)
        self._one_gave_up |= gives_up
        if self._one_gave_up and len(self._whose) >= ENOUGH and not self.stopped:
            self.stopped = why
