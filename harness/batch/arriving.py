"""Which works of a folder are to be graded now, while it still fills."""

import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

from harness.intake.collect import Collection, Found

REST_SECONDS = 10.0
"""A work that has not changed for so long is taken to be whole."""
Seen = frozenset[tuple[str, int, int, int]]
"""Of each file: its place, its bytes, when it was changed, and its number on the disk."""


class Arrivals:
    """What was seen of the works of a folder, look after look.

    Args:
        rest: seconds.
        clock: the time, in seconds from any moment. Those of files come from clocks of other machines, too.
    """

    def __init__(self, rest: float = REST_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest, self._clock = rest, clock
        self._since = dict[str, tuple[Seen, float]]()
        self._taken = dict[str, Seen]()

    def ready(self, collection: Collection, busy: AbstractSet[str]) -> Collection:
        """The part of what lies there now that rests and was not returned before as it is, but for what is ``busy``."""
        now, found = self._clock(), list[Found]()
        for one in collection.found:
            seen = _seen(one)
            known, since = self._since.get(one.name, (None, now))
            if known != seen:
                since = now
            self._since[one.name] = (seen, since)
            rests = now - since >= self._rest
            if rests and one.name not in busy and self._taken.get(one.name) != seen:
                self._taken[one.name] = seen
                found.append(one)
        return replace(collection, found=found)


def _seen(found: Found) -> Seen:
    paths = [part.path for one in (*found.earlier, found) for part in one.parts]
    return frozenset(file for path in paths for file in _files(path))


def _files(path: Path) -> list[tuple[str, int, int, int]]:
    found = list[tuple[str, int, int, int]]()
    for one in [path, *(path.rglob("*") if path.is_dir() and not path.is_symlink() else ())]:
        try:
            status = one.lstat()
        except OSError:
            continue  # it went between two looks, and the next one sees that
        found.append((str(one), status.st_size, status.st_mtime_ns, status.st_ino))
    return found
