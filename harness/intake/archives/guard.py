"""What every archive is read by: a file that gives no more than is asked for sensibly, and the entries in it."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from harness.words.phrase import Phrase, phrase

CHUNK = 64 * 1024


class TooMuchError(Exception):
    """A header claims more than an archive of people's files has."""


class RefusedError(Exception):
    """The archive is not read; the phrase says why, as the end of a sentence about it."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Entry:
    """One entry of an archive, before anything is made of it.

    ``name`` is as the archive has it, with ``/`` between folders. ``why`` says why the entry is left out; None for a folder
    or a regular file. ``read`` gives the next bytes of a file, at most `CHUNK` of them, and none at its end; ``changed`` is when
    it was changed last, in seconds since 1970, 0 where that is not known.
    """

    name: str
    why: Phrase | None = None
    is_folder: bool = False
    read: Callable[[], bytes] = bytes
    changed: float = 0.0


class Guard(io.RawIOBase):
    """A file of which at most ``most`` bytes are read before `renew` is called, and nothing beyond ``reach``.

    The parsers of the standard library ask for as many bytes as a header claims, at once; here that raises `TooMuchError`. Of a
    packed file, whatever is passed over must be unpacked as well; so `seek` raises `RefusedError` beyond the reach.
    """

    def __init__(self, file: BinaryIO, most: int, reach: int | None = None) -> None:
        super().__init__()
        self._reach = reach
        self._file, self._most, self._left = file, most, most

    def renew(self) -> None:
        """Allows ``most`` bytes from here on."""
        self._left = self._most

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes; all that is left where it is negative. Raises `TooMuchError`."""
        if size < 0:
            size = self._left + 1
        if size > self._left:
            # More may be asked for than there is.
            content = self._file.read(self._left + 1)
            if len(content) > self._left:
                raise TooMuchError
        else:
            content = self._file.read(size)
        self._left -= len(content)
        return content

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As a file does. Raises `RefusedError`."""
        if self._reach is not None and whence == io.SEEK_SET and offset > self._reach:
            raise RefusedError(phrase("refused.much"))
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As a file does."""
        return self._file.tell()

    def seekable(self) -> bool:
        """As a file does."""
        return True

    def readable(self) -> bool:
        """As a file does."""
        return True
