"""How much of what was measured on hidden images a page shows."""

from enum import StrEnum

STEPS = 20
"""Bands in [0, 1]: each is 0.05 wide."""
PREFIX = "hidden_"
"""Begins the names of those values of a phrase that were measured on hidden images."""


class Shown(StrEnum):
    """All of it, the band that a score lies in, or nothing; as a rubric names it."""

    EXACT = "exact"
    BANDS = "bands"
    NONE = "none"


class Shaded(str):
    """Words in the place of a number; a template's format for the number does not change them."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return str(self)


def band(score: float) -> tuple[float, float]:
    """The bounds of the band that a score in [0, 1] lies in."""
    # A score of 0.85 is stored as a little less or more than that, and belongs to the band that begins there.
    step = min(int(score * STEPS + 1e-9), STEPS - 1)
    return step / STEPS, (step + 1) / STEPS


def shaded(score: float, shown: Shown, nothing: str) -> Shaded:
    """A score in [0, 1] as words: ``0.85–0.90``, or ``nothing``, which says that it is not shown."""
    if shown is Shown.NONE:
        return Shaded(nothing)
    low, high = band(score)
    return Shaded(f"{low:.2f}–{high:.2f}")
