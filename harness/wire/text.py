"""Text as events and executed notebooks carry it."""

import re

from harness.wire.limits import MAX_SHORT

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
"""Colours and cursor movements of a terminal."""
CELL_FILE = re.compile(r"(?<![^\s\"'])[^\s\"']*/ipykernel_\d+/\d+\.py")
"""What the kernel calls a cell. It begins where a word begins, so that a long word is looked through once."""
LEFT_OUT = "\n… the middle of this output was too long and is left out …\n"


def short(value: object) -> str:
    """The value as text that is shown in a line; what is too long ends in ``…``."""
    text = str(value)
    return text if len(text) <= MAX_SHORT else f"{text[: MAX_SHORT - 1]}…"


def overwritten(text: str) -> str:
    """The text as a terminal shows it in the end: of a line that was written over with ``\\r``, such as a progress bar,
    the last state stays."""
    return "\n".join(_last_state(line) for line in text.split("\n")) if "\r" in text else text


def _last_state(line: str) -> str:
    states = (state for part in reversed(line.split("\r")) if (state := part.rstrip("\b")))
    return next(states, "") if "\r" in line else line


def ends(text: str, most: int) -> tuple[str, int]:
    """The text, or its first and last halves of ``most`` characters with `LEFT_OUT` between them; and how many
    characters were left out."""
    if len(text) <= most:
        return text, 0
    half = most // 2
    return text[:half] + LEFT_OUT + text[len(text) - half :], len(text) - 2 * half
