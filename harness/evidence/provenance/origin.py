"""What a value of a program was made of."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

PLACEHOLDER = re.compile(r"%[-#0 +]*+\d*+(?:\.\d++)?[a-zA-Z%]|\{[^{}]*+\}")


@dataclass(frozen=True)
class Origin:
    """What went into a value.

    Attributes: ``data``, whether the data set did; ``learned``, whether only through a network, as its history or
    predictions; ``texts`` and ``numbers``, the literals that are in it as they were typed. A computation that takes
    data gives a new value, in which no literal stands any more; ``inside`` are those that went into it.
    """

    data: bool = False
    learned: bool = False
    texts: frozenset[str] = frozenset()
    numbers: frozenset[float] = frozenset()
    inside: frozenset[float] = frozenset()

    @functools.cached_property
    def as_shown(self) -> frozenset[float]:
        """Typed numbers, rounded or not."""
        return self.numbers | {round(value, digits) for value in self.numbers for digits in range(5)}

    def computed(self) -> "Origin":
        """The result of computing something with this value."""
        inside = self.inside | self.numbers
        return Origin(data=True, learned=self.learned, inside=inside) if self.data else self

    def looked_at(self, typed: frozenset[float] = frozenset()) -> "Origin":
        """The result of a function of this value, and of what was ``typed`` beside it."""
        return Origin(data=True, learned=self.learned, inside=typed) if self.data else self

    def touched_by(self, data: bool) -> "Origin":
        """The same value where data decided how often it was changed."""
        return replace(self, data=True) if data and not self.data else self


NOTHING = Origin()
DATA = Origin(data=True)


def literal(value: object) -> Origin:
    """A literal of the source; 0 and 1 are in every program and tell nothing."""
    if isinstance(value, bool) or value is None or value in (0, 1):
        return NOTHING
    if isinstance(value, (int, float)):
        try:
            return Origin(numbers=frozenset([float(value)]))
        except OverflowError:
            return NOTHING
    if isinstance(value, str):
        pieces = (piece for piece in PLACEHOLDER.split(value) if re.search(r"\d", piece))
        return Origin(texts=frozenset(line for piece in pieces for line in piece.splitlines()))
    return NOTHING


def together(origins: Iterable[Origin]) -> Origin:
    """A value that holds all of these side by side, as a list or a text does."""
    found = list(origins)
    if len(found) == 1:
        return found[0]
    return Origin(
        data=any(origin.data for origin in found),
        learned=any(o.learned for o in found) and not any(o.data and not o.learned for o in found),
        texts=frozenset().union(*(origin.texts for origin in found)),
        numbers=frozenset().union(*(origin.numbers for origin in found)),
        inside=frozenset().union(*(origin.inside for origin in found)),
    )
