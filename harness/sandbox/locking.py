"""One process at a time for work that two commands may start together."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from harness.errors import InfrastructureError
from harness.words.phrase import Phrase, phrase

_PAUSE_SECONDS = 0.05
_LOCKS = Path("/proc/locks")


@contextmanager
def exclusive(
    path: Path, *, say: Callable[[str], None], waiting: str, seconds: float | None = None
) -> Iterator[None]:
    """Holds the lock file ``path`` (made where it is missing) for the length of the context.

    Where another process holds it, tells ``waiting`` through ``say`` and waits, at most ``seconds`` where they are given.
    The operating system frees the lock when its holder ends, however it ends.

    Raises:
        InfrastructureError: the lock was not free in that time; the sentence names who holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waiting:
                say(waiting)
            if seconds is None:
                fcntl.flock(file, fcntl.LOCK_EX)
            else:
                _wait(file, path, seconds)
        yield


def _wait(file: IO[str], path: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise InfrastructureError(
                    phrase("lock.busy", path=path, seconds=seconds, holder=holder(path))
                ) from None
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def holder(path: Path) -> Phrase:
    """Who holds the lock, in words: ``process 4711 (python -m harness batch)`` where this machine can tell."""
    try:
        inode = path.stat().st_ino
        # As in "1: FLOCK  ADVISORY  WRITE 4711 fe:01:131074 0 EOF"; one that waits has "->" after its number.
        for line in _LOCKS.read_text(encoding="ascii").splitlines():
            fields = line.split()
            if fields[1] == "FLOCK" and fields[5].rpartition(":")[2] == str(inode):
                number = fields[4]
                words = Path("/proc", number, "cmdline").read_bytes().decode("utf-8", "replace")
                return phrase("lock.process", number=number, command=" ".join(words.split("\0")).strip()[:80])
    except (OSError, IndexError, UnicodeDecodeError):
        pass
    return phrase("lock.another")
