"""How often two honest works look so much alike, from pairs that are known to be honest."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.errors import UsageError

TAIL = 100
"""So many of the strongest honest pairs say how quickly stronger ones become rarer."""
LEAST_PAIRS = 10 * TAIL
FALSE_SHARE = 0.05
"""Of the pairs that stand out, at most so many are honest, on average (Benjamini and Hochberg, 1995)."""

Strength = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Honest(BaseModel):
    """What honest pairs showed in one respect: how many ``pairs`` of how many ``works``, and the strengths of those most
    alike, falling, `TAIL` + 1 of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    works: Annotated[int, Field(ge=2)]
    pairs: Annotated[int, Field(ge=LEAST_PAIRS)]
    strongest: Annotated[list[Strength], Field(min_length=TAIL + 1, max_length=TAIL + 1)]

    @classmethod
    def of(cls, strengths: Sequence[float], works: int) -> Self:
        """The record of these pairs. Raises `UsageError` where they are fewer than `LEAST_PAIRS`."""
        if len(strengths) < LEAST_PAIRS:
            raise UsageError(
                f"The honest works make {len(strengths):,} pairs, and a rate needs at least {LEAST_PAIRS:,}: give more "
                "works, long enough to be compared."
            )
        strongest = sorted(strengths, reverse=True)[: TAIL + 1]
        return cls(works=works, pairs=len(strengths), strongest=[round(one, 3) for one in strongest])

    @property
    def counted(self) -> float:
        """The share of pairs that the `TAIL` strongest are; rates above it are not told apart."""
        return (TAIL + 1) / (self.pairs + 1)

    def rate(self, strength: float) -> float:
        """The share of honest pairs that are at least so much alike, in (0, 1].

        It is 1 below the `TAIL` strongest of them. From there on it is their share, times a falling exponential of their mean
        excess, which takes the tail to be no heavier than that.
        """
        threshold = self.strongest[-1]
        if strength <= threshold:
            return 1.0 if strength < threshold else self.counted
        excess = max(sum(self.strongest[:-1]) / TAIL - threshold, 1e-6)
        return self.counted * math.exp(-(strength - threshold) / excess)

    def beyond(self, strength: float) -> bool:
        """Whether no honest pair was so much alike."""
        return strength > self.strongest[0]


class HonestPairs(BaseModel):
    """The file that an assignment brings: what honest pairs of its works showed, by respect, and the command that measured
    it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    made_by: str
    sources: Honest | None = None
    mistakes: Honest | None = None
    mistakes_of_class: Honest | None = None
    """Mistakes, where those of at least 20 others told how hard each image is."""


def read_honest(path: Path | None) -> HonestPairs:
    """What an assignment knows of honest pairs; nothing where it brings no such file. Raises `UsageError` where it cannot be
    read."""
    if path is None:
        return HonestPairs(made_by="nothing")
    try:
        return HonestPairs.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise UsageError(f"{path} cannot be read as a record of honest pairs; make it anew.") from error


def standing_out(rates: Mapping[tuple[int, int], float], pairs: int) -> set[tuple[int, int]]:
    """The pairs that stand out among ``pairs`` that were compared, by the rule of Benjamini and Hochberg at `FALSE_SHARE`.

    Args:
        rates: of the pairs that may stand out, the share of honest pairs so much alike; all others have 1.
        pairs: how many were compared.
    """
    order = sorted(rates, key=lambda pair: rates[pair])
    sure: NDArray[np.float64] = np.array([rates[pair] for pair in order])
    allowed = FALSE_SHARE * np.arange(1, len(order) + 1) / max(pairs, 1)
    fits = np.flatnonzero(sure <= allowed)
    return set(order[: int(fits[-1]) + 1]) if len(fits) else set()
