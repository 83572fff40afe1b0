"""Files into and out of a sandbox: a tar to put, and a strict intake for what a sandbox gives back."""

import errno
import io
import os
import shutil
import stat
import tarfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Protocol, Self

from harness.errors import HostileOutputError, InfrastructureError
from harness.sandbox.contract import Content
from harness.words.phrase import phrase

MAX_FILES = 100_000
"""How many files and folders one `get` takes."""
MAX_DEPTH = 64
_CHUNK = 1024 * 1024
_NAME_BYTES = 255
_HEADER_BYTES = 4096
_NOT_A_PLACE = (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG)


class Readable(Protocol):
    """Anything with the ``read`` of a binary file."""

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; none at the end."""


class ChunkReader:
    """A stream over chunks of bytes that refuses to deliver more than ``limit`` bytes."""

    def __init__(self, chunks: Iterable[bytes], limit: int) -> None:
        self._chunks = iter(chunks)
        self._left = limit
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes (one chunk where negative); raises `HostileOutputError` past the limit."""
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._rest = chunk
        taken = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(taken) :]
        self._left -= len(taken)
        if self._left < 0:
            raise HostileOutputError(phrase("transfer.large"))
        return taken


def safe_parts(name: str) -> tuple[str, ...]:
    """The parts of a relative name such as ``a/b.txt``.

    Raises `HostileOutputError` for an absolute name, one with ``..``, one that no file system takes.
    """
    parts = tuple(part for part in name.split("/") if part not in ("", "."))
    try:
        fits = all(len(os.fsencode(part)) <= _NAME_BYTES for part in parts)
    except UnicodeEncodeError:
        fits = False
    if name.startswith("/") or "\0" in name or ".." in parts or len(parts) > MAX_DEPTH or not fits:
        raise HostileOutputError(phrase("transfer.name", name=ascii(name[:200])))
    return parts


def open_content(content: Content) -> IO[bytes]:
    """A binary stream over a file that travels into a sandbox."""
    return io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")


def write_tar(
    files: Mapping[str, Content], target: IO[bytes], *, prefix: str = "", uid: int = 0, gid: int = 0
) -> None:
    """Writes files, and the folders they need, as an uncompressed tar.

    ``prefix`` is a folder put before each name; ``uid`` and ``gid`` own every entry.
    """
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as tar:
        folders: set[str] = set()

        def add(name: str, stream: IO[bytes] | None, size: int) -> None:
            entry = tarfile.TarInfo(name)
            entry.size, entry.uid, entry.gid = size, uid, gid
            entry.type = tarfile.DIRTYPE if stream is None else tarfile.REGTYPE
            entry.mode = 0o755 if stream is None else 0o644
            tar.addfile(entry, stream)

        for name, content in files.items():
            parts = safe_parts(f"{prefix}/{name}" if prefix else name)
            for depth in range(1, len(parts)):
                folder = "/".join(parts[:depth])
                if folder not in folders:
                    folders.add(folder)
                    add(folder, None, 0)
            with open_content(content) as stream:
                size = stream.seek(0, os.SEEK_END)
                stream.seek(0)
                add("/".join(parts), stream, size)


class Intake:
    """A new folder on the host that takes a sandbox's files up to a limit.

    Used as a context manager; when it is left by an exception, nothing of the folder remains.
    """

    def __init__(self, destination: Path, *, max_bytes: int, max_files: int = MAX_FILES) -> None:
        self.destination = destination
        self.skipped: list[str] = []
        self._bytes_left = max_bytes
        self._files_left = max_files

    def __enter__(self) -> Self:
        self.destination.mkdir(parents=True, exist_ok=True)
        if any(self.destination.iterdir()):
            raise FileExistsError(f"{self.destination} is not empty; a sandbox's files go to a new folder.")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            shutil.rmtree(self.destination, ignore_errors=True)

    def folder(self, name: str) -> None:
        """Takes a folder. Raises `HostileOutputError` for a bad name or one folder too many."""
        parts = safe_parts(name)
        if parts:
            self._count(name)
            self._written(name, lambda: self._path(parts).mkdir(parents=True, exist_ok=True))

    def file(self, name: str, stream: Readable, *, size: int = 0) -> None:
        """Takes a regular file; ``size`` is what its header announces.

        Raises `HostileOutputError` for a bad name, one that was taken before, and too much of anything.
        """
        parts = safe_parts(name)
        if not parts or size < 0:
            raise HostileOutputError(phrase("transfer.header", name=ascii(name[:200])))
        self._count(name)
        self._spend(size, name)
        self._written(name, lambda: self._copy(name, parts, stream, size))

    def _copy(self, name: str, parts: tuple[str, ...], stream: Readable, announced: int) -> None:
        path = self._path(parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(path, flags, 0o644), "wb") as target:
            while chunk := stream.read(_CHUNK):
                beyond = max(0, len(chunk) - announced)
                announced = max(0, announced - len(chunk))
                self._spend(beyond, name)
                target.write(chunk)

    def _path(self, parts: tuple[str, ...]) -> Path:
        return self.destination.joinpath(*parts)

    def _count(self, name: str) -> None:
        self._files_left -= 1
        if self._files_left < 0:
            raise HostileOutputError(phrase("transfer.many", name=ascii(name[:200])))

    def _spend(self, size: int, name: str) -> None:
        self._bytes_left -= size
        if self._bytes_left < 0:
            raise HostileOutputError(phrase("transfer.large_with", name=ascii(name[:200])))

    def _written(self, name: str, write: Callable[[], None]) -> None:
        try:
            write()
        except OSError as error:
            if error.errno in _NOT_A_PLACE:
                raise HostileOutputError(phrase("transfer.clash", name=ascii(name[:200]))) from error
            raise InfrastructureError(
                phrase("transfer.no_room", folder=self.destination, why=error.strerror)
            ) from error


def extract_tar(
    stream: Readable | Iterable[bytes], destination: Path, *, max_bytes: int, max_files: int = MAX_FILES
) -> list[str]:
    """Unpacks a tar that a sandbox filled, into a new folder; returns the names it skipped.

    Regular files and folders only: links, devices and pipes are skipped. ``stream`` is a binary file or its
    chunks. Raises `HostileOutputError` for a bad name, a broken tar, and for more than ``max_bytes`` or
    ``max_files``; the folder is then gone.
    """
    chunks = iter(lambda: stream.read(_CHUNK), b"") if hasattr(stream, "read") else stream
    reader = ChunkReader(chunks, max_bytes + (max_files + 16) * _HEADER_BYTES)
    with Intake(destination, max_bytes=max_bytes, max_files=max_files) as intake:
        try:
            # tarfile asks a stream for `read` alone.
            with tarfile.open(fileobj=reader, mode="r|") as tar:  # type: ignore[call-overload]
                for member in tar:
                    _take(tar, member, intake)
                    tar.members.clear()  # else a stream of many entries is kept in memory
        except (tarfile.TarError, ValueError, OverflowError, RecursionError, EOFError) as error:
            raise HostileOutputError(phrase("transfer.no_tar")) from error
        return intake.skipped


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, intake: Intake) -> None:
    if member.isdir():
        intake.folder(member.name)
    elif member.type in (tarfile.REGTYPE, tarfile.AREGTYPE):
        body = tar.extractfile(member)
        if body is None:
            raise tarfile.ReadError(f"{member.name!a} has no body")
        intake.file(member.name, body, size=member.size)
    else:
        safe_parts(member.name)
        intake.skipped.append(member.name)


def copy_tree(source: Path, destination: Path, *, max_bytes: int, max_files: int = MAX_FILES) -> list[str]:
    """Copies a folder that a sandbox filled, under the rules of `extract_tar`; returns the names it skipped.

    A second name of a file (a hard link) is skipped, as a tar would hold it as a link. The folder may change meanwhile: of
    a file that grows, what it had when it was opened is taken, and what is gone is skipped.
    """
    seen: set[tuple[int, int]] = set()

    def unreadable(error: OSError) -> None:
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            return
        raise HostileOutputError(phrase("transfer.folder")) from error

    with Intake(destination, max_bytes=max_bytes, max_files=max_files) as intake:
        for folder, folders, files, descriptor in os.fwalk(source, onerror=unreadable):
            base = os.path.relpath(folder, source)
            for name in folders:
                if _mode(name, descriptor, stat.S_ISDIR):
                    intake.folder(f"{base}/{name}")
                else:
                    intake.skipped.append(f"{base}/{name}")
            for name in files:
                _copy_file(f"{base}/{name}", name, descriptor, seen, intake)
        return intake.skipped


def _mode(name: str, folder: int, is_kind: Callable[[int], bool]) -> bool:
    """Whether there is something of that kind."""
    try:
        return is_kind(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return False


def _copy_file(path: str, name: str, folder: int, seen: set[tuple[int, int]], intake: Intake) -> None:
    if not _mode(name, folder, stat.S_ISREG):
        intake.skipped.append(path)
        return
    try:
        # A link or a pipe put there since must not be followed or block.
        opened = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP, errno.ENXIO):  # gone, or another thing, since
            intake.skipped.append(path)
            return
        raise HostileOutputError(phrase("transfer.file", path=ascii(path[:200]))) from error
    with os.fdopen(opened, "rb") as stream:
        status = os.fstat(opened)
        if not stat.S_ISREG(status.st_mode) or (status.st_dev, status.st_ino) in seen:
            intake.skipped.append(path)
            return
        seen.add((status.st_dev, status.st_ino))
        intake.file(path, _Begin(stream, status.st_size), size=status.st_size)


class _Begin:
    """The first bytes of a stream, however long it grows meanwhile."""

    def __init__(self, stream: Readable, size: int) -> None:
        self._stream, self._left = stream, size

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        data = self._stream.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data
