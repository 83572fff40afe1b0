"""Entries of a zip."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import BinaryIO

from harness.intake.archives.encodings import decoded
from harness.intake.archives.guard import CHUNK, Entry, Guard, RefusedError
from harness.words.phrase import phrase

MAX_TABLE = 32 * 1024**2
"""Bytes of the table of contents, which is read at once; each entry has at least 46."""
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_UTF8 = 0x800
_UNIX, _MACOS = 3, 19
_UNICODE_PATH = 0x7075
"""The extra field by which Info-ZIP gives a name in UTF-8; see https://libzip.org/specifications/extrafld.txt."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Of the others, `zipfile` unpacks some without a bound of memory, and others not at all."""


def entries(file: BinaryIO, zone: tzinfo) -> Iterator[Entry]:
    """The entries of a zip, as its table of contents has them. ``zone`` is that of the clock by which it was made.

    Raises `RefusedError`, `TooMuchError`, and whatever `zipfile` raises on a file that is no zip.
    """
    guard = Guard(file, MAX_TABLE)
    with zipfile.ZipFile(guard) as archive:
        infos = archive.infolist()
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise RefusedError(phrase("refused.encrypted"))
        for info, name in zip(infos, _names(infos), strict=True):
            yield _entry(archive, info, name, guard, zone)


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, guard: Guard, zone: tzinfo) -> Entry:
    if name.endswith("/"):
        return Entry(name, is_folder=True)
    mode = info.external_attr >> 16 if info.create_system in (_UNIX, _MACOS) else 0
    if stat.S_ISLNK(mode):
        return Entry(name, phrase("left.link"))
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return Entry(name, phrase("left.irregular"))
    if info.compress_type not in _METHODS:
        raise RefusedError(phrase("refused.method"))
    stream: zipfile.ZipExtFile | None = None

    def read() -> bytes:
        nonlocal stream
        guard.renew()
        if stream is None:
            stream = archive.open(info)  # type: ignore[assignment]
        assert stream is not None
        content = stream.read(CHUNK)
        if not content:
            stream.close()
        return content

    return Entry(name, read=read, changed=_changed(info, zone))


def _changed(info: zipfile.ZipInfo, zone: tzinfo) -> float:
    """When an entry was changed last, in seconds since 1970; 0 where its date is none."""
    try:
        return datetime(*info.date_time, tzinfo=zone).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def _names(infos: list[zipfile.ZipInfo]) -> list[str]:
    """The names of all entries, those without a mark of UTF-8 decoded together."""
    names = [info.orig_filename for info in infos]
    silent = [number for number, info in enumerate(infos) if not info.flag_bits & _UTF8]
    # `zipfile` has read these as cp437, in which every byte is a character.
    texts = decoded([names[number].encode("cp437") for number in silent])
    for number, text in zip(silent, texts, strict=True):
        names[number] = _unicode_path(infos[number]) or text
    return [
        name if info.create_system in (_UNIX, _MACOS) else name.replace("\\", "/")
        for info, name in zip(infos, names, strict=True)
    ]


def _unicode_path(info: zipfile.ZipInfo) -> str:
    """The name in the field beside an entry; empty where there is none that fits the entry's own name."""
    extra, place = info.extra, 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        field = extra[place + 4 : place + 4 + length]
        place += 4 + length
        if kind != _UNICODE_PATH or len(field) < 5 or field[0] != 1:
            continue
        (checksum,) = struct.unpack_from("<L", field, 1)
        if checksum == zlib.crc32(info.orig_filename.encode("cp437")):
            try:
                return field[5:].decode("utf-8")
            except UnicodeDecodeError:
                return ""
    return ""
