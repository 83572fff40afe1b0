"""Tells the host what was put in the place of what a student's code asks for."""

import sys

from harness.wire.events import Event
from harness.wire.text import short

from ..channel import Told, send

MOST = 100

_told: set[str] = set()


def tell(was: Told, now: Told) -> None:
    """``was`` is what the code says, ``now`` what it got in its place; each pair is told once."""
    if (pair := repr((was, now))) not in _told and len(_told) < MOST:
        _told.add(pair)
        send({"event": Event.ADAPTED, "was": _shown(was), "now": _shown(now)})


def _shown(told: Told) -> Told:
    return short(told) if isinstance(told, str) else told


def asked_by_a_package(depth: int) -> bool:
    """Whether the caller's caller, ``depth`` calls up from there, is installed and not a student's code."""
    return "site-packages" in sys._getframe(depth + 1).f_code.co_filename
