"""How often two honest works look so much alike, from pairs that are known to be honest."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.errors import UsageError
from harness.words.phrase import phrase

TAIL = 100
"""So many of the strongest honest pairs say how quickly stronger ones become rarer."""
LEAST_PAIRS = 10 * TAIL
FALSE_ALARM = 0.05
"""Of classes without any copy, at most this share has a pair that stands out (Holm, 1979)."""

Strength = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Honest(BaseModel):
    """What honest pairs showed in one respect: how many ``pairs`` of how many ``works`` (0 where that does not matter), and the
    strengths of those most alike, falling, `TAIL` + 1 of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    works: Annotated[int, Field(ge=0)]
    pairs: Annotated[int, Field(ge=LEAST_PAIRS)]
    strongest: Annotated[list[Strength], Field(min_length=TAIL + 1, max_length=TAIL + 1)]

    @classmethod
    def of(cls, strengths: Sequence[float], works: int) -> Self:
        """The record of these pairs. Raises `UsageError` where they are fewer than `LEAST_PAIRS`."""
        if len(strengths) < LEAST_PAIRS:
            raise UsageError(phrase("likeness.few", pairs=len(strengths), least=LEAST_PAIRS))
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
    """The file that an assignment brings: what honest pairs of its works showed, and the command that measured it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    made_by: str
    sources: Honest | None = None


def read_honest(path: Path | None) -> HonestPairs:
    """What an assignment knows of honest pairs; nothing where it brings no such file. Raises `UsageError` where it cannot be
    read."""
    if path is None:
        return HonestPairs(made_by="nothing")
    try:
        return HonestPairs.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise UsageError(phrase("likeness.record", path=path)) from error


def standing_out(rates: Mapping[int, float], pairs: int) -> set[int]:
    """The pairs that stand out among ``pairs`` that were compared, by Holm's rule at `FALSE_ALARM`: it holds also where pairs
    depend on each other.

    Args:
        rates: of the pairs that may stand out, the share of honest pairs so much alike; all others have 1.
        pairs: how many were compared.
    """
    found = set[int]()
    for number, pair in enumerate(sorted(rates, key=lambda pair: rates[pair])):
        if rates[pair] * (pairs - number) > FALSE_ALARM:
            break
        found.add(pair)
    return found
