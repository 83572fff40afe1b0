"""The gradebook as an Excel workbook: a sheet of marks, and one of the points of each criterion.

Persons read it, so all of it is in the language that is spoken; programs read the CSV and the JSON.
"""

import io
from collections.abc import Sequence

from harness.errors import InfrastructureError
from harness.grade.decision import Verdict
from harness.gradebook.everything import EXACTLY, Line, Value, criteria_of, criterion_points, record
from harness.report.text import one_line, visible, words
from harness.words.phrase import Phrase, phrase
from harness.words.say import say

_WIDTH = 16
_WHO = {
    "id": phrase("gradebook.column.id"),
    "name": phrase("gradebook.column.name"),
    "submission": phrase("gradebook.column.submission"),
}
_COLUMNS = {
    "id": _WHO["id"],
    "name": _WHO["name"],
    "login": phrase("gradebook.column.login"),
    "email": phrase("gradebook.column.email"),
    "submission": _WHO["submission"],
    "attempt": phrase("gradebook.column.attempt"),
    "mark": phrase("gradebook.column.mark"),
    "max_points": phrase("gradebook.column.max_points"),
    "outcome": phrase("gradebook.column.outcome"),
    "why": phrase("gradebook.column.why"),
    "decision": phrase("gradebook.column.decision"),
    "automatic_points": phrase("gradebook.column.automatic_points"),
    "decided": phrase("gradebook.column.decided"),
    "late_days": phrase("gradebook.column.late_days"),
    "late_penalty": phrase("gradebook.column.late_penalty"),
}
"""What a person calls the fields of `record`."""
_DECISIONS = {
    Verdict.RELEASED: phrase("gradebook.released"),
    Verdict.REJECTED: phrase("gradebook.rejected"),
}


def as_workbook(lines: Sequence[Line]) -> bytes:
    """An .xlsx file. Text is stored as text, so nothing in it is a formula or a link, and points are numbers.

    Raises `InfrastructureError` where XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise InfrastructureError(phrase("excel.missing")) from error
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        titles = _titles(lines)
        points = [[*_who(line), *(criterion_points(line).get(one) for one in titles)] for line in lines]
        sheets: tuple[tuple[Phrase, list[str], list[list[Value]]], ...] = (
            (phrase("gradebook.marks"), list(map(say, _COLUMNS.values())), list(map(_mark, lines))),
            (phrase("gradebook.criteria"), [*map(say, _WHO.values()), *titles.values()], points),
        )
        for title, header, rows in sheets:
            sheet = book.add_worksheet(say(title))
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(header) - 1, _WIDTH)
            for column, name in enumerate(header):
                sheet.write_string(0, column, visible(name), bold)
            for place, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(place, column, visible(value))
                    elif value is not None:
                        sheet.write_number(place, column, value)
    return out.getvalue()


def _titles(lines: Sequence[Line]) -> dict[str, str]:
    """Id to title of all criteria, as the last of the marks that has them calls them."""
    said = {
        one.id: one_line(one.title, 120)
        for line in lines
        if line.mark is not None
        for one in EXACTLY.of(line.mark).criteria
    }
    return {one: said[one] for one in criteria_of(lines)}


def _mark(line: Line) -> list[Value]:
    told, grade = record(line), line.result.grade if line.result is not None else None
    if grade is not None:
        told["outcome"] = words(grade.outcome)
        told["decision"] = say(_DECISIONS[grade.decision.verdict]) if grade.decision is not None else None
    return [told[name] for name in _COLUMNS]


def _who(line: Line) -> list[Value]:
    told = record(line)
    return [told[name] for name in _WHO]
