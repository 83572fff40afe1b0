"""The executed notebook that left a sandbox: sources and outputs as text, bounded cell by cell and as a whole."""

import re
from html import unescape
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harness.errors import HostileOutputError
from harness.evidence import strict_json
from harness.evidence.schema import NotebookCell
from harness.wire.files import LEFT_OUT
from harness.wire.limits import MAX_OUTPUT
from harness.wire.text import ANSI, ends, overwritten

MAX_NOTEBOOK_BYTES = 128 * 1024**2
MAX_SOURCE = 200_000
"""Characters of one cell's source."""
MAX_ALL_TEXT = 4_000_000
"""Characters of all outputs together, and of all sources."""
MAX_CELLS = 10_000

TAG = re.compile(r"<[^<>]*>")
ROW_END = re.compile(r"</tr\s*>")
UNREAD = re.compile(r"<(?:script|style|svg)\b", re.IGNORECASE)
NAME_ALONE = re.compile(r"<[\w.]+(?: object)?>")
"""What text/plain shows of an object that is a page or a formatted text."""


def read_executed(path: Path) -> list[NotebookCell]:
    """The cells of a notebook in nbformat 4, in order.

    Of an output that has more than `MAX_OUTPUT` characters, and where all have more than `MAX_ALL_TEXT` also of shorter
    ones, the middle is left out; sources end there. Raises `HostileOutputError` where there is no such notebook.
    """
    try:
        if path.stat().st_size > MAX_NOTEBOOK_BYTES:
            raise HostileOutputError(f"it is larger than {MAX_NOTEBOOK_BYTES // 1024**2} MB")
        cells = strict_json.loads(path.read_text(encoding="utf-8"))["cells"]
        if len(cells) > MAX_CELLS:
            raise HostileOutputError(f"it has more than {MAX_CELLS:,} cells")
        sources = [_text(cell.get("source", "")) for cell in cells]
        outputs = [_output(cell) for cell in cells]
        most_source = min(MAX_SOURCE, _share([len(source) for source in sources]))
        most_output = min(MAX_OUTPUT, _share([len(text) for text, _ in outputs]))
        return [
            _cell(number, cell, source[:most_source], *ends(text, most_output), pictures)
            for number, (cell, source, (text, pictures)) in enumerate(
                zip(cells, sources, outputs, strict=True), 1
            )
        ]
    except OSError as error:
        raise HostileOutputError(f"it cannot be opened ({error.strerror})") from None
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        raise HostileOutputError("it does not fit the notebook format") from None


def _share(lengths: list[int]) -> int:
    """The length to which long texts are cut so that all have no more than `MAX_ALL_TEXT` characters: short ones stay
    whole, wherever they stand."""
    left = MAX_ALL_TEXT
    for place, length in enumerate(sorted(lengths)):
        share = left // (len(lengths) - place)
        if length > share:
            return share
        left -= length
    return MAX_ALL_TEXT


def _text(value: Any) -> str:
    """Plain text without colour codes, and without what UTF-8 cannot hold."""
    joined = "".join(part for part in value if isinstance(part, str)) if isinstance(value, list) else value
    return ANSI.sub("", joined).encode("utf-8", "replace").decode() if isinstance(joined, str) else ""


def _plain(html: str) -> str:
    """The text of HTML, with a table's rows one a line: what text/plain shows of a table may be cut, or not be a table
    at all."""
    rows = (TAG.sub(" ", row) for row in ROW_END.split(html))
    return unescape("\n".join(" ".join(row.split()) for row in rows))


def _shown(data: dict[str, Any]) -> str:
    """The text of what was displayed."""
    html, plain = _text(data.get("text/html", "")), _text(data.get("text/plain", ""))
    if "<table" in html:
        return _plain(ends(html, MAX_OUTPUT)[0])
    if plain and NAME_ALONE.fullmatch(plain) is None:
        return plain
    page = "" if UNREAD.search(html) else _plain(html[:MAX_OUTPUT])
    return page or _text(data.get("text/markdown", "")) or plain


def _output(cell: dict[str, Any]) -> tuple[str, int]:
    """The text that a cell shows, and how many pictures."""
    texts, pictures = [], 0
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        texts.append(overwritten(_text(output.get("text", ""))) + _shown(data))
        pictures += any(str(kind).startswith("image/") for kind in data)
    return "\n".join(texts), pictures


def _cell(
    number: int, cell: dict[str, Any], source: str, text: str, left_out: int, pictures: int
) -> NotebookCell:
    code, before = cell.get("cell_type") == "code", cell.get("metadata", {}).get(LEFT_OUT, 0)
    return NotebookCell(
        number=number,
        code=code,
        source=source,
        text=text,
        pictures=pictures,
        count=cell.get("execution_count") if code else None,
        left_out=left_out + (before if isinstance(before, int) else 0),
    )
