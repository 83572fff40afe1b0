"""What a notebook shows a reader, without what was only typed."""

import bisect
import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from harness.checks.logs import STATISTICS, without_library, without_logs, without_progress
from harness.evidence.provenance.numbers import Shown
from harness.evidence.provenance.sources import DataCalls
from harness.evidence.provenance.trace import CellTrace, Trace, trace
from harness.evidence.schema import Evidence, NotebookCell, Plot, Value

ANYTHING = re.compile("")
MANY = 60
"""Numbers of one output, logs left out: among more than these almost any value is met by chance."""
NEAR = 30
"""Among many numbers, those that belong together stand within so many, or within three times theirs."""
EXACT = 0.001
"""Share of a value that it may differ by there, beside the digit that was cut off."""
FEW_ON_A_LINE = 4
"""A line of more numbers and nothing else is a piece of an array."""
SIX_DIGITS = 1e-6
ROUNDED = 1e-4
"""Share of a value by which what is drawn of it may differ."""
SMALL = 12
"""Elements of a variable that holds statistics, and no series."""
GO_ON = ("ImportError", "ModuleNotFoundError")
"""Errors after which the rest of a cell runs."""
BARE = re.compile(r"[-+\d.,eE\s\[\]()]*")


class Outputs:
    """Outputs and variables of the executed notebook, each with where it comes from.

    ``modules`` are the student's other Python files, module name to source; ``calls`` says what brings the data in. A program
    that one of the ``others`` followed already is not followed again.
    """

    def __init__(
        self,
        evidence: Evidence,
        modules: dict[str, str],
        calls: DataCalls,
        others: Iterable["Outputs"] = (),
    ) -> None:
        self._evidence = evidence
        self._cells = [
            cell.model_copy(update={"text": without_library(cell.text)})
            for cell in evidence.notebook
            if cell.code
        ]
        self._program = [cell.source for cell in self._cells], calls, modules
        known = (other._trace for other in others if other._program == self._program)
        self._trace: Trace = next(known, None) or trace(*self._program)
        self._about = dict[re.Pattern[str], list[tuple[list[list[Shown]], list[bool]]]]()

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
    def lines(self) -> list[list[list[Shown]]]:
        """The computed numbers of each line of each cell, progress bars left out."""
        return [found.lines(without_progress(cell.text)) for cell, found in self.cells]

    @functools.cached_property
    def described(self) -> list[tuple[list[list[Shown]], list[str]]]:
        """The same without logs of a training, and the text of each line as it was printed."""
        texts = [without_logs(cell.text) for cell in self._cells]
        return [
            (found.lines(text), text.splitlines()) for text, (_, found) in zip(texts, self.cells, strict=True)
        ]

    @property
    def untyped(self) -> str:
        """All text that was printed or displayed, without the phrases that the cells spell out."""
        return "\n".join(self._untyped)

    @functools.cached_property
    def text(self) -> str:
        """The same from cells that show something of the data."""
        shows = (found.shows_data for _, found in self.cells)
        return "\n".join(text for text, shown in zip(self._untyped, shows, strict=True) if shown)

    def numbers(self, about: re.Pattern[str] = ANYTHING) -> list[Shown]:
        """Numbers that cells computed from the data and printed or displayed; of cells whose source or text speaks of
        ``about``. The hundreds of numbers of a progress bar are left out."""
        return [number for lines, _ in self._speaking(about) for line in lines for number in line]

    def _speaking(self, about: re.Pattern[str]) -> list[tuple[list[list[Shown]], list[bool]]]:
        """Of the cells whose source or text speaks of ``about``, the `lines`, and of each line whether it does, or need not since
        the cell has few fractions."""
        # Several checks ask of the same, each about many numbers.
        if about not in self._about:
            self._about[about] = [
                (lines, _speak(about, cell.text, lines))
                for cell, lines in zip(self._cells, self.lines, strict=True)
                if about.search(cell.source) or about.search(cell.text)
            ]
        return self._about[about]

    @functools.cached_property
    def values(self) -> list[Value]:
        """Variables that hold a number, or a few of them, computed from the data."""
        return [value for value in self._evidence.values if self._trace.is_computed(value.name, value.data)]

    @property
    def called(self) -> set[str]:
        """Dotted names, as imported, of the functions and classes that the cells which ran call; of a cell that failed, or
        ended itself, those up to that line."""
        ended = {
            run.number: run.line
            for run in self._evidence.cells
            if run.line is not None and run.error not in GO_ON
        }
        return {
            path
            for cell, found in self.cells
            if cell.count is not None
            for path, line in found.called.items()
            if line <= ended.get(cell.number, line)
        }

    def shows(self, wanted: float, tolerance: float, about: re.Pattern[str] = ANYTHING) -> bool:
        """True where a computed number lies within ``tolerance`` of ``wanted``: one kept in a variable whose name speaks
        of ``about``, or one printed by a cell that does. Among more than `MANY` fractions its own line must speak of it, or
        it must be right to six digits."""
        if any(
            abs(value.data[0] - wanted) <= tolerance
            for value in self.values
            if not value.shape and about.search(value.name)
        ):
            return True
        for lines, speaks in self._speaking(about):
            for line, here in zip(lines, speaks, strict=False):
                within = tolerance if here else min(tolerance, SIX_DIGITS)
                for number in line:
                    if abs(number - wanted) <= within:
                        return True
        return False

    def describes(self, wanted: Sequence[float], tolerance: float) -> bool:
        """True where all these statistics of the data are shown or kept in variables, each within a share
        ``tolerance`` of it.

        Logs of a training do not count. Many statistics stand in one output, or in variables. In an output with more than
        `MANY` numbers they must stand in lines that speak of statistics; or together, and be right to the digits that are
        shown."""
        places = self._places
        if len(wanted) <= FEW_ON_A_LINE:
            # A mean in one cell and a deviation in another; ten values met all over a notebook are met by chance.
            places = [[number for place in places for number in place]]
        if any(_holds(place, wanted, tolerance) for place in places):
            return True
        crowded = (one for one in self.described if _is_crowded(one[0]))
        return any(_together(wanted, tolerance, lines, texts) for lines, texts in crowded)

    @functools.cached_property
    def _places(self) -> list[list[float]]:
        """The numbers that may describe something: those of variables, and those of each output, of a crowded one in lines that
        speak of statistics."""
        places = [[number for value in self.values if len(value.data) <= SMALL for number in value.data]]
        for lines, texts in self.described:
            crowded = _is_crowded(lines)
            said = zip(lines, texts, strict=False) if crowded else ((line, "") for line in lines)
            places.append(
                [number for line, words in said if not crowded or STATISTICS.search(words) for number in line]
            )
        return places

    def plots(self, *shows: str) -> list[Plot]:
        """What was drawn in cells that use the data: ``image``, ``table``, ``bars`` or ``line``."""
        using = {cell.count for cell, found in self.cells if found.uses_data}
        return [plot for plot in self._evidence.plots if plot.shows in shows and plot.cell in using]

    def other_pictures(self) -> list[NotebookCell]:
        """Cells that use the data and show a picture that was not seen being drawn, such as one of plotly's; those of
        how a training went are none."""
        seen = {plot.cell for plot in self._evidence.plots if plot.shows != "line"}
        of_training = self._training_figures()
        return [
            cell
            for cell, found in self.cells
            if found.uses_data and cell.count not in seen and cell.pictures > of_training[cell.count]
        ]

    def _training_figures(self) -> Counter[int | None]:
        """By execution count of a cell, how many figures show lines, all of them from the history of a training."""
        every = (values for fit in self._evidence.fits for values in fit.history.values())
        known = sorted(value for values in every for value in values if value is not None)
        of_training, others = set[tuple[int, int | None]](), set[tuple[int, int | None]]()
        for plot in self._evidence.plots:
            if plot.shows == "line":
                drawn = bool(plot.data) and _all_in(plot.data, known)
                (of_training if drawn else others).add((plot.cell, plot.figure))
        return Counter(cell for cell, _ in of_training - others)


def _speak(about: re.Pattern[str], text: str, lines: list[list[Shown]]) -> list[bool]:
    crowded = sum(number.step < 1 for line in lines for number in line) > MANY
    return [not crowded or about.search(words) is not None for words in without_progress(text).splitlines()]


def _is_crowded(lines: list[list[Shown]]) -> bool:
    return sum(map(len, lines)) > MANY


def _all_in(numbers: Sequence[float | None], known: Sequence[float]) -> bool:
    """Whether each is one of those that are known, in rising order, but for rounding."""

    def is_known(number: float) -> bool:
        place = bisect.bisect_left(known, number - ROUNDED * abs(number))
        return place < len(known) and known[place] <= number + ROUNDED * abs(number)

    return all(number is None or is_known(number) for number in numbers)


def _holds(numbers: Sequence[float], wanted: Sequence[float], tolerance: float) -> bool:
    return all(any(abs(number - one) <= tolerance * abs(one) for number in numbers) for one in wanted)


def _together(wanted: Sequence[float], tolerance: float, lines: list[list[Shown]], texts: list[str]) -> bool:
    """Whether all are met by numbers that stand close to each other; where they are few, not within an array."""
    if len(wanted) <= FEW_ON_A_LINE:
        lines = [
            [] if len(line) > FEW_ON_A_LINE and BARE.fullmatch(text) else line
            for line, text in zip(lines, texts, strict=False)
        ]
    last: dict[int, int] = {}
    for place, number in enumerate(number for line in lines for number in line):
        for which, one in enumerate(wanted):
            exact = min(tolerance, EXACT) * abs(one) + min(number.step / 2, tolerance * abs(one))
            if abs(number - one) <= exact:
                last[which] = place
                if len(last) == len(wanted) and place - min(last.values()) < max(NEAR, 3 * len(wanted)):
                    return True
    return False
