"""Folders that belong to a process, and the removal of those whose process died.

A folder is owned for as long as its process holds a lock on it, and the operating system frees the lock when the process
ends, however it ends: numbers of processes are used again, locks are not.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.errors import InfrastructureError
from harness.words.phrase import phrase

WORK = "harness-work-"
"""Begins the names of folders for one grading, in the folder of temporary files."""
_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


@contextmanager
def owned_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder in ``parent``, owned by this process and removed on the way out. Raises OSError."""
    folder, handle = _make(parent, prefix)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def _make(parent: Path, prefix: str) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        try:
            handle = os.open(folder, _FLAGS)
        except FileNotFoundError:
            continue  # another process took it for abandoned before it was locked
        if _lock(handle) is not False and folder.is_dir():
            return folder, handle
        os.close(handle)


def _lock(handle: int) -> bool | None:
    """Whether the lock is ours now; None where the file system has no locks."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def abandoned(parent: Path, prefix: str) -> Iterator[Path]:
    """Each folder in ``parent`` that this user made under the prefix and whose process died; it is removed when the next
    one is asked for. Where the file system has no locks, none is found."""
    for folder in sorted(parent.glob(f"{prefix}*")):
        try:
            handle = os.open(folder, _FLAGS)
        except OSError:
            continue
        try:
            if os.fstat(handle).st_uid == os.geteuid() and _lock(handle):
                yield folder
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(handle)


@contextmanager
def work_folder() -> Iterator[Path]:
    """An owned folder among the temporary files. Raises `InfrastructureError` where none can be made."""
    parent = Path(tempfile.gettempdir())
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(owned_folder(parent, WORK))
        except OSError as error:
            raise InfrastructureError(phrase("work.no_folder", parent=parent, why=error.strerror)) from error
        yield folder


def sweep_work() -> None:
    """Removes what gradings of dead processes left among the temporary files."""
    for _ in abandoned(Path(tempfile.gettempdir()), WORK):
        pass
