"""Reads the files of a submission once and within bounds, whatever lies among them."""

import os
import stat
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.errors import UsageError
from harness.intake.names import MAX_BYTES as MAX_NAME_BYTES
from harness.intake.names import composed, shown_name
from harness.words.phrase import Phrase, phrase

MAX_BYTES = 256 * 1024**2
MAX_FILES = 2000
MAX_ENTRIES = 20_000
"""Files, folders, links and whatever else has a name."""
MAX_DEPTH = 32
MAX_PATH_BYTES = 1024
SKIPPED = {"__pycache__", ".ipynb_checkpoints", "__MACOSX"}


@dataclass
class Contents:
    """What a folder holds: bytes by name relative to it, and what was done with a name, ``was left out: …``.

    Names are as `shown_name` gives them: in composed form (NFC), as source code says them, and always UTF-8.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    notes: dict[str, Phrase] = field(default_factory=dict)


def is_skipped(name: str) -> bool:
    """Whether a file or folder of this name is never a student's work: hidden, or a cache."""
    return name.startswith(".") or name in SKIPPED


def read_folder(root: Path, called: str = "") -> Contents:
    """Reads a folder with the folders below it, in the order of names. Links are not followed. ``called`` is what people
    call it, where that is not its path.

    Raises `UsageError` where it is too large, where something in it cannot be read, or changes meanwhile.
    """
    reader = _Reader(called or shown_name(str(root)))
    names = {str(root): ""}
    try:
        for place, folders, files, descriptor in os.fwalk(root, onerror=reader.refuse):
            folders[:] = sorted(name for name in folders if not is_skipped(name))
            files = sorted(name for name in files if not is_skipped(name))
            known = _names(names.pop(place), [*folders, *files])
            reader.count(len(known))
            folders[:] = [name for name in folders if reader.enters(known[name], name, descriptor)]
            names |= {f"{place}/{name}": known[name] + "/" for name in folders}
            for name in files:
                reader.take(known[name], name, descriptor)
    except OSError as error:
        reader.refuse(error)
    contents = reader.contents
    contents.files = dict(sorted(contents.files.items(), key=lambda item: item[0].split("/")))
    return contents


def read_file(path: Path) -> Contents:
    """Reads a single file, as a folder of one. Raises `UsageError` as `read_folder` does."""
    reader = _Reader(shown_name(str(path)))
    try:
        reader.take(shown_name(path.name), path.name, None, path)
    except OSError as error:
        reader.refuse(error)
    if not reader.contents.files:
        raise UsageError(phrase("work.not_regular", path=shown_name(str(path))))
    return reader.contents


def _names(prefix: str, names: Sequence[str]) -> dict[str, str]:
    """Each name of one folder with its relative path as it is shown, but where two would then be one."""
    times = Counter(shown_name(name) for name in names)
    return {name: prefix + (shown_name(name) if times[shown_name(name)] == 1 else name) for name in names}


class _Reader:
    def __init__(self, called: str) -> None:
        self.contents = Contents()
        self._root, self._entries, self._bytes = called, 0, 0

    def refuse(self, error: OSError) -> None:
        """Raises `UsageError` for what the file system said."""
        if isinstance(error, FileNotFoundError):
            raise UsageError(phrase("work.changed", name=self._root)) from error
        file = shown_name(os.fsdecode(error.filename)) if error.filename else None
        raise UsageError(phrase("work.unreadable", file=file, name=self._root, why=error.strerror)) from error

    def count(self, entries: int) -> None:
        """Counts names. Raises `UsageError` past the limit."""
        self._entries += entries
        self._bound(self._entries <= MAX_ENTRIES)

    def enters(self, relative: str, name: str, folder: int) -> bool:
        """Whether a folder is to be read; the reason is kept where it is not."""
        mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        return self._is_taken(relative, name, phrase("left.link") if stat.S_ISLNK(mode) else None)

    def take(self, relative: str, name: str, folder: int | None, path: Path | None = None) -> None:
        """Reads one file, or keeps the reason why it is left out."""
        place = path or name
        mode = os.stat(place, dir_fd=folder, follow_symlinks=False).st_mode
        odd = phrase("left.link") if stat.S_ISLNK(mode) else phrase("left.irregular")
        why = None if stat.S_ISREG(mode) else odd
        if not self._is_taken(relative, name, why):
            return
        # A link or a pipe put there since must not be followed or block.
        opened = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
        with os.fdopen(opened, "rb") as stream:
            size = os.fstat(opened).st_size
            self._bytes += size
            self._bound(self._bytes <= MAX_BYTES and len(self.contents.files) < MAX_FILES)
            content = stream.read(size + 1)
        if len(content) != size:
            raise UsageError(phrase("work.changed", name=self._root))
        self.contents.files[relative] = content

    def _is_taken(self, relative: str, name: str, why: Phrase | None) -> bool:
        """Keeps a note where a name is left out, or is not the one that was given."""
        why = why or unusable(relative)
        if why:
            self.contents.notes[shown_name(relative)] = phrase("remark.left_out", why=why)
        elif shown_name(name) != composed(name):
            self.contents.notes[relative] = phrase("remark.not_utf8")
        return why is None

    def _bound(self, fits: bool) -> None:
        if not fits:
            raise UsageError(too_large(self._root))


def too_large(called: str = "") -> Phrase:
    """What is said of a submission beyond the bounds."""
    return phrase("work.too_large", name=called, megabytes=MAX_BYTES // 1024**2, files=MAX_FILES)


def unusable(relative: str) -> Phrase | None:
    """Why a sandbox does not take a file of this name; None where it does."""
    try:
        parts = [part.encode() for part in relative.split("/")]
    except UnicodeEncodeError:
        return phrase("left.not_utf8")
    if len(parts) > MAX_DEPTH or sum(map(len, parts)) + len(parts) > MAX_PATH_BYTES:
        return phrase("left.deep")
    return phrase("left.long_name") if max(map(len, parts)) > MAX_NAME_BYTES else None
