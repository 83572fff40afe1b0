"""A table that somebody else wrote, of which single cells are replaced and every other byte stays."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from harness.errors import InfrastructureError, UsageError
from harness.grade.results import replace_file
from harness.intake.roster import MAX_BYTES
from harness.words.phrase import phrase

_SEPARATORS = ",;\t"
_MARK = "\ufeff"
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_LINE_ENDS = ("\r\n", "\n", "\r")


@dataclass(frozen=True)
class Cell:
    """What a cell says, and where it stands in the text, quotes included."""

    text: str
    start: int
    end: int


@dataclass
class Sheet:
    """A table of cells, by row and column; ``put`` changes one."""

    path: Path
    rows: list[list[Cell]]
    separator: str
    _source: str
    _encoding: str
    _changed: dict[int, tuple[int, str]] = field(default_factory=dict)

    @property
    def header(self) -> list[str]:
        """The texts of the first row, without space around them."""
        return [cell.text.strip() for cell in self.rows[0]]

    def text(self, row: int, column: int | None) -> str:
        """The text of a cell as it was, without space around it; empty where the row is shorter, or there is no column."""
        cells = self.rows[row]
        return cells[column].text.strip() if column is not None and column < len(cells) else ""

    def has(self, row: int, column: int) -> bool:
        """Whether the row is long enough."""
        return column < len(self.rows[row])

    def put(self, row: int, column: int, text: str) -> None:
        """Replaces what the cell says, in quotes where it was in quotes or must be."""
        cell = self.rows[row][column]
        quoted = self._source.startswith('"', cell.start) or any(
            char in text for char in f'"\r\n{self.separator}'
        )
        raw = '"' + text.replace('"', '""') + '"' if quoted else text
        self._changed[cell.start] = (cell.end, raw)

    def content(self) -> bytes:
        """The file with the changes, in the encoding that it had."""
        parts, place = list[str](), 0
        for start, (end, raw) in sorted(self._changed.items()):
            parts += [self._source[place:start], raw]
            place = end
        return "".join([*parts, self._source[place:]]).encode(self._encoding)


def read_sheet(path: Path) -> Sheet:
    """The table in a CSV file: UTF-8, UTF-16 with its mark, or cp1251; commas, semicolons or tabs, as the first line has them.

    Quotes are read as RFC 4180 says. Raises `UsageError` where it is none.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(phrase("sheet.unreadable", path=path, why=error.strerror)) from error
    if len(content) > MAX_BYTES:
        raise UsageError(phrase("sheet.large", path=path, megabytes=MAX_BYTES // 1024**2))
    for encoding in (_UTF16[content[:2]],) if content[:2] in _UTF16 else ("utf-8", "cp1251"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UsageError(phrase("sheet.encoding", path=path))
    heading = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=Counter(heading).__getitem__)
    rows = _rows(path, text, separator)
    if len(rows) < 2 or len(rows[0]) < 2:
        raise UsageError(phrase("sheet.no_rows", path=path))
    return Sheet(path, rows, separator, text, encoding)


def _rows(path: Path, text: str, separator: str) -> list[list[Cell]]:
    ends = re.compile(f"[{separator}\r\n]")
    rows, row = list[list[Cell]](), list[Cell]()
    place = len(_MARK) if text.startswith(_MARK) else 0
    while place < len(text):
        start = place
        if text[place] == '"':
            place = _after_quotes(path, text, place)
            said = text[start + 1 : place - 1].replace('""', '"')
        else:
            end = ends.search(text, place)
            place = end.start() if end else len(text)
            said = text[start:place]
        row.append(Cell(said, start, place))
        if text.startswith(separator, place):
            place += 1
            if place < len(text):
                continue
            row.append(Cell("", place, place))
        elif place < len(text):
            line_end = next((one for one in _LINE_ENDS if text.startswith(one, place)), None)
            if line_end is None:
                line = text.count("\n", 0, place) + 1
                raise UsageError(phrase("sheet.after_quote", path=path, line=line))
            place += len(line_end)
        rows.append(row)
        row = []
    return rows


def _after_quotes(path: Path, text: str, start: int) -> int:
    """The place after the quote that closes the one at ``start``."""
    place = start + 1
    while (place := text.find('"', place)) >= 0:
        if not text.startswith('""', place):
            return place + 1
        place += 2
    line = text.count("\n", 0, start) + 1
    raise UsageError(phrase("sheet.open_quote", path=path, line=line))


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file that is there as a whole or, where that fails, as it was. Raises `InfrastructureError`."""
    try:
        replace_file(path, content, mode=0o600)
    except OSError as error:
        raise InfrastructureError(phrase("sheet.not_written", path=path, why=error.strerror)) from error
