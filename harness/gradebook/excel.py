"""The gradebook as an Excel workbook: a sheet of marks, and one of the points of each criterion."""

import io
from collections.abc import Sequence

from harness.errors import InfrastructureError
from harness.gradebook.everything import (
    COLUMNS,
    Line,
    Value,
    criteria_of,
    criterion_points,
    record,
)
from harness.report.text import visible
from harness.words.phrase import Phrase, phrase
from harness.words.say import say

_WIDTH = 16


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
        ids = criteria_of(lines)
        marks = [list(record(line).values()) for line in lines]
        points = [[*_who(line), *(criterion_points(line).get(one) for one in ids)] for line in lines]
        sheets: tuple[tuple[Phrase, Sequence[str], list[list[Value]]], ...] = (
            (phrase("gradebook.marks"), COLUMNS, marks),
            (phrase("gradebook.criteria"), ("id", "name", "submission", *ids), points),
        )
        for title, header, rows in sheets:
            sheet = book.add_worksheet(say(title))
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(header) - 1, _WIDTH)
            for column, name in enumerate(header):
                sheet.write_string(0, column, name, bold)
            for place, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(place, column, visible(value))
                    elif value is not None:
                        sheet.write_number(place, column, value)
    return out.getvalue()


def _who(line: Line) -> list[Value]:
    student = line.student
    named: list[Value] = [student.id, student.name] if student else [None, None]
    return [*named, line.result.submission if line.result else None]
