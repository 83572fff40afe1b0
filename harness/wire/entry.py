"""Reads the file that was handed in, whatever its encoding, age or gaps: as the driver runs it, and as the host shows it."""

import io
import json
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.wire.limits import MAX_CELLS

NEWLINES = (("\r\n", "\n"), ("\r", "\n"))
CODE = "code"
SLOW = ("idna", "punycode")
"""Encodings whose decoding takes a time that grows with the square of a text's length."""
MAX_SLOW = 10_000
"""Bytes of a script that is read in one of them."""


@dataclass(frozen=True)
class Source:
    """One cell as it was handed in, without outputs. ``attachments`` are pictures of a text cell: by name, base64 text by
    type."""

    text: str
    code: bool = True
    tags: tuple[str, ...] = ()
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_cells(content: bytes, name: str) -> tuple[list[Source], int]:
    """The first `MAX_CELLS` cells of an entry, and how many it has. A script is one cell, so that line numbers stay its
    own.

    Raises `SyntaxError` where Python itself would not read the script, and `ValueError` where the notebook is none.
    """
    if not name.endswith(".ipynb"):
        return [Source(_script(content, name))], 1
    try:
        # Bytes: JSON says which of the Unicode encodings they are in.
        cells = _cells(json.loads(content))
    except RecursionError:
        raise ValueError(f"{name} is nested too deep") from None
    return [_source(cell) for cell in cells[:MAX_CELLS]], len(cells)


def as_text(content: bytes) -> Source:
    """A script that Python does not read, as far as it can be shown."""
    return Source(content.decode("utf-8", "replace"))


def _script(content: bytes, name: str) -> str:
    """The text of a script, as Python reads it: the coding line of PEP 263 counts, or a byte order mark."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    except SyntaxError as error:
        if "unknown encoding" in error.msg:
            raise
        encoding = "utf-8"
    if encoding.lower() in SLOW and len(content) > MAX_SLOW:
        raise SyntaxError(f"{name} is too long to be read in {encoding}")
    try:
        return io.TextIOWrapper(io.BytesIO(content), encoding).read()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SyntaxError(
            f"{name} is not text in {encoding} (line {line})", (name, line, None, None)
        ) from None
    except (LookupError, UnicodeError):
        raise SyntaxError(f"{name} is not text in {encoding}") from None


def _cells(data: Any) -> list[dict[str, Any]]:
    """The cells of all sheets, which there were until nbformat 3."""
    if not isinstance(data, dict):
        raise ValueError("a notebook is an object")
    sheets = [data] if "cells" in data else data.get("worksheets")
    if not isinstance(sheets, list):
        raise ValueError("a notebook has cells")
    cells = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for some in cells if isinstance(some, list) for cell in some if isinstance(cell, dict)]


def _source(cell: dict[str, Any]) -> Source:
    """A cell with all that the format asks for. Other tools than Jupyter leave some of it out, and Jupyter runs that."""
    source = cell.get("source", cell.get("input"))
    text = "".join(map(str, source)) if isinstance(source, list) else str(source or "")
    for theirs, ours in NEWLINES:
        text = text.replace(theirs, ours)
    # A lone half of a surrogate pair has no encoding.
    text = text.encode("utf-8", "replace").decode()
    if cell.get("cell_type", CODE) == CODE:
        return Source(text, tags=_tags(cell.get("metadata")))
    return Source(text, code=False, attachments=_attachments(cell.get("attachments")))


def _tags(metadata: Any) -> tuple[str, ...]:
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    found = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    return tuple(tag.encode("utf-8", "replace").decode() for tag in found)


def _attachments(value: Any) -> dict[str, dict[str, str]]:
    named = value.items() if isinstance(value, dict) else []
    return {
        name: {kind: data for kind, data in bundle.items() if isinstance(data, str) and data.isascii()}
        for name, bundle in named
        if isinstance(bundle, dict) and name.isascii() and all(map(str.isascii, bundle))
    }
