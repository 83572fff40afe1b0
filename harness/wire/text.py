"""Text as events carry it."""

import re

from harness.wire.limits import MAX_SHORT

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
"""Colours and cursor movements of a terminal."""


def short(value: object) -> str:
    """The value as text that is shown in a line; what is too long ends in ``…``."""
    text = str(value)
    return text if len(text) <= MAX_SHORT else f"{text[: MAX_SHORT - 1]}…"
