"""Archives as students, their machines and their enemies make them."""

import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

BOOK = '{"cells": [], "nbformat": 4}'


def zipped(path: Path, files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A plain zip of these files; a name that ends with / is a folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, files: Mapping[str, str | bytes], mode: str = "w:gz") -> Path:
    """A plain tar of these files."""
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def raw_zip(
    path: Path, names: list[bytes], *, flags: int = 0, system: int = 0, content: bytes = b"x = 1\n"
) -> Path:
    """A zip whose names are these bytes, stored and without a mark of their encoding, as Windows writes them."""
    body, table, size = b"", b"", len(content)
    for name in names:
        common = struct.pack(
            "<HHHHHLLLHH", 20, flags, 0, 0, 0x5A21, zlib.crc32(content), size, size, len(name), 0
        )
        table += b"PK\x01\x02" + struct.pack("<BB", 20, system) + common
        table += struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + name
        body += b"PK\x03\x04" + common + name + content
    path.write_bytes(body + table + _end(len(names), table, body))
    return path


def _end(entries: int, table: bytes, body: bytes) -> bytes:
    return b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, entries, entries, len(table), len(body), 0)


def zip_with_link(path: Path, name: str, to: str) -> Path:
    """A zip with a link, as Info-ZIP makes it with -y."""
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo(name)
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, to)
    return path


def odd_tar(path: Path) -> Path:
    """A tar with a link, a hard link, a device and a pipe beside a script."""
    tarred(path, {"solution.py": "x = 1\n"}, "w")
    with tarfile.open(path, "a") as archive:
        for name, kind in (
            ("link", tarfile.SYMTYPE),
            ("hard", tarfile.LNKTYPE),
            ("zero", tarfile.CHRTYPE),
            ("pipe", tarfile.FIFOTYPE),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname, member.devmajor, member.devminor = kind, "/etc/passwd", 1, 5
            archive.addfile(member)
    return path


def long_header(path: Path) -> Path:
    """A tar whose first header says that a name of a gigabyte follows."""
    member = tarfile.TarInfo("././@LongLink")
    member.type, member.size = tarfile.GNUTYPE_LONGNAME, 2**30
    path.write_bytes(member.tobuf(tarfile.GNU_FORMAT) + b"a" * 2**20)
    return path


def header_chain(path: Path) -> Path:
    """A tar of thousands of headers, each of which only announces the next."""
    member = tarfile.TarInfo("pax")
    member.type, member.size = tarfile.XGLTYPE, 0
    path.write_bytes(member.tobuf() * 5000)
    return path


def overlapping(path: Path, times: int) -> Path:
    """A zip of many entries that all have the same bytes, and unpack to much more than it has."""
    block = bytes(1024**2)
    zipped(path, {"a.bin": block})
    content = path.read_bytes()
    start = content.index(b"PK\x01\x02")
    body, one = content[:start], content[start : content.index(b"PK\x05\x06")]
    table = one * times
    path.write_bytes(body + table + _end(times, table, body))
    return path
