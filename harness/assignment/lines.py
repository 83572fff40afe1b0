"""Lines to beat: what the authors of an assignment measured, as a file beside it."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import Field

from harness.evidence.network import Record
from harness.words.phrase import Phrase, phrase
from harness.words.say import called


class Line(Record):
    """One measured network. ``role`` is the part that it plays in the reference solution, None for a network by itself.

    ``seconds`` are those of the whole notebook, or of the training of a network by itself; None where they are not known.
    """

    name: str
    role: str | None = None
    macro_f1: float = Field(ge=0, le=1)
    interval: tuple[float, float]
    parameters: int | None = Field(None, ge=0)
    seconds: float | None = Field(None, ge=0)

    def title(self, roles: Mapping[str, str]) -> Phrase:
        """What the board calls it."""
        if self.role is None:
            return phrase("board.line", name=self.name)
        return phrase("board.reference", role=roles.get(self.role, self.role))


class Lines(Record):
    """The file. ``content`` are the content hashes of works that are lines themselves, and no student's."""

    content: list[str] = Field(default_factory=list)
    lines: list[Line] = Field(default_factory=list)


def line_called(assignment: str, name: str) -> str:
    """What a line of an assignment is called in the language that is spoken."""
    return called(f"{assignment}.line.{re.sub(r'[^a-z0-9]+', '_', name.lower())}", name)


def called_lines(assignment: str, lines: Iterable[Line]) -> list[Line]:
    """The lines under what they are called in the language that is spoken."""
    return [one.model_copy(update={"name": line_called(assignment, one.name)}) for one in lines]


def read_lines(path: Path | None) -> Lines:
    """What an assignment brings; nothing where it brings none."""
    return Lines() if path is None else Lines.model_validate_json(path.read_bytes())
