"""Who speaks on the event channel: lines that the driver signed, and lines that came from the student's kernel.

A line of the driver is ``<signature> <number> <JSON>``, a line of the kernel ``kernel <JSON>``. The driver's key is put into
the sandbox before student code runs and is gone when it does. So a line without a right signature was not said by the
driver, even where student code can write to the driver's output, or read what it said before.
"""

import hashlib
import hmac
from enum import Enum

SIGNATURE = 32
"""Characters of a signature: 128 bits."""
_KERNEL = "kernel "


class Speaker(Enum):
    """Who said a line."""

    DRIVER = "driver"
    KERNEL = "kernel"


def signed(key: bytes, number: int, line: bytes) -> bytes:
    """A line of the driver, as it travels; ``number`` counts its lines from 1."""
    numbered = b"%d %b" % (number, line)
    return b"%b %b" % (_signature(key, numbered), numbered)


def of_kernel(line: bytes) -> bytes:
    """A line of the kernel, as it travels."""
    return _KERNEL.encode() + line


class Listener:
    """Tells who said each line of one run. ``lost`` lines of the driver did not arrive, as far as later ones tell."""

    def __init__(self, key: bytes) -> None:
        self._key, self._last = key, 0
        self.lost = 0

    def hear(self, line: str) -> tuple[Speaker, str] | None:
        """The speaker and what was said; None where the driver did not sign the line, or where it was heard before."""
        if line.startswith(_KERNEL):
            return Speaker.KERNEL, line[len(_KERNEL) :]
        signature, _, numbered = line.partition(" ")
        right = _signature(self._key, numbered.encode("utf-8", "replace"))
        if not hmac.compare_digest(right, signature.encode("utf-8", "replace")):
            return None
        number, _, said = numbered.partition(" ")
        if int(number) <= self._last:
            return None
        self.lost += int(number) - self._last - 1
        self._last = int(number)
        return Speaker.DRIVER, said


def _signature(key: bytes, line: bytes) -> bytes:
    return hmac.new(key, line, hashlib.sha256).hexdigest()[:SIGNATURE].encode()
