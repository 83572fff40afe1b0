"""What the driver says to the host, signed, and what it hands on of the kernel's."""

import ctypes
import os
import secrets
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from harness.wire import channel, files
from harness.wire.events import Event
from harness.wire.limits import MAX_CHANNEL, MAX_EVENTS, MAX_LINE

from ..channel import encode

_PR_SET_DUMPABLE = 4


def seal() -> None:
    """No process of our own user may look into this one or use its files from here on, as a debugger does."""
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the driver cannot be sealed")


class Voice:
    """Writes lines to the driver's standard output, from any thread."""

    def __init__(self, key: bytes) -> None:
        self._key, self._number = key, 0
        self._lock = threading.Lock()

    @classmethod
    def of_sandbox(cls, folder: Path) -> "Voice":
        """With the key that the host put into the folder; the file is gone afterwards."""
        path = folder / files.KEY
        key = path.read_bytes()
        path.unlink()
        return cls(key)

    def say(self, event: dict[str, Any]) -> None:
        """Says one event to the host."""
        line = encode(event).rstrip(b"\n")
        with self._lock:
            self._number += 1
            self._write(channel.signed(self._key, self._number, line))

    def hand_on(self, line: bytes) -> None:
        """Hands on a line of the kernel's."""
        with self._lock:
            self._write(channel.of_kernel(line))

    def _write(self, line: bytes) -> None:
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()


class Forwarder(threading.Thread):
    """Reads the pipe and hands every line on, until there were too many, or until the run was closed: from then on lines
    are read, so that no writer waits, and dropped."""

    def __init__(self, pipe: Path, voice: Voice) -> None:
        super().__init__(name="events of the kernel", daemon=True)
        self._voice, self._pipe = voice, pipe
        # Our own handle keeps the pipe open between writers.
        self._keep = os.open(pipe, os.O_RDWR)
        self._mark = secrets.token_hex(16).encode()
        self._reached = threading.Event()
        self._closed = False
        self._events, self._bytes, self.left_out = 0, 0, 0

    def run(self) -> None:
        """Reads until the last writer is gone."""
        with self._pipe.open("rb", buffering=0) as pipe:
            rest = b""
            while chunk := pipe.read(65536):
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    self._take(line)
                if len(rest) > 4 * MAX_LINE:
                    rest = b""

    def close(self, seconds: float) -> None:
        """Waits until all that was written before is handed on, at most so long, and hands nothing on afterwards. Says how
        many lines were left out."""
        if self._closed:
            return
        os.write(self._keep, b"\n%b\n" % self._mark)
        self._reached.wait(seconds)
        self._closed = True
        if self.left_out:
            self._voice.say({"event": Event.LEFT_OUT, "lines": self.left_out})

    def end(self) -> None:
        """Lets the pipe go."""
        os.close(self._keep)
        # Student code may have put something else there.
        with suppress(OSError):
            self._pipe.unlink()

    def _take(self, line: bytes) -> None:
        if line == self._mark:
            self._reached.set()
            return
        if self._closed or not line:
            return
        self._events, self._bytes = self._events + 1, self._bytes + len(line)
        if self._events > MAX_EVENTS or self._bytes > MAX_CHANNEL or len(line) > MAX_LINE:
            self.left_out += 1
        else:
            self._voice.hand_on(line)
