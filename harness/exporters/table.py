"""The exporter ``csv``: one table of all submissions in the results folder, for a spreadsheet."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from harness.errors import InfrastructureError
from harness.exporters.contract import ExportOptions
from harness.grade.counting import counted
from harness.grade.record import Grade
from harness.report.text import number
from harness.sandbox.locking import exclusive
from harness.words.phrase import phrase

TABLE = "grades.csv"
KEY = "submission"
LOCK_SECONDS = 30.0
_ENCODING = "utf-8-sig"
"""With the mark at the start by which spreadsheets know UTF-8."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode categories that move the cursor, break a line, turn the direction of text or cannot be encoded."""
_ESCAPE = re.compile(r"\\[uU][0-9a-f]{4}")
_SHORT = 0xFFFF
"""The largest code point that an escape of four digits holds."""

Row = dict[str, str]


def is_kept(results: Path) -> bool:
    """Whether the table of an earlier command lies in the results folder."""
    begin = f'"{KEY}"'
    try:
        with (results / TABLE).open(encoding=_ENCODING) as file:
            return file.read(len(begin)) == begin
    except (OSError, UnicodeDecodeError):
        return False


class TableExporter:
    """Keeps one row for each submission: that of the attempt that counts, which is the newest unless the rubric says best.

    Dry runs (``--smoke``) and baselines are not results of students, and change nothing in it.
    """

    takes_again = True

    def __init__(self, options: ExportOptions) -> None:
        self._path = options.results / TABLE
        self._baseline, self._best = options.baseline, options.best

    def export(self, grade: Grade, folder: Path) -> None:
        """Writes the table anew with this grade's row; a reader sees the old table or the new one.

        Raises `InfrastructureError` where the table cannot be read or written, or is not one of ours.
        """
        if grade.smoke or self._baseline is not None:
            return
        grade, _ = counted((grade, folder), best=self._best)
        try:
            with exclusive(
                self._path.with_name(f".{TABLE}.lock"), say=lambda _: None, waiting="", seconds=LOCK_SECONDS
            ):
                columns, rows = self._read()
                row = row_of(grade)
                others = [one for one in rows if one[KEY] != row[KEY]]
                wanted = list(dict.fromkeys([*columns, *row]))
                self._write(wanted, sorted([*others, row], key=lambda one: one[KEY]))
        except OSError as error:
            raise InfrastructureError(
                phrase("table.not_written", path=self._path, why=error.strerror)
            ) from error

    def _read(self) -> tuple[list[str], list[Row]]:
        """Columns and rows of the table, both empty where there is none. Cells are kept as they are."""
        if not self._path.exists():
            return [], []
        try:
            with self._path.open(encoding=_ENCODING, newline="") as file:
                reader = csv.DictReader(file, strict=True, restval="")
                columns, rows = list(reader.fieldnames or ()), list(reader)
        except (UnicodeDecodeError, csv.Error):
            columns, rows = [], []
        if KEY not in columns or any(None in row for row in rows):
            raise InfrastructureError(phrase("table.foreign", path=self._path))
        return columns, rows

    def _write(self, columns: list[str], rows: Iterable[Row]) -> None:
        part = self._path.with_name(f".{TABLE}.part")
        with part.open("w", encoding=_ENCODING, newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows(rows)
        part.replace(self._path)


def row_of(grade: Grade) -> Row:
    """The grade as cells: text that no spreadsheet takes for a formula, points with at most two decimals, and those of
    each criterion under ``points.`` and its id."""
    return {
        KEY: plain(grade.submission),
        "attempt": str(grade.attempt),
        "points": number(grade.points),
        "max_points": number(grade.max_points),
        "is_mark": "true" if grade.is_mark else "false",
        "outcome": grade.outcome.value,
        "decision": "" if grade.decision is None else grade.decision.verdict.value,
        **({"automatic_points": number(grade.automatic_points)} if grade.overrides else {}),
        **_late(grade),
        **{f"points.{one.id}": number(one.points) for one in grade.criteria},
    }


def _late(grade: Grade) -> Row:
    if grade.late is None:
        return {}
    days = "" if grade.late.days is None else str(grade.late.days)
    return {"late_days": days, "late_penalty": number(grade.late.penalty)}


def plain(text: str) -> str:
    """The text as a cell: control and format characters as escapes (``\\u001b``), for a table is also shown on a terminal;
    and with an apostrophe before what a spreadsheet would run as a formula. Different texts give different cells. See
    https://owasp.org/www-community/attacks/CSV_Injection."""
    if _ESCAPE.search(text) or any(unicodedata.category(char) in _HIDDEN for char in text):
        text = "".join(map(_escaped, text))
    risky = text.lstrip().startswith(_FORMULA) or text.startswith("'")
    return f"'{text}" if risky else text


def _escaped(char: str) -> str:
    if char == "\\":
        return "\\\\"
    if unicodedata.category(char) not in _HIDDEN:
        return char
    return f"\\u{ord(char):04x}" if ord(char) <= _SHORT else f"\\U{ord(char):08x}"
