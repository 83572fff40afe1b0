"""Standard output as programs expect it that were written for a terminal: with bytes, encodings and an end."""

import codecs
import io
from typing import Any

from ..patches.declare import Patch, When, instead

STREAM = "ipykernel.iostream"


def changes() -> list[Patch]:
    """What the kernel's streams lack of those that a plain Python has."""
    gives = "Gives a stream of the kernel what a text file has."
    offered = {
        "reconfigure": _reconfigure,
        "buffer": property(Bytes),
        "detach": Bytes,
        "line_buffering": False,
        "write_through": False,
        "mode": "w",
    }
    return [
        Patch(STREAM, f"OutStream.{name}", gives, instead(value), when=When.EITHER)
        for name, value in offered.items()
    ]


def _reconfigure(stream: Any, **options: Any) -> None:
    """Changes nothing: the kernel's streams take any text, in no encoding."""


class Bytes(io.BufferedIOBase):
    """Takes bytes in UTF-8 for a stream of the kernel."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    @property
    def raw(self) -> "Bytes":
        return self

    @property
    def name(self) -> str:
        return str(self._stream.name)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return bool(self._stream.isatty())

    def fileno(self) -> int:
        return int(self._stream.fileno())

    def write(self, content: Any) -> int:
        view = memoryview(content)
        self._stream.write(self._decoder.decode(view.cast("B")))
        return view.nbytes

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        """Closes nothing: the kernel needs its stream, and a wrapper around this may be thrown away."""
        self.flush()
