"""What is said to a person, as a code and its values: no word of any language stands in it.

Standard library only: whatever runs before an environment exists, and every command's help, says phrases, too.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

NAMED = "named"
"""Code of what has a name in English, and in other languages where their catalogues hold it; see `named`."""
TEXT = "text"
"""Code of words that somebody outside wrote, a teacher's assertion for one; they are shown as they are."""
MAX_TEXT = 1000
MAX_LISTED = 100
"""Texts and lists are cut beyond these: much of what is said stems from what a student chose."""
_CODE = re.compile(r"[a-z][a-z0-9_.]*(?<!\.)")
"""No two full stops stand side by side in one, either: as a group that repeats, this would be costly to show linear."""

Atom = str | int | float | bool | None


@dataclass(frozen=True)
class Phrase:
    """A code, such as ``run.time_limit``, and what its template needs: numbers, names, or other phrases. A field of a record
    may be one: Pydantic reads and writes it. Raises `ValueError` where the code cannot be one."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - Pydantic asks for it, where a phrase is a field

    code: str
    values: "dict[str, Phrase | Atom | tuple[Phrase | Atom, ...]]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code) or ".." in self.code:
            raise ValueError(f"{self.code!r} is not a code")

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.values))))


Part = Phrase | Atom
Value = Part | tuple[Part, ...]
Given = Part | os.PathLike[str] | BaseException
"""What may be put into a phrase: of an error of ours its own phrase is said, of another its text."""


def phrase(code: str, /, **values: Given | Iterable[Given]) -> Phrase:
    """A phrase; long texts and lists among its values are cut."""
    return made(code, values)


def made(code: str, values: Mapping[str, Given | Iterable[Given]]) -> Phrase:
    """A `phrase` whose code stands elsewhere: in a template of a page for one."""
    return Phrase(code, {name: _bounded(value) for name, value in values.items()})


def named(code: str, otherwise: str) -> Phrase:
    """What a catalogue calls the thing with this code: a role or a check of an assignment for one. Where it has no name for it,
    that is ``otherwise``."""
    return phrase(NAMED, of=code, otherwise=otherwise)


def plain(text: str) -> Phrase:
    """Words that have no code."""
    return phrase(TEXT, text=text)


def _bounded(value: Given | Iterable[Given]) -> Value:
    if value is None or isinstance(value, (Phrase, str, int, float, os.PathLike, BaseException)):
        return _part(value)
    return tuple(_part(part) for part in list(value)[:MAX_LISTED])


def _part(given: Given) -> Part:
    if isinstance(given, BaseException):
        said = getattr(given, "phrase", None)
        return said if isinstance(said, Phrase) else _part(str(given))
    if isinstance(given, os.PathLike):
        given = os.fspath(given)
    return given[: MAX_TEXT - 1] + "…" if isinstance(given, str) and len(given) > MAX_TEXT else given
