"""Events from inside the sandbox, one JSON object a line.

The kernel that runs student code writes them to a named pipe; the driver reads the pipe and hands every line on to the
host, as one of the kernel's (`harness.guest.run.voice`).
"""

import json
import math
import os
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from harness.wire import variables
from harness.wire.events import Event
from harness.wire.limits import MAX_LINE, MAX_SHORT
from harness.wire.text import short

_lock = threading.Lock()
_pipe: int | None = None


def plain(value: Any) -> Any:
    """The value as JSON can hold it: NumPy scalars become numbers, a number that is not finite becomes None."""
    if isinstance(value, (str, bool)) or value is None:
        return value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value)


Told = str | dict[str, Any]
"""Code or a library's words as they are, or a `phrase`."""


def phrase(code: str, **values: str | int) -> Told:
    """What the host says in the language of whoever reads it: ``code`` is one of its catalogue, of a group that the guest may
    speak of (`harness.evidence.told`)."""
    return {"code": code, "values": {n: v if isinstance(v, int) else short(v) for n, v in values.items()}}


def encode(event: dict[str, Any]) -> bytes:
    """One line of the channel; an event that is too long is replaced by a note that says so."""
    line = json.dumps(plain(event), ensure_ascii=False).encode("utf-8", "replace")
    if len(line) > MAX_LINE:
        note = {
            "event": Event.NOTE,
            "message": f"an event of kind {str(event.get('event'))[:MAX_SHORT]} was too long and left out",
        }
        line = json.dumps(note).encode()
    return line + b"\n"


def send(event: dict[str, Any]) -> None:
    """Sends an event from the kernel; does nothing where no pipe was set up."""
    global _pipe
    path = os.environ.get(variables.EVENTS)
    if path is None:
        return
    line = encode(event)
    with _lock:
        if _pipe is None:
            _pipe = os.open(path, os.O_WRONLY)
        view = memoryview(line)
        while view:
            view = view[os.write(_pipe, view) :]


@contextmanager
def never_in_the_way(what: str) -> Iterator[None]:
    """Runs our own watching code so that a fault in it becomes a note and never the student's error."""
    try:
        yield
    except Exception:  # noqa: BLE001 - the student's run must go on whatever breaks in ours
        send({"event": Event.NOTE, "message": f"{what}: {traceback.format_exc(limit=-3)[-2000:]}"})
