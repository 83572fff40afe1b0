"""One process at a time for work that two commands may start together."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(path: Path, *, say: Callable[[str], None], waiting: str) -> Iterator[None]:
    """Holds the lock file ``path`` (made where it is missing) for the length of the context.

    Where another process holds it, tells ``waiting`` through ``say`` and waits. The operating system frees
    the lock when its holder ends, however it ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(waiting)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
