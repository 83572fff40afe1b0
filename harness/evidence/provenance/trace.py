"""Which numbers and phrases in the outputs of a notebook were computed from the data."""

import ast
import re
from dataclasses import dataclass, field

from harness.evidence.provenance.interpreter import Interpreter
from harness.evidence.provenance.origin import Origin, together
from harness.evidence.provenance.scope import TooLongError

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


def numbers_in(text: str) -> list[float]:
    """All numbers of a text."""
    return [float(token) for token in NUMBER.findall(text)]


@dataclass
class CellTrace:
    """What one cell shows: the origin of all that it displays, whether it does anything with the data, and the dotted
    names of what it calls."""

    shown: list[Origin] = field(default_factory=list)
    uses_data: bool = False
    followed: bool = True
    called: set[str] = field(default_factory=set)

    @property
    def shows_data(self) -> bool:
        """True where something of the data is displayed, or may be."""
        return not self.followed or any(origin.data for origin in self.shown)

    def untyped(self, text: str) -> str:
        """The output of the cell without the texts that its source spells out."""
        if not self.followed:
            return text
        for piece in sorted(together(self.shown).texts, key=len, reverse=True):
            text = re.sub(rf"(?<!\d){re.escape(piece.strip())}(?!\d)", " ", text)
        return text

    def numbers(self, text: str) -> list[float]:
        """Those numbers of an output that were computed from the data."""
        if not self.shows_data:
            return []
        typed = together(self.shown).numbers if self.followed else frozenset()
        return [number for number in numbers_in(self.untyped(text)) if not _is_one_of(number, typed)]


def _is_one_of(number: float, typed: frozenset[float]) -> bool:
    """True for a typed number, rounded or not."""
    return any(number == value or any(number == round(value, d) for d in range(5)) for value in typed)


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
            origin.data and 2 * sum(_is_one_of(number, origin.numbers) for number in numbers) <= len(numbers)
            for origin in self.names[root]
        )


def trace(cells: list[str], modules: dict[str, str] | None = None) -> Trace:
    """Follows code cells in order; ``modules`` are the student's other Python files, module name to source."""
    names: dict[str, list[Origin]] = {}
    current = [CellTrace()]
    parsed = {name: tree for name, source in (modules or {}).items() if (tree := parse(source)) is not None}
    interpreter = Interpreter(
        parsed,
        on_show=lambda origin: current[0].shown.append(origin),
        on_assign=lambda name, origin: names.setdefault(name, []).append(origin),
        on_use=lambda: setattr(current[0], "uses_data", True),
        on_call=lambda path: current[0].called.add(path),
    )
    found = []
    for source in cells:
        current[0] = cell = CellTrace()
        found.append(cell)
        tree = parse(source)
        if tree is None:
            cell.followed = False
            continue
        try:
            interpreter.run(tree.body, shows_last=not source.rstrip().endswith(";"))
        except (TooLongError, RecursionError):
            cell.followed = False
    return Trace(found, names)


def parse(source: str) -> ast.Module | None:
    """The syntax tree of a cell without its magics and shell commands; None where it is no Python."""
    lines = source.splitlines()
    if lines and re.match(r"\s*%%(?!time|capture|prun|timeit)\w", lines[0]):
        return ast.Module(body=[], type_ignores=[])
    plain = [re.sub(r"^(\s*)[%!?].*$", r"\1pass", line) for line in lines]
    plain = [re.sub(r"^(\s*)(\w[\w, ]*?)\s*=\s*[%!].*$", r"\1\2 = None", line) for line in plain]
    plain = [re.sub(r"^\s*\w[\w.]*\?{1,2}$", "pass", line) for line in plain]
    # A line of plain Python may begin with % too.
    for text in (source, "\n".join(plain)):
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError):
            continue
    return None
