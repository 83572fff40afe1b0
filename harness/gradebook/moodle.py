"""Moodle's tables of grades: the grading worksheet of an assignment, and the CSV that the gradebook's import reads.

A worksheet has ``Identifier`` ("Participant 4711"), ``Full name`` where works are not anonymous, more fields of users,
``Status``, ``Grade``, ``Maximum Grade``, ``Grade can be changed``, ``Last modified (…)`` and the comments, in the language of
who exported it; an upload reads it in that language, by ``Identifier``, ``Grade`` and ``Last modified (grade)``, passes over an
empty grade, and writes what stands in the comments. Sources: mod/assign/gradingtable.php and
mod/assign/feedback/offline/importgradeslib.php in https://github.com/moodle/moodle,
https://docs.moodle.org/en/Assignment_settings ("Offline grading worksheet").

The gradebook's import takes any table in which one column tells the student. A row in which that is empty goes to the student
of the row before, and an empty grade takes a grade away (grade/import/csv/classes/load_data.php), so neither is ever written.
"""

import csv
import io
from collections.abc import Sequence

from harness.errors import UsageError
from harness.exporters.table import plain
from harness.gradebook.marks import Result
from harness.gradebook.people import assign
from harness.gradebook.sheet import Sheet
from harness.gradebook.table import Choices, Row, Table, Told, can_stay, comment, factor
from harness.intake.roster import Student
from harness.report.text import number
from harness.words.phrase import Phrase, phrase

NAME, TITLE = "moodle", "Moodle"
BY = ("email", "id", "login")
_HEADERS_BY = {"email": "Email address", "id": "ID number", "login": "Username"}
_DIGITS = "0123456789"
_MOST = ("maximum grade", "максимальная оценка")
_NAMES = ("full name", "name", "полное имя", "имя / фамилия", "фамилия и имя")
_EMAILS = ("email address", "адрес электронной почты")
_NUMBERS = ("id number", "индивидуальный номер", "идентификационный номер")
_LOGINS = ("username", "логин")
_COMMENTS = ("feedback comments", "комментарии к отзыву", "отзыв в виде комментария", "комментарии")
_LOCKED = ("no", "нет", "nein", "non")


def fits(sheet: Sheet) -> bool:
    """Whether this is a grading worksheet of Moodle: its first cells are a word and a number each, the word always the same."""
    return bool(_participants(sheet)) and _maximum(sheet) is not None


def _participants(sheet: Sheet) -> dict[int, str]:
    """Row to number of participant; empty where these are none."""
    found = dict[int, str]()
    words = set[str]()
    for place in range(1, len(sheet.rows)):
        if not any(cell.text.strip() for cell in sheet.rows[place]):
            continue
        said = sheet.text(place, 0)
        word = said.rstrip(_DIGITS)
        found[place] = said[len(word) :]
        words.add(word)
        if not word or not found[place]:
            return {}
    return found if len(words) == 1 else {}


def _maximum(sheet: Sheet) -> int | None:
    """The column of the maximum: by its name, else the one column in which all rows hold one number, with a column of
    numbers or nothing before it."""
    header = [name.lower() for name in sheet.header]
    if named := [place for place, name in enumerate(header) if name in _MOST]:
        return named[0]
    places = list(_participants(sheet))
    fit = []
    for column in range(2, len(header)):
        said = {sheet.text(place, column) for place in places}
        before = [_number(text) for place in places if (text := sheet.text(place, column - 1))]
        most = _number(said.pop()) if len(said) == 1 else None
        if most is not None and most > 0 and all(one is not None and one <= most for one in before):
            fit.append(column)
    return fit[0] if len(fit) == 1 else None


def read(sheet: Sheet, column: str | None) -> Table:
    """The worksheet. ``column`` names the grades where they do not stand before the maximum.

    Raises `UsageError` where there is no such column, or grades are no numbers.
    """
    participants, most = _participants(sheet), _maximum(sheet)
    if not participants or most is None:
        raise UsageError(phrase("moodle.no_worksheet", path=sheet.path))
    header = [name.lower() for name in sheet.header]
    if column is not None and column.strip().lower() not in header:
        raise UsageError(phrase("moodle.no_column", path=sheet.path, column=column))
    grade = most - 1 if column is None else header.index(column.strip().lower())
    said = {sheet.text(place, most) for place in participants}
    numbers = {_number(text) for text in said}
    if len(numbers) != 1 or None in numbers:
        raise UsageError(phrase("moodle.scale", path=sheet.path))
    if any(
        _number(text) is None for place in participants if (text := sheet.text(place, grade)) not in ("", "-")
    ):
        raise UsageError(phrase("moodle.no_grades", header=sheet.header[grade], path=sheet.path))
    rows = [
        Row(place, _student(sheet, header, place, number_of), _locked(sheet, place, grade, most))
        for place, number_of in participants.items()
    ]
    comma = any("," in text for text in said)
    noted = _named(header, _COMMENTS)
    return Table(sheet, rows, grade, noted, numbers.pop(), comma, TITLE)


def _named(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((place for place, name in enumerate(header) if name in names), None)


def _student(sheet: Sheet, header: Sequence[str], place: int, participant: str) -> Student:
    email = _named(header, _EMAILS)
    name = _named(header, _NAMES)
    # In every language the name is the second column; anonymous works have none, and then the status stands there.
    second = 1 if header[0] not in ("identifier", "идентификатор") else None
    return Student(
        sheet.text(place, _named(header, _NUMBERS)) or sheet.text(place, 0),
        sheet.text(place, name if name is not None else second),
        sheet.text(place, _named(header, _LOGINS)),
        sheet.text(place, email),
        moodle_id=participant,
    )


def _locked(sheet: Sheet, place: int, grade: int, most: int) -> Phrase | None:
    if not sheet.has(place, grade):
        return phrase("gradebook.short_row", platform=TITLE)
    if sheet.text(place, most + 1).lower() in _LOCKED:
        return phrase("gradebook.cannot_change", platform=TITLE)
    return None


def _number(text: str) -> float | None:
    try:
        return float(text.replace(" ", "").replace("\xa0", "").replace(",", "."))
    except ValueError:
        return None


def for_gradebook(
    results: Sequence[Result], roster: Sequence[Student], title: str, choices: Choices, most: float, by: str
) -> tuple[bytes, Told]:
    """A table for the import of Moodle's gradebook, made from the roster: the student by address, id or login (``by``), the
    name, the points under ``title``, and a comment. UTF-8 without a mark, with commas.

    Who has no mark has no row, for an empty grade would take one away. Who has no such id, or one that a spreadsheet would run,
    is named and not written.
    """
    told, assigned = Told(), assign(results, roster)
    scaled = factor([one.mark for one in assigned.results.values() if one.mark], most, choices)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_HEADERS_BY[by], "Full name", plain(title), "Feedback comments"])
    for place, student in enumerate(roster):
        result, key = assigned.results.get(place), getattr(student, by)
        if result is not None and result.why is not None:
            told.no_mark(str(student), result, result.why)
            continue
        zero = choices.zero and assigned.has_none(place)
        if result is None:
            told.no_work(str(student), zero=zero and _usable(key), perhaps=place in assigned.perhaps)
        if result is None and not zero:
            continue
        if not _usable(key):
            told.notes.append(phrase("gradebook.no_moodle_id", who=str(student), column=by))
            continue
        mark = result.mark if result is not None else None
        points = number(scaled(mark)) if mark is not None else "0"
        noted = comment(mark, choices.shown) if mark is not None and choices.comments else ""
        writer.writerow([key, plain(student.name), points, plain(noted)])
        told.written += mark is not None
    told.strangers(assigned, zero=choices.zero)
    return out.getvalue().encode(), told


def _usable(key: str) -> bool:
    return bool(key) and can_stay(key)
