"""The formats of a gradebook by their names, and which one a platform's table has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.errors import UsageError
from harness.gradebook import canvas, moodle
from harness.gradebook.everything import Line, as_csv, as_json, lines_of
from harness.gradebook.excel import as_workbook
from harness.gradebook.marks import Result
from harness.gradebook.sheet import read_sheet
from harness.gradebook.table import Choices, Told, fill
from harness.intake.roster import Student
from harness.words.phrase import phrase

CANVAS, MOODLE, MOODLE_GRADES = canvas.NAME, moodle.NAME, "moodle-grades"
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_OWN: dict[str, Callable[[Sequence[Line], str], bytes]] = {
    "csv": as_csv,
    "xlsx": lambda lines, _: as_workbook(lines),
    "json": lambda lines, _: as_json(lines),
}
NAMES = (CANVAS, MOODLE, MOODLE_GRADES, *_OWN)


@dataclass(frozen=True)
class Wanted:
    """What is asked for: the format, None for that of the template; the platform's table; the assignment's column there; the
    assignment's title and points; by what Moodle's gradebook finds students; what separates cells of the plain table."""

    format: str | None
    title: str
    max_points: float
    template: Path | None = None
    column: str | None = None
    by: str = moodle.BY[0]
    separator: str = ","
    choices: Choices = field(default_factory=Choices)


def suffix(name: str) -> str:
    """How a file of this format ends: ``.csv``."""
    return f".{name}" if name in _OWN else f".{name}.csv"


def make(wanted: Wanted, results: Sequence[Result], roster: Sequence[Student]) -> tuple[str, bytes, Told]:
    """The format that it has, the file, and what a person must know of it. Raises `UsageError`, and as `as_workbook` does."""
    if wanted.template is not None:
        return _filled(wanted, wanted.template, results, roster)
    name = wanted.format
    if name is None:
        raise UsageError(phrase("formats.which", names=NAMES))
    if name in _OWN:
        lines, told = lines_of(results, roster, wanted.choices)
        return name, _OWN[name](lines, wanted.separator), told
    if name == MOODLE:
        raise UsageError(phrase("formats.worksheet", other=MOODLE_GRADES))
    if not roster:
        raise UsageError(phrase("formats.no_ids", name=name))
    title = wanted.column or wanted.title
    most, choices = wanted.max_points, wanted.choices
    if name == CANVAS:
        return name, *canvas.from_roster(results, roster, title, choices, most)
    return name, *moodle.for_gradebook(results, roster, title, choices, most, wanted.by)


def _filled(
    wanted: Wanted, path: Path, results: Sequence[Result], roster: Sequence[Student]
) -> tuple[str, bytes, Told]:
    sheet = read_sheet(path)
    known = {CANVAS: canvas.fits(sheet), MOODLE: moodle.fits(sheet)}
    name = wanted.format or next((name for name, fit in known.items() if fit), None)
    if name is None or not known.get(name, False):
        raise UsageError(
            phrase("formats.neither", path=path)
            if wanted.format is None or name in known
            else phrase("formats.no_template", canvas=CANVAS, moodle=MOODLE, name=name)
        )
    is_canvas = name == CANVAS
    table = (
        canvas.read(sheet, wanted.column, wanted.title) if is_canvas else moodle.read(sheet, wanted.column)
    )
    told = fill(table, results, roster, wanted.choices)
    return name, sheet.content(), told
