"""What a notebook shows a reader: the numbers in its outputs that were computed, not typed."""

import re

from harness.evidence import Evidence

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


def numbers_in(text: str) -> list[float]:
    """All numbers of a text."""
    return [float(token) for token in NUMBER.findall(text)]


def computed_numbers(evidence: Evidence) -> list[float]:
    """Numbers that code cells printed or displayed and that do not stand in the same cell's source."""
    found = []
    for cell in evidence.notebook:
        if cell.code and cell.text:
            typed = set(numbers_in(cell.source))
            found += [number for number in numbers_in(cell.text) if number not in typed]
    return found


def text_of(evidence: Evidence) -> str:
    """All that code cells printed or displayed as text."""
    return "\n".join(cell.text for cell in evidence.notebook if cell.code)


def shows_number(evidence: Evidence, wanted: float, tolerance: float) -> bool:
    """True where a computed number, printed or kept in a variable, lies within ``tolerance`` of ``wanted``."""
    kept = [value.data[0] for value in evidence.values if not value.shape]
    return any(abs(number - wanted) <= tolerance for number in [*computed_numbers(evidence), *kept])
