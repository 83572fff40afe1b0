"""The executed notebook as a page: sources, texts and pictures, and nothing in it that can run or load anything.

Nothing of it is HTML of a student's: text is shown as text, a picture where it is a PNG or a JPEG. What is too much for a page
is left out, and the page says so; the notebook itself lies beside it.
"""

import base64
import binascii
import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Template
from markupsafe import Markup, escape

from harness.evidence.executed import text_of
from harness.report.page import templates
from harness.report.text import one_line, visible
from harness.wire.text import ANSI
from harness.words.language import spoken
from harness.words.phrase import Phrase, phrase
from harness.words.say import say

MAX_CELLS = 2_000
MAX_SOURCE = 40_000
MAX_TEXT = 10_000
"""Characters of what one output shows; of a longer one both ends stay."""
MAX_ALL_TEXT = 2_000_000
MAX_PICTURE = 2 * 1024**2
MAX_ALL_PICTURES = 8 * 1024**2
"""Characters of all pictures, in Base64: the page has at most 20 MB, most of them where every character is escaped."""
LONG = 40
"""Lines; what has more can be folded."""
SIGNATURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Piece:
    """A part of what a cell showed: ``text``, a ``picture`` as a data URL, or a ``note`` of ours on what is not here."""

    text: str = ""
    picture: str = ""
    note: Phrase | None = None
    is_error: bool = False

    @property
    def is_long(self) -> bool:
        """Whether the text has many lines."""
        return self.text.count("\n") > LONG


@dataclass(frozen=True)
class Cell:
    """A cell: its number among all cells from 1, its source in parts, and what it showed."""

    number: int
    is_code: bool
    source: list[Piece]
    shown: list[Piece]


@dataclass
class _Room:
    """What the page has room for."""

    text: int = field(default_factory=lambda: MAX_ALL_TEXT)
    pictures: int = field(default_factory=lambda: MAX_ALL_PICTURES)

    def pieces(self, text: str, most: int, *, is_error: bool = False) -> list[Piece]:
        """The text, or its ends with a note between them."""
        most = min(most, self.text)
        self.text -= min(len(text), most)
        if len(text) <= most:
            return [Piece(text, is_error=is_error)] if text.strip() else []
        half = most // 2
        note = Piece(note=phrase("notebook.cut", count=len(text) - 2 * half))
        if not half:
            return [note]
        return [Piece(text[:half], is_error=is_error), note, Piece(text[-half:], is_error=is_error)]

    def picture(self, kind: str, content: str) -> Piece:
        """The picture, or a note where it is none, or too large."""
        content = _SPACE.sub("", content)
        try:
            is_picture = base64.b64decode(content, validate=True).startswith(SIGNATURES[kind])
        except (binascii.Error, ValueError):
            is_picture = False
        if not is_picture:
            return Piece(note=phrase("notebook.no_picture"))
        if len(content) > min(MAX_PICTURE, self.pictures):
            return Piece(note=phrase("notebook.large_picture"))
        self.pictures -= len(content)
        return Piece(picture=f"data:{kind};base64,{content}")


@dataclass
class _Shown:
    """What a cell showed, in order; texts that follow one another are one."""

    room: _Room
    pieces: list[Piece] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def text(self, text: str) -> None:
        self.waiting.append(text)

    def flush(self) -> None:
        text, self.waiting = "".join(self.waiting), []
        self.pieces += self.room.pieces(text, MAX_TEXT)

    def add(self, *pieces: Piece) -> None:
        self.flush()
        self.pieces += pieces


def render_notebook(path: Path, *, title: str, name: str, feedback: str) -> str:
    """The page, as HTML text (UTF-8), in the language that is `spoken`.

    Args:
        path: of the executed notebook, as the host wrote it.
        title: of the assignment.
        name: of the submission.
        feedback: the name of the page that leads here.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no notebook.
    """
    notebook = json.loads(path.read_bytes())
    listed = notebook["cells"]
    room = _Room()
    cells = [_cell(number, cell, room) for number, cell in enumerate(listed[:MAX_CELLS], 1)]
    return _template().render(
        cells=cells,
        left_out=len(listed) - len(cells),
        language=spoken(),
        title=title,
        name=name,
        feedback=feedback,
        notebook=path.name,
    )


@functools.cache
def _template() -> Template:
    environment = templates(Path(__file__).parent, line=lambda text: one_line(text, 120), say=say, own=_own)
    return environment.get_template("notebook.html.j2")


def _own(text: str) -> Markup:
    """The text, escaped and `visible`, however long it is: its length is bounded here, and not by the template."""
    return escape(visible(text))


def _cell(number: int, cell: dict[str, Any], room: _Room) -> Cell:
    is_code = cell["cell_type"] == "code"
    shown = _Shown(room)
    source = room.pieces(str(cell["source"]), MAX_SOURCE)
    for output in cell["outputs"] if is_code else ():
        _take(output, shown)
    shown.flush()
    return Cell(number, is_code, source, shown.pieces)


def _take(output: dict[str, Any], shown: _Shown) -> None:
    if output["output_type"] == "stream":
        shown.text(text_of(output))
    elif output["output_type"] == "error":
        trace = ANSI.sub("", "\n".join(output["traceback"])) or f"{output['ename']}: {output['evalue']}"
        shown.add(*shown.room.pieces(trace, MAX_TEXT, is_error=True))
    else:
        pictures = list(_pictures(output["data"], shown.room))
        shown.add(*(pictures or shown.room.pieces(text_of(output), MAX_TEXT)))


def _pictures(data: dict[str, Any], room: _Room) -> Iterator[Piece]:
    for kind in SIGNATURES:
        if isinstance(content := data.get(kind), str):
            yield room.picture(kind, content)
            return
    if any(kind.startswith("image/") for kind in data):
        yield Piece(note=phrase("notebook.other_picture"))
