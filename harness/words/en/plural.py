"""Plurals, for all English catalogues."""

from collections.abc import Callable


def many(count: int, thing: str) -> str:
    """``1 cell``, ``2 cells``."""
    return f"{count:,} {thing}{'s' * (count != 1)}"


def counted(thing: str, after: str = ".") -> Callable[[int], str]:
    """A template: so many of a thing, and what follows."""
    return lambda count: many(count, thing) + after
