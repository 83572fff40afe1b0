"""One batch at a time on one results folder."""

import errno
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.errors import InfrastructureError
from harness.sandbox.locking import holder
from harness.words.phrase import phrase

LOCK = ".batch.lock"
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
"""What a file system says that has none."""


class BusyError(InfrastructureError):
    """Another batch works on these results."""


@contextmanager
def alone_on(results: Path) -> Iterator[None]:
    """Holds the results folder, made where it is missing, for the length of the context. The operating system frees it
    when the process ends, however it ends. On a file system without locks nothing is held.

    Raises:
        BusyError: another batch holds it.
        InfrastructureError: nothing can be written there.
    """
    path = results / LOCK
    try:
        results.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
    except OSError as error:
        raise InfrastructureError(phrase("results.not_written", root=results, why=error.strerror)) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(phrase("batch.busy", results=results, holder=holder(path))) from None
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise InfrastructureError(phrase("batch.no_lock", path=path, why=error.strerror)) from error
        yield
