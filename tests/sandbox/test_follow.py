"""What a command wrote last is heard, however late its output is read."""

import threading
import time
from collections.abc import Iterator

import pytest

from harness.sandbox import follow
from harness.sandbox.follow import Chunk, Output


class Command:
    """One that has written a line and ended; its line is on its way for some looks at it, and its output stays open."""

    def __init__(self, looks: int) -> None:
        self.asked, self.closed, self.lines = threading.Event(), threading.Event(), list[str]()
        self.output, self._looks = Output(self.lines.append), looks
        self.output.read(self._chunks())

    def _chunks(self) -> Iterator[Chunk]:
        self.asked.wait(60)
        # A reader that a busy machine does not let run.
        self.closed.wait(self._looks * follow._POLL_SECONDS)
        yield Chunk(b"the last line\n")
        self.closed.wait(60)

    def ended(self) -> bool:
        self.asked.set()
        return True

    def follow(self, seconds: float) -> bool:
        try:
            return self.output.follow(
                self.ended, deadline=time.monotonic() + seconds, cancelled_by=(), poll_seconds=0
            )
        finally:
            self.closed.set()


def test_a_line_that_is_read_after_the_end_of_its_command_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "_QUIET_SECONDS", 1.0)
    command = Command(looks=3)
    assert command.follow(60)
    assert command.lines == ["the last line"]


def test_a_command_that_ended_in_time_did_whatever_still_holds_its_output(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(follow, "_QUIET_SECONDS", 60.0)
    command = Command(looks=1)
    assert command.follow(1.0)
    assert command.lines == ["the last line"]
