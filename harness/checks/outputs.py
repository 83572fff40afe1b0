"""What a notebook shows a reader, without what was only typed."""

import functools
import re

from harness.evidence import Evidence, NotebookCell, Plot, Value
from harness.provenance.trace import CellTrace, trace

ANYTHING = re.compile("")
PROGRESS_BAR = re.compile(r"^.*\d[mu]?s/(step|sample|epoch).*$", re.MULTILINE)
"""A line of `Model.fit` or `Model.evaluate`, as every Keras prints it."""


class Outputs:
    """Outputs and variables of the executed notebook, each with where it comes from.

    ``modules`` are the student's other Python files, module name to source.
    """

    def __init__(self, evidence: Evidence, modules: dict[str, str]) -> None:
        self._evidence = evidence
        self._cells = [cell for cell in evidence.notebook if cell.code]
        self._trace = trace([cell.source for cell in self._cells], modules)

    @property
    def cells(self) -> list[tuple[NotebookCell, CellTrace]]:
        """Each code cell with what it was found to show."""
        return list(zip(self._cells, self._trace.cells, strict=True))

    @property
    def too_long(self) -> int | None:
        """The number of the first cell whose source is too long, or nested too deep, to be followed."""
        return next((cell.number for cell, found in self.cells if found.too_long), None)

    @functools.cached_property
    def _untyped(self) -> list[str]:
        return [found.untyped(cell.text) for cell, found in self.cells]

    @functools.cached_property
    def _numbers(self) -> list[list[float]]:
        return [found.numbers(PROGRESS_BAR.sub("", cell.text)) for cell, found in self.cells]

    @property
    def untyped(self) -> str:
        """All text that was printed or displayed, without the phrases that the cells spell out."""
        return "\n".join(self._untyped)

    @functools.cached_property
    def text(self) -> str:
        """The same from cells that show something of the data."""
        shows = (found.shows_data for _, found in self.cells)
        return "\n".join(text for text, shown in zip(self._untyped, shows, strict=True) if shown)

    def numbers(self, about: re.Pattern[str] = ANYTHING) -> list[float]:
        """Numbers that cells computed from the data and printed or displayed; of cells whose source or text speaks of
        ``about``. The hundreds of numbers of a progress bar are left out."""
        return [
            number
            for cell, numbers in zip(self._cells, self._numbers, strict=True)
            if about.search(cell.source) or about.search(cell.text)
            for number in numbers
        ]

    @functools.cached_property
    def values(self) -> list[Value]:
        """Variables that hold a number, or a few of them, computed from the data."""
        return [value for value in self._evidence.values if self._trace.is_computed(value.name, value.data)]

    @property
    def called(self) -> set[str]:
        """Dotted names, as imported, of the functions and classes that the cells which ran call."""
        return set().union(*(found.called for cell, found in self.cells if cell.count is not None))

    def shows(self, wanted: float, tolerance: float, about: re.Pattern[str] = ANYTHING) -> bool:
        """True where a computed number lies within ``tolerance`` of ``wanted``: one printed by a cell that speaks of
        ``about``, or one kept in a variable whose name does."""
        kept = [value.data[0] for value in self.values if not value.shape and about.search(value.name)]
        return any(abs(number - wanted) <= tolerance for number in [*self.numbers(about), *kept])

    def plots(self, shows: str) -> list[Plot]:
        """What was drawn in cells that use the data: ``image``, ``table`` or ``bars``."""
        using = {cell.count for cell, found in self.cells if found.uses_data}
        return [plot for plot in self._evidence.plots if plot.shows == shows and plot.cell in using]

    def other_pictures(self) -> list[NotebookCell]:
        """Cells that use the data and show a picture that was not seen being drawn, such as one of plotly's."""
        seen = {plot.cell for plot in self._evidence.plots}
        return [
            cell for cell, found in self.cells if cell.pictures and found.uses_data and cell.count not in seen
        ]
