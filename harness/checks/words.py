"""How checks put what they found into a sentence."""

from collections.abc import Iterable

MOST = 6


def listed(names: Iterable[str]) -> str:
    """The names, each once, as one phrase: ``relu, tanh``; of a long list the first, and how many more there are."""
    found = list(dict.fromkeys(names))
    more = f" and {len(found) - MOST} more" if len(found) > MOST + 1 else ""
    return (", ".join(found[:MOST] if more else found) or "none") + more
