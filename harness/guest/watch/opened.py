"""Watches which of the files that were handed in a run opens to read, its own notebook among them."""

import contextlib
import os
import sys
from pathlib import Path
from typing import Any

from harness.wire.events import Event
from harness.wire.limits import MAX_OPENED

from ..channel import send

CODE = (".py", ".pyc")
"""Python opens these itself."""


class Opened:
    """Tells each file once, by its path below ``folder`` as that is before a student's first cell. What a library opens without
    Python (HDF5, TensorFlow's own readers) is not seen."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._handed_in = {
            path for path in self._folder.rglob("*") if path.suffix not in CODE and path.is_file()
        }
        self._ends = {path.name for path in self._handed_in}
        self._new: list[str] = []

    def begin(self) -> None:
        """Begins to watch."""
        sys.addaudithook(self._opens)

    def report(self) -> None:
        """Tells of those that were opened since the last report."""
        if names := self._new[:MAX_OPENED]:
            del self._new[: len(names)]
            send({"event": Event.OPENED, "names": names})

    def _opens(self, event: str, given: tuple[Any, ...]) -> None:
        # What an audit hook raises would be the student's error.
        if event == "open":
            with contextlib.suppress(Exception):
                self._look(*given)

    def _look(self, path: Any, mode: str | None, flags: int) -> None:
        if not self._ends or isinstance(path, int):
            return
        reads = mode.startswith("r") if mode is not None else flags & os.O_ACCMODE != os.O_WRONLY
        place = Path(os.fsdecode(path))
        if not reads or place.name not in self._ends:
            return
        whole = place.resolve()
        if whole in self._handed_in:
            self._handed_in.discard(whole)
            relative = str(whole.relative_to(self._folder))
            self._new.append(relative.encode("utf-8", "replace").decode()[:200])
