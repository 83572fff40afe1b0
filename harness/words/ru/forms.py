"""Plurals, numbers and lists, for all Russian catalogues."""

from collections.abc import Callable

from harness.words.phrase import Atom
from harness.words.several import Several

THOUSANDS = "\u00a0"
"""Stands between thousands, where English has a comma. The decimal point stays a point: students compare these numbers
with what Python prints."""


class RussianSeveral(Several):
    """A list in a Russian sentence."""

    __slots__ = ()
    MORE = " и ещё {count}"
    NONE = "ничего"


class _Int(int):
    def __format__(self, spec: str) -> str:
        return super().__format__(spec).replace(",", THOUSANDS)


class _Float(float):
    def __format__(self, spec: str) -> str:
        return super().__format__(spec).replace(",", THOUSANDS)


def grouped(value: Atom) -> Atom:
    """A number whose format with a comma has a space between thousands; anything else as it is."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _Int(value)
    return _Float(value) if isinstance(value, float) else value


def form(count: int, one: str, few: str, many: str) -> str:
    """The form of a noun after a number, by the rules of CLDR for Russian: 1, 2, 5."""
    if count % 10 == 1 and count % 100 != 11:
        return one
    return few if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else many


def many(count: int, one: str, few: str, more: str) -> str:
    """``1 ячейка``, ``2 ячейки``, ``5 ячеек``."""
    return f"{_Int(count):,} {form(count, one, few, more)}"


def counted(one: str, few: str, more: str, after: str = ".") -> Callable[[int], str]:
    """A template: so many of a thing, and what follows."""
    return lambda count: many(count, one, few, more) + after


def of_points(value: str) -> str:
    """``100 баллов``, ``7.5 балла``, ``21 балла``: after «из»."""
    singular = "." in value or (value.endswith("1") and not value.endswith("11"))
    return f"{value} {'балла' if singular else 'баллов'}"
