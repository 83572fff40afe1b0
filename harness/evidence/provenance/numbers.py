"""Numbers as programs and people write them in a text: ``12,345``, ``12_345``, ``72,94``, ``0..255``."""

import math
import re
from collections.abc import Iterator
from typing import Self

NUMBER = re.compile(r"(?<!\w)(?<!(?<!\.)\.)-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
"""One dot before it makes it a part of something else, such as a version; two or three stand in a range."""
GROUPED = re.compile(r"(?<![\w.,])[1-9]\d{0,2}[,_.'’ \u00a0\u2009\u202f]\d{3}(?!\w|[.,_]\d)")
"""Thousands with any separator that a language has for them."""
DECIMAL_COMMA = re.compile(r"(?<![\w.,])-?\d+,\d+(?!\w|[.,]\d)")
DIGIT = re.compile(r"\d")
SEPARATOR = re.compile(r"[,_.'’\s]")


class Shown(float):
    """A number as a text shows it; ``step`` is one unit of its last digit."""

    step: float

    def __new__(cls, token: str) -> Self:
        """The number that a token in Python's notation writes."""
        made = super().__new__(cls, token)
        mantissa, _, exponent = token.lower().partition("e")
        try:
            made.step = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
        except (OverflowError, ValueError):
            made.step = math.inf
        return made


LEAST_DIGITS = 3
MOST_DIGITS = 12


def made_of(number: float, literals: frozenset[float]) -> bool:
    """Whether a fraction has the digits of one of these literals, wherever its point stands: 72.94 of 7294 and a division.
    Numbers of fewer than three digits are met by chance, and whole numbers are in every program."""
    if not literals or number == int(number) or not math.isfinite(number):
        return False
    step = number.step if isinstance(number, Shown) else 0.0
    for literal in literals:
        digits = len(f"{abs(literal):.{MOST_DIGITS}g}".partition("e")[0].replace(".", "").strip("0"))
        if digits < LEAST_DIGITS:
            continue
        # Compared where both begin with the same place.
        shift = 10.0 ** (math.floor(math.log10(abs(literal))) - math.floor(math.log10(abs(number))))
        within = max(0.5 * step * shift, 10.0 ** (math.floor(math.log10(abs(literal))) - digits))
        shown_digits = math.inf if step == 0.0 else abs(number) / step
        if shown_digits >= 10 ** (LEAST_DIGITS - 1) and abs(abs(number) * shift - abs(literal)) <= within:
            return True
    return False


def numbers_in(text: str) -> list[Shown]:
    """The numbers of a text in order, each as Python would write it."""
    return [Shown(token) for token in NUMBER.findall(text)]


def readings_in(text: str) -> list[Shown]:
    """The numbers of a text in order, with every way to read them: what stands for thousands, or has a decimal comma,
    is there as that and as its parts."""
    if DIGIT.search(text) is None:
        return []
    return [number for _, number in sorted(_readings(text), key=lambda found: found[0])]


def _readings(text: str) -> Iterator[tuple[int, Shown]]:
    for found in NUMBER.finditer(text):
        yield found.start(), Shown(found[0])
    for found in GROUPED.finditer(text):
        yield found.start(), Shown(SEPARATOR.sub("", found[0]))
    for found in DECIMAL_COMMA.finditer(text):
        yield found.start(), Shown(found[0].replace(",", "."))


def ungrouped(text: str) -> str:
    """The text with thousands in plain digits."""
    return GROUPED.sub(lambda found: SEPARATOR.sub("", found[0]), text)
