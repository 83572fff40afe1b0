"""How a batch speaks to a program: one JSON object a line, see docs/batch.md."""

import json
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO

from rich.console import Console

from harness.batch.tally import Tally
from harness.grade.record import Grade
from harness.grading.work import Watcher
from harness.report.progress import MAX_LINES, Progress
from harness.words.phrase import Phrase
from harness.words.say import say


class Events:
    """Writes events to ``file``. Where that cannot be written, whoever listened has gone, and the batch goes on."""

    def __init__(self, file: IO[str]) -> None:
        self._file: IO[str] | None = file
        self._lock = threading.Lock()

    def tell(self, event: str, **facts: object) -> None:
        """One event, now."""
        record = {"event": event, "time": datetime.now(UTC).isoformat(timespec="seconds"), **facts}
        line = json.dumps(record, ensure_ascii=True)
        with self._lock:
            if self._file is None:
                return
            try:
                print(line, file=self._file, flush=True)
            except OSError:
                self._file = None

    def say(self, text: str) -> None:
        """As `Teller.say`."""
        self.tell("note", text=text)

    def leaves_out(self, name: str, why: str) -> None:
        """As `Teller.leaves_out`."""
        self.tell("left_out", submission=name, why=why)

    @contextmanager
    def all(self, tally: Tally) -> Iterator[None]:
        """As `Teller.all`."""
        self.tell("begin", total=tally.total, seconds_left=tally.seconds_left())
        yield

    @contextmanager
    def one(self, name: str) -> Iterator[Watcher]:
        """As `Teller.one`."""
        with _Progress(self, name) as progress:
            yield progress

    def ends(self, grade: Grade, tally: Tally) -> None:
        """As `Teller.ends`."""
        self.tell(
            "grade",
            submission=grade.submission,
            attempt=grade.attempt,
            outcome=grade.outcome.value,
            points=grade.points,
            max_points=grade.max_points,
            is_mark=grade.is_mark,
            held=grade.held if grade.waits else [],
            done=tally.done,
            total=tally.total,
            seconds_left=tally.seconds_left(),
        )

    def ends_all(self, grades: Sequence[Grade], left_out: Mapping[str, Phrase], code: int) -> None:
        """The last event: of all submissions, those that were graded before included."""
        self.tell(
            "end",
            outcomes=Counter(grade.outcome.value for grade in grades),
            held=[grade.submission for grade in grades if grade.waits],
            left_out={name: say(why) for name, why in left_out.items()},
            code=code,
        )


class _Progress(Progress):
    """Tells the events of one submission that a log gets a line of."""

    def __init__(self, events: Events, name: str) -> None:
        super().__init__(Console(quiet=True, force_terminal=False), name)
        self._events, self._name = events, name

    def _show(self, line: str | None, live: str | None = None) -> None:
        if line and not self._closed and self._lines < MAX_LINES:
            self._lines += 1
            self._events.tell("progress", submission=self._name, **self.facts(), text=line)
