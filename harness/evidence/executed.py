"""The executed notebook, put together on the host: the sources that were handed in, and what the driver saw of outputs.

Outputs are bounded cell by cell and as a whole. For the checks they are text; the notebook that a person opens keeps
pictures and pages, too.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from harness.errors import InfrastructureError
from harness.evidence import strict_json
from harness.evidence.schema import NotebookCell
from harness.evidence.weight import elements
from harness.wire.entry import Source
from harness.wire.limits import MAX_OUTPUT, MAX_OUTPUTS, MAX_PIECE, MAX_RICH
from harness.wire.text import ANSI, ends, overwritten
from harness.words.phrase import phrase

MAX_SOURCE = 200_000
"""Characters of one cell's source."""
MAX_ALL_TEXT = 4_000_000
"""Characters of all outputs together, and of all sources."""
MAX_KEPT = 4 * MAX_ALL_TEXT
"""Characters of outputs that are held while a run goes on."""
MAX_JSON = MAX_RICH + 4 * MAX_OUTPUT + MAX_PIECE
"""Characters of the outputs of one cell, as JSON."""
MAX_ELEMENTS = 30 * MAX_OUTPUTS
"""Elements of them: an output has fewer than that, but for what is shown as JSON."""
MAX_SPOOL = 512 * 1024**2
"""Bytes of all outputs, as JSON."""

TAG = re.compile(r"<[^<>]*>")
ROW_END = re.compile(r"</tr\s*>")
UNREAD = re.compile(r"<(?:script|style|svg)\b", re.IGNORECASE)
NAME_ALONE = re.compile(r"<[\w.]+(?: object)?>")
"""What text/plain shows of an object that is a page or a formatted text."""
TEXTS = ("text/html", "text/plain", "text/markdown")
NOTEBOOK = '], "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}\n'


@dataclass(frozen=True)
class _Shown:
    """Of one cell: the text that it shows, how many pictures, its execution count, how many characters were left out
    before, and where its outputs lie in the spool (begin, length)."""

    text: str
    pictures: int
    count: int | None
    left_out: int
    place: tuple[int, int]


class Executed:
    """The executed notebook of one run.

    Args:
        sources: the cells as they were handed in.
        spool: a file that this makes anew; outputs lie there until the notebook is written.
    """

    def __init__(self, sources: Sequence[Source], spool: Path) -> None:
        self._sources, self._spool = sources, spool
        self._shown: dict[int, _Shown] = {}
        self._number, self._pieces, self._length = 0, list[str](), 0
        self._kept = self._spooled = 0

    def take(self, event: dict[str, Any]) -> None:
        """Takes an event of kind ``outputs``, a piece of what one cell showed. Raises `ValueError` where it is none, and
        `InfrastructureError` where there is no room for it."""
        number, piece, first = event.get("number"), event.get("piece"), event.get("first") is True
        if type(number) is not int or not 1 <= number <= len(self._sources) or not isinstance(piece, str):
            raise ValueError("no piece of a cell's outputs")
        if first:
            self._number, self._pieces, self._length = number, [], 0
        self._length += len(piece)
        if number != self._number or self._length > MAX_JSON:
            self._number, self._pieces = 0, []
            raise ValueError("a piece of a cell's outputs out of its place")
        self._pieces.append(piece)
        if event.get("last") is True:
            text, self._number, self._pieces = "".join(self._pieces), 0, []
            self._keep(number, text, _whole(event.get("count")), _whole(event.get("left_out")) or 0)

    def _keep(self, number: int, text: str, count: int | None, left_out: int) -> None:
        elements(text, MAX_ELEMENTS)
        listed = strict_json.loads(text)
        if not isinstance(listed, list):
            raise ValueError("the outputs of a cell are a list")
        outputs = [made for one in listed[: 2 * MAX_OUTPUTS] if (made := _output(one, count)) is not None]
        written = json.dumps(outputs, ensure_ascii=False).encode("utf-8", "replace")
        if self._spooled + len(written) > MAX_SPOOL:
            raise ValueError("the outputs of all cells hold too much")
        try:
            # What another run left there is none of this one.
            with self._spool.open("ab" if self._spooled else "wb") as spool:
                spool.write(written)
        except OSError as error:
            raise InfrastructureError(
                phrase("outputs.not_written", folder=self._spool.parent, why=error.strerror)
            ) from error
        shown, cut = ends("\n".join(map(text_of, outputs)), MAX_OUTPUT)
        pictures = sum(any(kind.startswith("image/") for kind in one.get("data", {})) for one in outputs)
        before = self._shown.get(number)
        self._kept += len(shown) - (0 if before is None else len(before.text))
        place = (self._spooled, len(written))
        self._shown[number] = _Shown(shown, pictures, count, left_out + cut, place)
        self._spooled += len(written)
        if self._kept > MAX_KEPT:
            self._cut()

    def _cut(self) -> None:
        """Leaves out of long texts what all together have too much."""
        if self._kept <= MAX_ALL_TEXT:
            return
        most = min(MAX_OUTPUT, _share([len(shown.text) for shown in self._shown.values()]))
        for number, shown in self._shown.items():
            if len(shown.text) > most:
                text, cut = ends(shown.text, most)
                self._shown[number] = _Shown(
                    text, shown.pictures, shown.count, shown.left_out + cut, shown.place
                )
        self._kept = sum(len(shown.text) for shown in self._shown.values())

    def cells(self) -> list[NotebookCell]:
        """The cells in order, for the checks. Where all outputs together are more than `MAX_ALL_TEXT`, the middle is left
        out of the long ones; long sources end."""
        self._cut()
        most = min(MAX_SOURCE, _share([len(source.text) for source in self._sources]))
        found = []
        for number, source in enumerate(self._sources, 1):
            shown = self._shown.get(number)
            cell = NotebookCell(number=number, code=source.code, source=ANSI.sub("", source.text[:most]))
            if shown is not None and source.code:
                told = {"text": shown.text, "pictures": shown.pictures, "count": shown.count}
                cell = cell.model_copy(update={**told, "left_out": shown.left_out})
            found.append(cell)
        return found

    def write(self, path: Path) -> None:
        """Writes the notebook, in nbformat 4.5."""
        with path.open("w", encoding="utf-8", errors="replace") as file:
            file.write('{"cells": [\n')
            for number, source in enumerate(self._sources, 1):
                file.write(",\n" if number > 1 else "")
                file.write(json.dumps(self._cell(number, source), ensure_ascii=False))
            file.write(NOTEBOOK)

    def _cell(self, number: int, source: Source) -> dict[str, Any]:
        common = {"id": f"cell-{number}", "metadata": {}, "source": source.text}
        if not source.code:
            return {"cell_type": "markdown", **common, "attachments": source.attachments}
        shown, outputs = self._shown.get(number), []
        if shown is not None:
            with self._spool.open("rb") as spool:
                spool.seek(shown.place[0])
                outputs = json.loads(spool.read(shown.place[1]))
        count = None if shown is None else shown.count
        return {"cell_type": "code", **common, "execution_count": count, "outputs": outputs}


def _whole(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= 10**12 else None


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


def _output(value: Any, count: int | None) -> dict[str, Any] | None:
    """One output as nbformat has it, and nothing beside; None where it is none."""
    if not isinstance(value, dict):
        return None
    kind = value.get("output_type")
    if kind == "stream":
        name = "stderr" if value.get("name") == "stderr" else "stdout"
        return {"output_type": kind, "name": name, "text": _joined(value.get("text"))}
    if kind == "error":
        trace = value.get("traceback")
        lines = [_joined(line) for line in trace] if isinstance(trace, list) else []
        said = {name: _joined(value.get(name)) for name in ("ename", "evalue")}
        return {"output_type": kind, **said, "traceback": lines}
    if kind not in ("display_data", "execute_result"):
        return None
    data = value.get("data")
    shown = {
        name: one if name.endswith("json") else _joined(one)
        for name, one in (data.items() if isinstance(data, dict) else ())
    }
    made = {"output_type": kind, "data": shown, "metadata": {}}
    return {**made, "execution_count": count} if kind == "execute_result" else made


def _joined(value: Any) -> str:
    parts = value if isinstance(value, list) else [value]
    joined = "".join(part for part in parts if isinstance(part, str))
    # What UTF-8 cannot hold could not be written down.
    return joined.encode("utf-8", "replace").decode()


def _plain(html: str) -> str:
    """The text of HTML, with a table's rows one a line: what text/plain shows of a table may be cut, or not be a table
    at all."""
    rows = (TAG.sub(" ", row) for row in ROW_END.split(html))
    return unescape("\n".join(" ".join(row.split()) for row in rows))


def text_of(output: dict[str, Any]) -> str:
    """The text that an output of nbformat shows, without colour codes; of an error none."""
    data = {kind: ANSI.sub("", one) for kind, one in output.get("data", {}).items() if kind in TEXTS}
    return overwritten(ANSI.sub("", output.get("text", ""))) + _of_display(data)


def _of_display(data: dict[str, str]) -> str:
    html, plain = data.get("text/html", ""), data.get("text/plain", "")
    if "<table" in html:
        return _plain(ends(html, MAX_OUTPUT)[0])
    if plain and NAME_ALONE.fullmatch(plain) is None:
        return plain
    page = "" if UNREAD.search(html) else _plain(html[:MAX_OUTPUT])
    return page or data.get("text/markdown", "") or plain
