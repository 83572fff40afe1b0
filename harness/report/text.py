"""Turns untrusted text into text that is safe to show, and numbers into the words of a report."""

import unicodedata
from datetime import datetime

from harness.evidence.inventory import Tried
from harness.evidence.messages import shortened
from harness.grade.record import Status
from harness.outcome import Outcome
from harness.words.phrase import phrase
from harness.words.say import called, say

SYMBOLS: dict[Status, str] = {
    Status.PASSED: "✓",
    Status.PARTIAL: "◐",
    Status.FAILED: "✗",
    Status.SKIPPED: "–",
    Status.ERROR: "!",
}

STAGES = {
    "run": phrase("timed.run"),
    "predict": phrase("timed.predict"),
    "check": phrase("timed.check"),
    "audit": phrase("timed.audit"),
    "total": phrase("timed.total"),
}
"""Stages of grading by their names in `harness.grade.record.Grade.times`, in order; the last is the whole."""

_KEPT = frozenset("\n\t")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that move the cursor, turn the direction of text or cannot be encoded."""


def words(code: Outcome | Status | Tried) -> str:
    """What people call an outcome, a status or a family of layers."""
    return say(code.phrase)


def visible(text: str) -> str:
    """The text with every control, format and surrogate character, newline and tab excepted, shown as ``�``.

    Terminal escapes, NUL, bidirectional overrides and zero-width characters lose their effect and stay seen.
    """
    text = text.replace("\r\n", "\n")
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        "\ufffd" if unicodedata.category(char) in _HIDDEN and char not in _KEPT else char for char in text
    )


def one_line(text: str, limit: int = 300) -> str:
    """`visible` text on one line, white space collapsed, of at most ``limit`` characters: whole sentences, else whole
    words and an ellipsis."""
    line = " ".join(visible(text[: limit * 4]).split())
    return shortened(line if len(text) <= limit * 4 else line + " …", limit)


def number(value: float) -> str:
    """A count of points: at most two decimals and no trailing zeros (``8``, ``7.5``, ``6.67``)."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def minute(moment: str) -> str:
    """A moment in ISO 8601 as people write it, to the minute: ``2026-11-30 10:05 UTC``; what is none, as it is."""
    try:
        return datetime.fromisoformat(moment).strftime("%Y-%m-%d %H:%M %Z").rstrip()
    except ValueError:
        return one_line(moment)


def capital(text: str) -> str:
    """The text with a capital first letter, and all others as they are: a name in it keeps its own."""
    return text[:1].upper() + text[1:]


def count(value: int) -> str:
    """A whole number, its thousands apart."""
    return say(phrase("numbers.count", count=value))


def interval(low: float, high: float) -> str:
    """A confidence interval with three decimals: ``0.884 to 0.901``."""
    return say(phrase("numbers.interval", low=low, high=high))


def seconds(value: float) -> str:
    """A time with one decimal: ``12.3 s``."""
    return say(phrase("numbers.seconds", seconds=value))


def stage(name: str) -> str:
    """What people call a stage of grading, by its name in `STAGES`; one of another version is called by its name."""
    return say(STAGES[name]) if name in STAGES else name


def kind(of_network: str) -> str:
    """What people call a kind of network, as `harness.evidence.network.Network` names it."""
    return called(f"kind.{of_network.lower().replace(' ', '_')}", of_network)
