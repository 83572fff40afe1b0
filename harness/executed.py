"""The executed notebook that left a sandbox: sources and outputs as text, bounded cell by cell and as a whole."""

import re
from html import unescape
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harness import strict_json
from harness.errors import HostileOutputError
from harness.evidence import NotebookCell

MAX_NOTEBOOK_BYTES = 128 * 1024**2
MAX_TEXT = 200_000
"""Characters of one cell's source, and of its outputs."""
MAX_ALL_TEXT = 4_000_000
"""Characters of all sources and outputs together."""
MAX_CELLS = 10_000

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
TAG = re.compile(r"<[^<>]*>")


def read_executed(path: Path) -> list[NotebookCell]:
    """The cells of a notebook in nbformat 4, in order.

    Text beyond `MAX_TEXT` characters of a cell, or `MAX_ALL_TEXT` of all, is left out; such a cell is `cut`. Raises
    `HostileOutputError` where there is no such notebook.
    """
    try:
        if path.stat().st_size > MAX_NOTEBOOK_BYTES:
            raise HostileOutputError(f"it is larger than {MAX_NOTEBOOK_BYTES // 1024**2} MB")
        cells = strict_json.loads(path.read_text(encoding="utf-8"))["cells"]
        if len(cells) > MAX_CELLS:
            raise HostileOutputError(f"it has more than {MAX_CELLS:,} cells")
        left = MAX_ALL_TEXT
        found = []
        for number, cell in enumerate(cells, 1):
            found.append(_cell(number, cell, left))
            left -= len(found[-1].source) + len(found[-1].text)
    except OSError as error:
        raise HostileOutputError(f"it cannot be opened ({error.strerror})") from None
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        raise HostileOutputError("it does not fit the notebook format") from None
    return found


def _text(value: Any) -> str:
    """Plain text without colour codes, and without what UTF-8 cannot hold."""
    joined = "".join(part for part in value if isinstance(part, str)) if isinstance(value, list) else value
    return ANSI.sub("", joined).encode("utf-8", "replace").decode() if isinstance(joined, str) else ""


def _table(html: str) -> str:
    """The rows of an HTML table, one a line: what text/plain shows of a table may be cut, or be no table at all."""
    rows = (TAG.sub(" ", row) for row in html.split("</tr"))
    return unescape("\n".join(" ".join(row.split()) for row in rows))


def _cell(number: int, cell: dict[str, Any], left: int) -> NotebookCell:
    texts, pictures = [], 0
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        html = _text(data.get("text/html", ""))
        shown = _table(html[:MAX_TEXT]) if "<table" in html else _text(data.get("text/plain", ""))
        texts.append(_text(output.get("text", "")) + shown)
        pictures += any(str(kind).startswith("image/") for kind in data)
    whole_source, whole_text = _text(cell.get("source", "")), "\n".join(texts)
    source = whole_source[: min(MAX_TEXT, left)]
    text = whole_text[: min(MAX_TEXT, left - len(source))]
    code = cell.get("cell_type") == "code"
    return NotebookCell(
        number=number,
        code=code,
        source=source,
        text=text,
        pictures=pictures,
        count=cell.get("execution_count") if code else None,
        cut=len(source) < len(whole_source) or len(text) < len(whole_text),
    )
