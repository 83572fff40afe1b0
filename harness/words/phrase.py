"""What is said to a person, as a code and its values: no word of any language stands in it."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

TEXT = "text"
"""Code of words that somebody outside wrote, a teacher's assertion for one; they are shown as they are."""
MAX_TEXT = 1000
MAX_LISTED = 100
"""Texts and lists are cut beyond these: much of what is said stems from what a student chose."""

Atom = str | int | float | bool | None


class Phrase(BaseModel):
    """A code, such as ``run.time_limit``, and what its template needs: numbers, names, or other phrases."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]
    values: "dict[str, Phrase | Atom | tuple[Phrase | Atom, ...]]" = {}

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.values))))


Part = Phrase | Atom
Value = Part | tuple[Part, ...]


def phrase(code: str, /, **values: Part | Iterable[Part]) -> Phrase:
    """A phrase; long texts and lists among its values are cut."""
    return Phrase(code=code, values={name: _bounded(value) for name, value in values.items()})


def plain(text: str) -> Phrase:
    """Words that have no code."""
    return phrase(TEXT, text=text)


def _bounded(value: Part | Iterable[Part]) -> Value:
    if value is None or isinstance(value, (Phrase, str, int, float)):
        return _cut(value)
    return tuple(_cut(part) for part in list(value)[:MAX_LISTED])


def _cut(part: Part) -> Part:
    return part[: MAX_TEXT - 1] + "…" if isinstance(part, str) and len(part) > MAX_TEXT else part
