"""Which fits run now, in which threads."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Running:
    """The fits that run."""

    def __init__(self) -> None:
        self._of_thread = threading.local()
        self._lock = threading.Lock()
        self._count = 0

    def __bool__(self) -> bool:
        """Whether one runs, in whichever thread."""
        return self._count > 0

    @property
    def here(self) -> bool:
        """Whether one runs in this thread; one of another thread is one of its own."""
        return bool(getattr(self._of_thread, "inside", False))

    @contextmanager
    def one(self) -> Iterator[None]:
        """While a fit of this thread runs."""
        with self._lock:
            self._count += 1
        self._of_thread.inside = True
        try:
            yield
        finally:
            self._of_thread.inside = False
            with self._lock:
                self._count -= 1

    def wait(self, until: float) -> None:
        """For all to end, at most until then on the machine's monotonic clock."""
        while self and time.monotonic() < until:
            time.sleep(0.05)
