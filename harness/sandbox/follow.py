"""Following a running command: its output as lines, its deadline, and a person who interrupts."""

import queue
import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

LINE_BYTES = 1024 * 1024
STDERR_BYTES = 64 * 1024
_POLL_SECONDS = 0.1
_QUIET_SECONDS = 3.0
"""After the end of a command whose output stays open. What it wrote last may still be on its way, longer on a busy machine; a
process that it left behind may hold the output open for ever."""
_QUEUE_CHUNKS = 256


_FULL_DISK = re.compile(r"No space left on device|File too large|\[Errno (27|28)\]")


def tells_of_full_disk(stderr: str) -> bool:
    """Whether a program says that it could not write; what was full may be gone when the program is."""
    return _FULL_DISK.search(stderr) is not None


@dataclass(frozen=True)
class Chunk:
    """A piece of a command's output."""

    data: bytes
    stderr: bool = False


class Lines:
    """Cuts bytes into lines of text; what a line has beyond `LINE_BYTES` is dropped."""

    def __init__(self, on_line: Callable[[str], None]) -> None:
        self._on_line = on_line
        self._line = bytearray()

    def feed(self, data: bytes) -> None:
        """Takes the next bytes and hands over the lines that they complete."""
        *complete, rest = data.split(b"\n")
        for piece in complete:
            self._add(piece)
            self._emit()
        self._add(rest)

    def finish(self) -> None:
        """Hands over a last line that has no newline."""
        if self._line:
            self._emit()

    def _add(self, piece: bytes) -> None:
        self._line += piece[: LINE_BYTES - len(self._line)]

    def _emit(self) -> None:
        line = self._line.decode("utf-8", errors="replace").removesuffix("\r")
        self._line.clear()
        self._on_line(line)


class Tail:
    """The last `STDERR_BYTES` of a stream."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> None:
        """Takes the next bytes."""
        self._data += data
        del self._data[:-STDERR_BYTES]

    def text(self) -> str:
        """What is kept, as text."""
        return self._data.decode("utf-8", errors="replace")


class Output:
    """What a command writes, read by threads and followed by the caller of `run`.

    The queue between them is bounded, so a command that floods is held back and fills no memory.
    """

    def __init__(self, on_line: Callable[[str], None]) -> None:
        self.stderr = Tail()
        self._lines = Lines(on_line)
        self._queue: queue.Queue[Chunk | Exception | None] = queue.Queue(_QUEUE_CHUNKS)
        self._closed = threading.Event()
        self._threads: list[threading.Thread] = []

    def read(self, chunks: Iterable[Chunk]) -> None:
        """Starts to read a source in a thread; `follow` raises what goes wrong there."""

        def pump() -> None:
            end: Exception | None = None
            try:
                for chunk in chunks:
                    self._offer(chunk)
            except Exception as error:  # noqa: BLE001 (raised again by `follow`)
                end = error
            self._offer(end)

        thread = threading.Thread(target=pump, name="sandbox output", daemon=True)
        self._threads.append(thread)
        thread.start()

    def follow(
        self,
        ended: Callable[[], bool],
        *,
        deadline: float,
        cancelled_by: Iterable[threading.Event | None],
        poll_seconds: float = _POLL_SECONDS,
    ) -> bool:
        """Hands over lines until the command has ended; returns False when ``deadline`` came first.

        ``ended`` asks whether the command's process is gone; it is asked when every source is at its end, and
        else at most each ``poll_seconds``, since a process left behind may hold the output open: then lines are awaited
        until nothing has come for `_QUIET_SECONDS`.
        ``deadline`` is a `time.monotonic`. Raises KeyboardInterrupt when one of the events
        ``cancelled_by`` is set.
        """
        events = [event for event in cancelled_by if event is not None]
        open_sources = len(self._threads)
        asked, quiet_since = time.monotonic(), None
        try:
            while True:
                if any(event.is_set() for event in events):
                    raise KeyboardInterrupt
                now, gone = time.monotonic(), quiet_since is not None
                if now >= deadline or (quiet_since is not None and now >= quiet_since + _QUIET_SECONDS):
                    return gone
                try:
                    chunk = self._queue.get(timeout=min(_POLL_SECONDS, deadline - now))
                except queue.Empty:
                    if not gone and (not open_sources or now - asked >= poll_seconds):
                        asked = now
                        if ended():
                            if not open_sources:
                                return True
                            quiet_since = now
                    continue
                if gone:
                    quiet_since = now
                if isinstance(chunk, Chunk):
                    (self.stderr if chunk.stderr else self._lines).feed(chunk.data)
                    continue
                if chunk is not None:
                    raise chunk
                open_sources -= 1
                if not open_sources and ended():
                    return True
        finally:
            self._closed.set()
            self._lines.finish()

    def join(self, timeout: float) -> None:
        """Waits for the reading threads, once their sources are closed."""
        self._closed.set()
        for thread in self._threads:
            thread.join(timeout)

    def _offer(self, item: Chunk | Exception | None) -> None:
        # Once nobody follows, a source is still read to its end: what is full would hold up its writer.
        while not self._closed.is_set():
            try:
                self._queue.put(item, timeout=_POLL_SECONDS)
            except queue.Full:
                continue
            return
