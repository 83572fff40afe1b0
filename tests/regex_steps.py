"""Counts what a backtracking matcher does to find all matches of a regular expression: cost without a clock.

It knows the parts of the language that the harness uses, and raises `NotImplementedError` at any other.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Rest = Callable[[int], int]
"""Matches what follows from a position; returns where it ends, or -1."""
CATEGORIES = {
    c.CATEGORY_DIGIT: r"\d",
    c.CATEGORY_NOT_DIGIT: r"\D",
    c.CATEGORY_SPACE: r"\s",
    c.CATEGORY_NOT_SPACE: r"\S",
    c.CATEGORY_WORD: r"\w",
    c.CATEGORY_NOT_WORD: r"\W",
}
ONE = (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN, c.CATEGORY, c.RANGE)
MANY = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
SAMPLES = "a0 .%<=\n\x00x"


class _TooManyError(Exception):
    """More steps than were to be counted."""


class Counter:
    """One expression over one text."""

    def __init__(self, pattern: str, flags: int, text: str) -> None:
        self.tree = list(_parser.parse(pattern, flags))
        self.multiline, self.dotall = bool(flags & re.MULTILINE), bool(flags & re.DOTALL)
        self.text, self.steps, self.most = text, 0, 0

    def find_all(self, most: int) -> int:
        """The number of steps that finding all matches takes; counting ends after ``most``."""
        at = 0
        self.most = most
        with suppress(_TooManyError):
            while at <= len(self.text):
                self._step()
                end = self._match(self.tree, at, lambda position: position)
                at = max(end, at + 1)
        return self.steps

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.most:
            raise _TooManyError

    def _match(self, items: list[Any], at: int, rest: Rest) -> int:
        if not items:
            return rest(at)
        (kind, value), tail = items[0], items[1:]
        self._step()

        def then(position: int) -> int:
            return self._match(tail, position, rest)

        if kind in ONE:
            return then(at + 1) if self._takes(kind, value, at) else -1
        if kind is c.SUBPATTERN:
            return self._match(list(value[3]), at, then)
        if kind is c.BRANCH:
            return next((e for way in value[1] if (e := self._match(list(way), at, then)) >= 0), -1)
        if kind is c.AT:
            return then(at) if self._is_at(value, at) else -1
        if kind in (c.ASSERT, c.ASSERT_NOT):
            direction, inner = value
            start = at if direction > 0 else at - 1
            found = start >= 0 and self._match(list(inner), start, lambda position: position) >= 0
            return then(at) if found is (kind is c.ASSERT) else -1
        if kind in MANY:
            low, high, body = value
            return self._repeat(kind, low, high, body, at, then)
        raise NotImplementedError(str(kind))

    def _takes(self, kind: Any, value: Any, at: int) -> bool:
        if at >= len(self.text) or (kind is c.ANY and not self.dotall and self.text[at] == "\n"):
            return False
        return accepts(kind, value, self.text[at])

    def _is_at(self, what: Any, at: int) -> bool:
        if what in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
            return at == 0 or (self.multiline and self.text[at - 1] == "\n")
        if what is c.AT_END:
            return at == len(self.text) or (self.multiline and self.text[at] == "\n")
        if what is c.AT_BOUNDARY:
            sides = (self.text[at - 1 : at] if at else "", self.text[at : at + 1])
            return len({bool(re.match(r"\w", side)) for side in sides}) == 2
        raise NotImplementedError(str(what))

    def _repeat(self, kind: Any, low: int, high: int, body: Any, at: int, then: Rest) -> int:
        items = list(body)
        if len(items) == 1 and items[0][0] in ONE:
            end = at
            while end - at < high and self._takes(items[0][0], items[0][1], end):
                end += 1
                self._step()
            ends = range(end, at + low - 1, -1)
            if kind is c.POSSESSIVE_REPEAT:
                ends = ends[:1]
            return next((e for position in ends if (e := then(position)) >= 0), -1)
        if high != 1:
            raise NotImplementedError("a repeated group")
        taken = self._match(items, at, then)
        return taken if taken >= 0 or low else then(at)


def accepts(kind: Any, value: Any, char: str) -> bool:
    """Whether one item of an expression takes the character."""
    if kind is c.ANY:
        return True
    if kind is c.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    if kind is c.CATEGORY:
        return bool(re.match(CATEGORIES[value], char))
    if kind is c.IN:
        negated = value[0][0] is c.NEGATE
        return any(accepts(kind_in, value_in, char) for kind_in, value_in in value[negated:]) is not negated
    return (char == chr(value)) is (kind is c.LITERAL)


def pumps(pattern: str, flags: int) -> Iterator[tuple[str, str]]:
    """Texts that an attacker would try, as (head, what to repeat): what comes before each repetition, over and over,
    and followed by what the expression's repetitions take."""
    tree = list(_parser.parse(pattern, flags))
    taken = sorted({char for char in SAMPLES for kind, value in _ones(tree) if accepts(kind, value, char)})
    for head in dict.fromkeys(_heads(tree)):
        yield "", head or "x"
        yield from ((head, char) for char in taken)


def _ones(items: list[Any]) -> Iterator[tuple[Any, Any]]:
    for kind, value in items:
        if kind in ONE:
            yield kind, value
        elif kind is c.SUBPATTERN:
            yield from _ones(list(value[3]))
        elif kind is c.BRANCH:
            for way in value[1]:
                yield from _ones(list(way))
        elif kind in MANY:
            yield from _ones(list(value[2]))


def _heads(items: list[Any]) -> list[str]:
    """Texts that match an expression as far as each of its repetitions, and the whole of it; of a branch each way."""
    heads, whole = [], [""]
    for kind, value in items:
        if kind in ONE:
            parts = [next(char for char in _chars(kind, value) if accepts(kind, value, char))]
        elif kind is c.SUBPATTERN:
            parts = _heads(list(value[3]))
        elif kind is c.BRANCH:
            parts = [head for way in value[1] for head in _heads(list(way))[-2:]]
        elif kind in MANY:
            heads += whole
            parts = _heads(list(value[2]))[-1:]
        else:
            continue
        whole = [text + part for text in whole[-2:] for part in parts[-4:]]
    return heads + whole


def _chars(kind: Any, value: Any) -> str:
    known = chr(value) if kind is c.LITERAL else " " if kind is c.ANY else ""
    if kind is c.IN:
        known = "".join(chr(v if k is c.LITERAL else v[0]) for k, v in value if k in (c.LITERAL, c.RANGE))
    return known + SAMPLES
