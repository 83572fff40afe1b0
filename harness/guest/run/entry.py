"""Reads the file that was handed in as a notebook of the present format, whatever its encoding, age or gaps."""

import io
import json
import tokenize
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat

NEWLINES = (("\r\n", "\n"), ("\r", "\n"))
CODE = "code"


def read_entry(path: Path) -> Any:
    """The entry as a notebook in nbformat 4, without outputs: a script becomes one cell, so that line numbers stay
    its own.

    Raises `SyntaxError` where Python itself would not read the script, and `ValueError` where the notebook is none.
    """
    content = path.read_bytes()
    if path.suffix != ".ipynb":
        return _notebook([_code(_script(content, path.name))])
    # Bytes: JSON says which of the Unicode encodings they are in. A lone half of a surrogate pair has no encoding.
    whole = json.dumps(json.loads(content), ensure_ascii=False).encode("utf-8", "replace").decode()
    data = json.loads(whole)
    return _notebook([_cell(cell) for cell in _cells(data)])


def _script(content: bytes, name: str) -> str:
    """The text of a script, as Python reads it: the coding line of PEP 263 counts, or a byte order mark."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    except SyntaxError as error:
        if "unknown encoding" in error.msg:
            raise
        encoding = "utf-8"
    try:
        return io.TextIOWrapper(io.BytesIO(content), encoding).read()
    except LookupError:
        raise SyntaxError(f"{name} is not text in {encoding}") from None
    except UnicodeError as error:
        if not isinstance(error, UnicodeDecodeError):
            raise SyntaxError(f"{name} is not text in {encoding}") from None
        line = content[: error.start].count(b"\n") + 1
        raise SyntaxError(
            f"{name} is not text in {encoding} (line {line})", (name, line, None, None)
        ) from None


def _cells(data: Any) -> list[dict[str, Any]]:
    """The cells of all sheets, which there were until nbformat 3."""
    sheets = [data] if "cells" in data else data["worksheets"]
    cells = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for some in cells if isinstance(some, list) for cell in some if isinstance(cell, dict)]


def _cell(cell: dict[str, Any]) -> Any:
    """A cell with all that the format asks for. Other tools than Jupyter leave some of it out, and Jupyter runs that."""
    source = cell.get("source", cell.get("input"))
    text = "".join(map(str, source)) if isinstance(source, list) else str(source or "")
    for theirs, ours in NEWLINES:
        text = text.replace(theirs, ours)
    if cell.get("cell_type", CODE) == CODE:
        return _code(text, _tags(cell.get("metadata")))
    made = nbformat.v4.new_markdown_cell(text)
    if isinstance(cell.get("attachments"), dict):
        made["attachments"] = cell["attachments"]
    return made


def _tags(metadata: Any) -> list[str]:
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


def _code(text: str, tags: Sequence[str] = ()) -> Any:
    return nbformat.v4.new_code_cell(text, metadata={"tags": list(tags)} if tags else {})


def _notebook(cells: list[Any]) -> Any:
    return nbformat.v4.new_notebook(cells=cells)
