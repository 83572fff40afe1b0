"""Tells the host what was put in the place of what a student's code asks for."""

import sys
from typing import Any

from harness.wire.events import Event
from harness.wire.text import short

from ..channel import send

MOST = 100

Told = str | dict[str, Any]
"""Code as it is, or a `phrase`."""
_told: set[str] = set()


def phrase(code: str, **values: str | int) -> Told:
    """What the host says in the language of whoever reads it: ``code`` is one of its catalogue, which has ``adapted`` before its
    last part."""
    return {"code": code, "values": {n: v if isinstance(v, int) else short(v) for n, v in values.items()}}


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
