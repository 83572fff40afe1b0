"""Unpacks an archive that anybody may have made into a folder of ours, within bounds.

Nothing but folders and regular files is made, and nothing outside of the folder.
"""

import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path
from typing import BinaryIO

from harness.errors import HarnessError, InfrastructureError, UsageError
from harness.intake.archives import tars, zips
from harness.intake.archives.guard import Entry, RefusedError, TooMuchError
from harness.intake.files import MAX_BYTES, MAX_ENTRIES, is_skipped, unusable
from harness.intake.names import shown_name
from harness.words.phrase import Phrase, phrase

SUFFIXES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")
STRANGE = (".rar", ".7z", ".gz", ".bz2", ".xz", ".zst", ".lz", ".arj", ".cab", ".ace", ".dmg", ".iso")
"""Archives of other kinds, which are named and not read."""
FREE_BYTES = 64 * 1024**2
MOST_TIMES = 500
"""An archive that unpacks to more than `FREE_BYTES` holds at most this many times its own size."""
_LATEST = 2.0**33
"""No file is from later than the year 2242, in seconds since 1970."""
_DRIVE = re.compile(r"[A-Za-z]:/")
_KINDS = {b"Rar!": "RAR", b"7z\xbc\xaf": "7-Zip"}


@dataclass(frozen=True)
class Bounds:
    """How much an archive may hold: bytes once unpacked, and entries of any kind."""

    size: int
    entries: int


ONE = Bounds(MAX_BYTES, MAX_ENTRIES)
"""Of one student's work."""
CLASS = Bounds(32 * 1024**3, 500_000)
"""Of a class."""


def is_archive(name: str) -> bool:
    """Whether a file of this name is taken for an archive that is read here."""
    return name.lower().endswith(SUFFIXES)


def is_strange(name: str) -> bool:
    """Whether a file of this name is an archive of a kind that is not read here."""
    return not is_archive(name) and name.lower().endswith(STRANGE)


def unpack(
    file: BinaryIO, called: str, target: Path, bounds: Bounds = ONE, zone: tzinfo = UTC
) -> dict[str, Phrase]:
    """Unpacks an archive, by what it holds and not by its name.

    Args:
        file: the archive, open at its start.
        called: what people call it.
        target: an empty folder that nobody else can write to.
        bounds: how much it may hold.
        zone: that of the clock by which a zip was made; files are given the times that it has.

    Returns:
        Why an entry was left out, or what is odd about it, by its name: ``was left out: it is a link``.

    Raises:
        UsageError: it is too large, encrypted, damaged, or none of the kinds that are read.
        InfrastructureError: it cannot be written, for want of room for instance.
    """
    sink = _Sink(target, bounds, _size(file))
    try:
        with _hostile(called):
            for entry in _entries(file, zone, bounds):
                sink.take(entry)
    except _BeyondError as error:
        raise UsageError(phrase("archive.refused", called=called, why=error.why)) from error
    return sink.notes


def open_archive(path: Path) -> BinaryIO:
    """Opens a file that may have been replaced by a link or a pipe meanwhile. Raises `UsageError`."""
    try:
        return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    except OSError as error:
        raise UsageError(
            phrase("archive.unreadable", name=shown_name(path.name), why=error.strerror)
        ) from error


def _size(file: BinaryIO) -> int:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return size


def _entries(file: BinaryIO, zone: tzinfo, bounds: Bounds) -> Iterator[Entry]:
    start = file.read(4)
    file.seek(0)
    if kind := _KINDS.get(start):
        raise RefusedError(phrase("refused.kind", kind=kind))
    return zips.entries(file, zone) if start[:2] == b"PK" else tars.entries(file, bounds.size)


@contextmanager
def _hostile(called: str) -> Iterator[None]:
    """Whatever a parser does not like is one sentence."""
    try:
        yield
    except (HarnessError, _BeyondError):
        raise
    except RefusedError as error:
        raise UsageError(phrase("archive.refused", called=called, why=error.why)) from error
    except TooMuchError as error:
        raise UsageError(phrase("archive.header", called=called)) from error
    except MemoryError as error:
        raise UsageError(phrase("archive.memory", called=called)) from error
    except NotImplementedError as error:
        raise UsageError(phrase("archive.method", called=called)) from error
    # The parsers of the standard library raise many kinds of errors on what was not made to be parsed.
    except Exception as error:
        is_zip = isinstance(error, zipfile.BadZipFile)
        raise UsageError(phrase("archive.damaged", called=called, is_zip=is_zip)) from error


class _BeyondError(RefusedError):
    """A bound was passed."""


class _Sink:
    """Where entries go, and what is said of them."""

    def __init__(self, target: Path, bounds: Bounds, packed: int) -> None:
        self.notes = dict[str, Phrase]()
        self._target, self._bounds, self._packed = target, bounds, packed
        self._entries, self._bytes, self._made = 0, 0, set[str]()

    def take(self, entry: Entry) -> None:
        """Makes one entry, or notes why not."""
        self._entries += 1
        if self._entries > self._bounds.entries:
            raise _BeyondError(phrase("refused.entries", most=self._bounds.entries))
        parts, why = _place(entry.name)
        if not why and (not parts or any(map(is_skipped, parts))):
            return
        relative = "/".join(parts)
        why = why or unusable(relative) or entry.why
        if why:
            self._leave_out(relative or entry.name, why)
            return
        place = self._target / relative
        if self._made_folder(place if entry.is_folder else place.parent):
            if not entry.is_folder:
                self._write(relative, place, entry)
        else:
            self._leave_out(relative, phrase("left.file_there"))

    def _leave_out(self, name: str, why: Phrase) -> None:
        self.notes[shown_name(name)] = phrase("remark.left_out", why=why)

    def _made_folder(self, folder: Path) -> bool:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            return False
        except OSError as error:
            raise self._no_room(error) from error
        return True

    def _write(self, relative: str, place: Path, entry: Entry) -> None:
        if relative in self._made:
            self.notes[shown_name(relative)] = phrase("remark.twice")
        elif place.is_dir():
            self._leave_out(relative, phrase("left.folder_there"))
            return
        self._made.add(relative)
        with self._writing(place) as write:
            while content := entry.read():
                self._bytes += len(content)
                if self._bytes > self._bounds.size:
                    raise _BeyondError(phrase("refused.size", megabytes=self._bounds.size // 1024**2))
                if self._bytes > max(FREE_BYTES, MOST_TIMES * self._packed):
                    raise _BeyondError(phrase("refused.times", most=MOST_TIMES))
                write(content)
        changed = entry.changed if entry.changed < _LATEST else 0.0
        os.utime(place, (changed, changed))

    @contextmanager
    def _writing(self, place: Path) -> Iterator[Callable[[bytes], None]]:
        try:
            file = place.open("wb", buffering=0)
        except OSError as error:
            raise self._no_room(error) from error
        with file:

            def write(content: bytes) -> None:
                try:
                    file.write(content)
                except OSError as error:
                    raise self._no_room(error) from error

            yield write

    def _no_room(self, error: OSError) -> InfrastructureError:
        return InfrastructureError(phrase("archive.no_room", folder=self._target.parent, why=error.strerror))


def _place(name: str) -> tuple[list[str], Phrase | None]:
    """The parts of an entry's name, and why it has no place here."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if "\0" in name:
        return [], phrase("left.nul")
    if name.startswith("/") or _DRIVE.match(name):
        return parts, phrase("left.elsewhere")
    if ".." in parts:
        return parts, phrase("left.outside")
    return parts, None
