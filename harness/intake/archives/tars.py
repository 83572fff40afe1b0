"""Entries of a tar, packed or not."""

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from harness.intake.archives.encodings import decoded
from harness.intake.archives.guard import CHUNK, Entry, Guard, RefusedError
from harness.words.phrase import phrase

MAX_HEADER = 128 * 1024
"""Bytes of all headers of one entry, and at least a chunk of its content."""
PACKED: dict[bytes, Callable[[BinaryIO], object]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
"""First bytes of a packed file to what unpacks it, a bounded piece at a time."""


def entries(file: BinaryIO, size: int) -> Iterator[Entry]:
    """The entries of a tar, in their order. ``size`` are the bytes that may be taken of it; twice as many may be passed over.

    Raises `RefusedError`, `TooMuchError`, and whatever `tarfile` and the unpackers raise on a file that is no tar.
    """
    start = file.read(8)
    file.seek(0)
    unpack = next((make for magic, make in PACKED.items() if start.startswith(magic)), None)
    guard = Guard(file if unpack is None else cast(BinaryIO, unpack(file)), MAX_HEADER, 2 * size)
    archive = tarfile.TarFile(fileobj=guard, encoding="utf-8", errors="surrogateescape")
    while True:
        guard.renew()
        member = archive.next()
        if member is None:
            break
        yield _entry(archive, member, guard)
    # `tarfile` takes whatever is no header for the end.
    guard.renew()
    guard.seek(archive.offset)
    if any(guard.read(tarfile.BLOCKSIZE)):
        raise RefusedError(phrase("refused.damaged"))


def _entry(archive: tarfile.TarFile, member: tarfile.TarInfo, guard: Guard) -> Entry:
    name = member.name
    if any("\udc80" <= char <= "\udcff" for char in name):
        (name,) = decoded([name.encode("utf-8", "surrogateescape")])
    if member.size < 0:
        raise RefusedError(phrase("refused.damaged"))
    if member.isdir():
        return Entry(name + "/", is_folder=True)
    if member.issym() or member.islnk():
        return Entry(name, phrase("left.link"))
    if not member.isreg() or member.issparse():
        return Entry(name, phrase("left.irregular"))
    stream = archive.extractfile(member)
    left = member.size

    def read() -> bytes:
        nonlocal left
        guard.renew()
        assert stream is not None
        content = stream.read(min(CHUNK, left))
        left -= len(content)
        if left and not content:
            raise RefusedError(phrase("refused.damaged"))
        return content

    return Entry(name, read=read, changed=max(0.0, float(member.mtime)))
