"""Canvas's gradebook: the CSV that "Export" writes and "Import" reads.

The header is ``Student`` (or ``LastName``, ``FirstName``), ``ID``, ``SIS User ID``, ``SIS Login ID``, ``Section`` and more, then
assignments as ``Title (id)`` and totals. A row of "Manual Posting" or "Muted" may follow, then ``    Points Possible``, in which
``(read only)`` stands under what an import does not change. A student is found by ``ID``, then by the SIS ids, then by the name.
An empty cell takes a grade away, ``EX`` excuses, ``N/A`` is of who does not have the assignment. Sources:
lib/gradebook_exporter.rb and lib/gradebook_importer.rb in https://github.com/instructure/canvas-lms, and
https://community.canvaslms.com/t5/Instructor-Guide/How-do-I-import-grades-in-the-Gradebook/ta-p/807.
"""

import csv
import io
import re
from collections.abc import Sequence

from harness.errors import UsageError
from harness.exporters.table import plain
from harness.gradebook.marks import Result
from harness.gradebook.people import assign
from harness.gradebook.sheet import Sheet
from harness.gradebook.table import Choices, Row, Table, Told, can_stay, factor
from harness.intake.roster import Student
from harness.report.text import number
from harness.words.phrase import phrase

NAME, TITLE = "canvas", "Canvas"
_POINTS = "Points Possible"
_STUDENT, _ID, _SIS, _LOGIN, _SECTION = "Student", "ID", "SIS User ID", "SIS Login ID", "Section"
_LAST, _FIRST = "LastName", "FirstName"
_TEST = {("Student", "Test"), ("Test Student",)}
_HIDDEN = re.compile(r"(muted|manual posting.*)?", re.IGNORECASE)
_TOTALS = re.compile(r"(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
_NUMBERED = re.compile(r"\((\d+)\)$")
_SPECIAL = ("EX", "N/A")
MOST_NAMED = 10


def fits(sheet: Sheet) -> bool:
    """Whether this is a table of Canvas."""
    header = sheet.header
    named = header[0] == _STUDENT or header[:2] == [_LAST, _FIRST]
    return named and _ID in header and _SECTION in header


def read(sheet: Sheet, column: str | None, title: str) -> Table:
    """The table, with the column of the assignment: the one that ``column`` names, else the only one, else that of ``title``.

    Raises `UsageError` where that is none, or one that an import does not change.
    """
    points = next((row for row, cells in enumerate(sheet.rows) if _POINTS in cells[0].text), None)
    if points is None:
        raise UsageError(phrase("canvas.no_points", path=sheet.path, points=_POINTS))
    grade = _column(sheet, points, column, title)
    rows = [
        _row(sheet, place, grade) for place in range(1, len(sheet.rows)) if _is_student(sheet, place, points)
    ]
    most = _number(sheet.text(points, grade))
    return Table(sheet, rows, grade, None, most, comma=False, platform=TITLE)


def _column(sheet: Sheet, points: int, wanted: str | None, title: str) -> int:
    header = sheet.header
    section = header.index(_SECTION)
    known = [
        place
        for place in range(section + 1, len(header))
        if header[place]
        and (_NUMBERED.search(header[place]) or _number(sheet.text(points, place)) is not None)
        if not _TOTALS.search(header[place])
    ]
    if wanted is not None:
        fit = [place for place in known if _is_called(header[place], wanted)]
    else:
        fit = known if len(known) == 1 else [place for place in known if _is_called(header[place], title)]
    if len(fit) != 1:
        named = [header[place] for place in known[:MOST_NAMED]]
        if not named:
            raise UsageError(phrase("canvas.no_assignment", path=sheet.path))
        if wanted is not None and not fit:
            raise UsageError(phrase("canvas.no_column", path=sheet.path, column=wanted, named=named))
        raise UsageError(phrase("canvas.several", path=sheet.path, named=named))
    most = sheet.text(points, fit[0])
    if most and _number(most) is None:
        raise UsageError(phrase("canvas.locked", header=header[fit[0]], most=most))
    return fit[0]


def _is_called(header: str, wanted: str) -> bool:
    number_in = _NUMBERED.search(header)
    bare = header[: number_in.start()].strip() if number_in else header
    return wanted.strip() in (header, bare, number_in.group(1) if number_in else header)


def _is_student(sheet: Sheet, place: int, points: int) -> bool:
    texts = [cell.text.strip() for cell in sheet.rows[place]]
    # As Canvas's importer has it: rows of settings come before the students, and name nobody.
    if place <= points or all(_HIDDEN.fullmatch(text) for text in texts):
        return False
    return tuple(part.strip() for part in _name(sheet, place).split(",")) not in _TEST


def _name(sheet: Sheet, place: int) -> str:
    header = sheet.header
    if _STUDENT in header:
        return sheet.text(place, header.index(_STUDENT))
    return f"{sheet.text(place, header.index(_LAST))}, {sheet.text(place, header.index(_FIRST))}"


def _row(sheet: Sheet, place: int, grade: int) -> Row:
    header = sheet.header

    def cell(name: str) -> str:
        return sheet.text(place, header.index(name)) if name in header else ""

    number_of, sis, login = cell(_ID), cell(_SIS), cell(_LOGIN)
    student = Student(sis or f"ID {number_of}", _name(sheet, place), login, canvas_id=number_of, sis_id=sis)
    text, locked = sheet.text(place, grade), None
    if text.upper() in _SPECIAL:
        locked = phrase("gradebook.says", platform=TITLE, text=text)
    elif not sheet.has(place, grade):
        locked = phrase("gradebook.short_row", platform=TITLE)
    return Row(place, student, locked)


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def from_roster(
    results: Sequence[Result], roster: Sequence[Student], title: str, choices: Choices, most: float
) -> tuple[bytes, Told]:
    """A table that Canvas imports, made from the roster: who is there by an id that Canvas knows (``canvas_id``, ``sis_id`` or
    ``login``). ``title`` is the header of the column: ``Title (id)``, for Canvas else makes a new assignment. ``most`` are
    the points that it is worth.

    UTF-8 without a mark. Names get an apostrophe where a spreadsheet would run them: Canvas looks at ids first.
    """
    told, assigned = Told(), assign(results, roster)
    scaled = factor([one.mark for one in assigned.results.values() if one.mark], most, choices)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_STUDENT, _ID, _SIS, _LOGIN, _SECTION, plain(title)])
    writer.writerow([f"    {_POINTS}", "", "", "", "", number(most)])
    for place, student in enumerate(roster):
        result, ids = assigned.results.get(place), _ids(student)
        if ids is None:
            told.notes.append(phrase("gradebook.no_canvas_id", who=str(student)))
            continue
        points = ""
        if result is None:
            zero = choices.zero and assigned.has_none(place)
            points = "0" if zero else ""
            told.no_work(str(student), zero=zero, perhaps=place in assigned.perhaps)
        elif result.why is not None:
            told.no_mark(str(student), result, result.why)
        elif result.mark is not None:
            points = number(scaled(result.mark))
            told.written += 1
        writer.writerow([plain(student.name), *ids, "", points])
    told.strangers(assigned, zero=choices.zero)
    return out.getvalue().encode(), told


def _ids(student: Student) -> tuple[str, str, str] | None:
    """``ID``, ``SIS User ID`` and ``SIS Login ID``; None where Canvas would find nobody by them, or only by one that a
    spreadsheet runs."""
    number_of = student.canvas_id if student.canvas_id.isascii() and student.canvas_id.isdecimal() else ""
    # Beside an ID, Canvas reads no other id; without one, an id with an apostrophe would find nobody.
    sis, login = (one if can_stay(one) else "" for one in (student.sis_id, student.login))
    return (number_of, sis, login) if number_of or sis or login else None
