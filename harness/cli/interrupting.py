"""Ctrl-C: the first ends a command cleanly, a second one at once."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from harness.outcome import INTERRUPTED_EXIT_CODE
from harness.words.phrase import phrase
from harness.words.say import say

_CURSOR = "\x1b[?25h"
"""Shows the cursor that a live display hides."""


@contextmanager
def two_steps(*, is_terminal: bool) -> Iterator[None]:
    """Within it, the first Ctrl-C or SIGTERM says what happens and raises KeyboardInterrupt; the second ends the process, with
    the exit code of an interruption. To be used in the main thread."""
    pressed = False

    def on_signal(signum: int, frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            _write(f"{_CURSOR if is_terminal else ''}\n{say(phrase('batch.ended_at_once'))}\n")
            os._exit(INTERRUPTED_EXIT_CODE)
        pressed = True
        _write(f"\n{say(phrase('batch.ends'))}\n")
        raise KeyboardInterrupt

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _write(text: str) -> None:
    # What prints may be in the middle of a line, and hold a lock.
    with suppress(OSError):
        os.write(2, text.encode())
