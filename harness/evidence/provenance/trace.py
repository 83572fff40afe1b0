"""Which numbers and phrases in the outputs of a notebook were computed from the data."""

import functools
import re
from dataclasses import dataclass, field

from harness.evidence.provenance.interpreter import Interpreter
from harness.evidence.provenance.magics import written_by
from harness.evidence.provenance.numbers import Shown, made_of, readings_in
from harness.evidence.provenance.origin import NOTHING, Origin, together
from harness.evidence.provenance.parse import Parser, TooLongError
from harness.evidence.provenance.sources import DataCalls
from harness.words.phrase import phrase

MAX_COMPARED = 10**9
"""Characters of an output, times the texts that are looked for in it: a second or so."""


@dataclass
class CellTrace:
    """What one cell shows: the origin of all that it displays, whether it does anything with the data, and the dotted names of
    what it calls, each with the line of the first statement of the cell that does. It is ``followed`` where it is Python and
    not ``too_long``, or nested too deep."""

    shown: list[Origin] = field(default_factory=list)
    uses_data: bool = False
    followed: bool = True
    too_long: bool = False
    called: dict[str, int] = field(default_factory=dict)
    _read: dict[str, list[Shown]] = field(default_factory=dict)
    """By line of an output: outputs are read more than once, and what runs of one program show has many lines in common."""

    @property
    def shows_data(self) -> bool:
        """True where something of the data is displayed, or may be."""
        return not self.followed or any(origin.data for origin in self.shown)

    def untyped(self, text: str) -> str:
        """The output of the cell without the texts that its source spells out. Raises `TooLongError` where both are
        so long that they cannot be compared."""
        if not self.followed:
            return text
        pieces = self._pieces
        if len(pieces) * len(text) > MAX_COMPARED:
            raise TooLongError(phrase("follow.output"))
        for piece in pieces:
            text = _without(text, piece)
        return text

    @functools.cached_property
    def _all_shown(self) -> Origin:
        return together(self.shown)

    @functools.cached_property
    def _pieces(self) -> list[str]:
        """The texts that the source spells out, the longest first."""
        return sorted({text.strip() for text in self._all_shown.texts} - {""}, key=len, reverse=True)

    def numbers(self, text: str) -> list[Shown]:
        """Those numbers of an output that were computed from the data, in every way to read them. Raises
        `TooLongError` as `untyped` does."""
        return [number for line in self.lines(text) for number in line]

    def lines(self, text: str) -> list[list[Shown]]:
        """The same, line by line."""
        if not self.shows_data:
            return []
        return [self._line(line) for line in self.untyped(text).splitlines()]

    def _line(self, line: str) -> list[Shown]:
        if line not in self._read:
            shown = self._all_shown if self.followed else NOTHING
            self._read[line] = [
                number
                for number in readings_in(line)
                if number not in shown.as_shown and not made_of(number, shown.inside)
            ]
        return self._read[line]


def _without(text: str, piece: str) -> str:
    """The text with a blank for the piece wherever it is not the part of a longer number."""
    parts = text.split(piece)
    kept = [parts[0]]
    for number, part in enumerate(parts[1:], 1):
        before = (parts[number - 1] or (piece if number > 1 else ""))[-1:]
        after = (part or (piece if number < len(parts) - 1 else ""))[:1]
        kept += [piece if before.isdecimal() or after.isdecimal() else " ", part]
    return "".join(kept)


def _is_typed(number: float, origin: Origin) -> bool:
    return number in origin.as_shown or made_of(number, origin.inside)


@dataclass
class Trace:
    """What was found in all cells, and of every global name."""

    cells: list[CellTrace]
    names: dict[str, list[Origin]]

    def is_computed(self, name: str, numbers: list[float]) -> bool:
        """True where a variable may hold these numbers by computation from the data: most of them were not typed."""
        root = re.split(r"\W", name, maxsplit=1)[0]
        if root not in self.names:
            return not all(cell.followed for cell in self.cells)
        return any(
            origin.data and 2 * sum(_is_typed(number, origin) for number in numbers) <= len(numbers)
            for origin in self.names[root]
        )


def trace(cells: list[str], calls: DataCalls, modules: dict[str, str] | None = None) -> Trace:
    """Follows code cells in order; ``calls`` says what brings the data into the program, ``modules`` are the student's
    other Python files, module name to source."""
    names: dict[str, list[Origin]] = {}
    current = [CellTrace()]
    parser = Parser()
    interpreter = Interpreter(
        modules or {},
        parser,
        calls,
        on_show=lambda origin: current[0].shown.append(origin),
        on_assign=lambda name, origin: names.setdefault(name, []).append(origin),
        on_use=lambda: setattr(current[0], "uses_data", True),
        on_call=lambda path: current[0].called.setdefault(path, interpreter.at),
    )
    found = []
    for source in cells:
        current[0] = cell = CellTrace()
        found.append(cell)
        try:
            if (file := written_by(source)) is not None:
                interpreter.write(*file)
            tree = parser.parse(source)
            if tree is not None:
                interpreter.run(tree.body, shows_last=not source.rstrip().endswith(";"))
            cell.followed = tree is not None
        except (TooLongError, RecursionError):
            cell.followed, cell.too_long = False, True
    return Trace(found, names)
