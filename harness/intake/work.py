"""The files of one student's work, in whatever form they came: a folder, a single file, an archive."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from harness.errors import UsageError
from harness.intake.archives.unpack import is_archive, is_strange, open_archive, unpack
from harness.intake.files import MAX_BYTES, MAX_FILES, Contents, is_skipped, read_file, read_folder, too_large
from harness.intake.names import shown_name
from harness.sandbox.owned import work_folder
from harness.words.phrase import Phrase, phrase

ENTRIES = (".ipynb", ".py")


@dataclass(frozen=True)
class Part:
    """A folder or file of a submission. ``called`` is what a file is called in it, where that is not its own name; ``remark``
    what a person should know of a file, as the end of a sentence that begins with its name."""

    path: Path
    called: str = ""
    remark: Phrase | None = None


def read_work(parts: Sequence[Part]) -> Contents:
    """Reads the parts of one submission as one folder: what folders hold, and files beside it.

    A single archive, and an archive that lies beside no notebook and no script, is unpacked; a deeper one is not.

    Raises:
        UsageError: it is too large, cannot be read, or is an archive that is refused.
        InfrastructureError: an archive cannot be unpacked for want of room.
    """
    if len(parts) == 1 and is_archive(parts[0].path.name) and parts[0].path.is_file():
        path = parts[0].path
        with open_archive(path) as file:
            return _unpacked(file, shown_name(parts[0].called or path.name))
    contents = Contents()
    for part in parts:
        if part.path.is_dir():
            read = read_folder(part.path)
        else:
            read = read_file(part.path)
            called = shown_name(part.called)
            if called and called not in contents.files:
                read.files = dict.fromkeys([called], *read.files.values())
        if part.remark:
            read.notes |= dict.fromkeys(read.files, part.remark)
        _add(contents, read)
    _unpack_in_place(contents)
    return contents


def may_be_why(name: str) -> bool:
    """Whether what is said of a file of this name may explain that there is nothing to run."""
    return "/" not in name and (name.endswith((*ENTRIES, ".html")) or is_archive(name) or is_strange(name))


def root_of(folder: Path) -> Path:
    """The folder in which the work lies: many archives hold nothing but a folder."""
    while True:
        inside = [path for path in folder.iterdir() if not is_skipped(path.name)]
        if len(inside) != 1 or not inside[0].is_dir():
            return folder
        (folder,) = inside


def has_entry(names: Iterable[str]) -> bool:
    """Whether one of these names, relative to a submission, is a notebook or script at its top."""
    return any("/" not in name and name.endswith(ENTRIES) for name in names)


def _archives(contents: Contents) -> list[str]:
    return [name for name in contents.files if "/" not in name and (is_archive(name) or is_strange(name))]


def _unpacked(file: BinaryIO, called: str) -> Contents:
    with work_folder() as folder:
        notes = unpack(file, called, folder)
        contents = read_folder(root_of(folder), called)
    contents.notes = notes | contents.notes
    if not has_entry(contents.files) and (inner := _archives(contents)):
        raise UsageError(phrase("work.nested", called=called, inner=inner[0]))
    return contents


def _unpack_in_place(contents: Contents) -> None:
    """Puts what an archive holds in its place, where nothing else can be run and it is the only one."""
    if has_entry(contents.files) or not (archives := _archives(contents)):
        return
    if len(archives) == 1 and is_archive(archives[0]):
        _add(contents, _unpacked(io.BytesIO(contents.files.pop(archives[0])), archives[0]))
        return
    for name in archives:
        contents.notes[name] = (
            phrase("remark.strange") if is_strange(name) else phrase("remark.several", count=len(archives))
        )


def _add(contents: Contents, more: Contents) -> None:
    """Adds files to others. Raises `UsageError` where they are too large together."""
    contents.files |= more.files
    contents.notes |= more.notes
    size = sum(map(len, contents.files.values()))
    if size > MAX_BYTES or len(contents.files) > MAX_FILES:
        raise UsageError(too_large())
    contents.files = dict(sorted(contents.files.items(), key=lambda item: item[0].split("/")))
