"""The facts of a cell that failed, as its author reads them: in the author's names, and whole sentences."""

import os
import re
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellExecutionError

from harness.wire import variables
from harness.wire.text import ANSI, CELL_FILE

MAX_MESSAGE = 4000
MAX_TRACEBACK = 8000
MAX_NAME = 200
CELL = re.compile(r"Cell In\s?\[(\d{1,9})\]")
CELL_PLACE = re.compile(r" \(\d+\.py, line \d+\)$")
"""At the end of a message of Python's about a cell that it cannot read."""
RUNNERS = (
    "harness/guest|harness/wire|harness_assignment|ipykernel|ipykernel_launcher.py|IPython|traitlets|tornado|asyncio"
    "|<frozen runpy>"
)
RUNNER_FRAME = re.compile(
    rf"""^( *)File "?(?:{RUNNERS})[/":][^\n]*\n(?:\1 {{2,}}(?!File )[^\n]*\n|\s*\n)?""", re.MULTILINE
)
"""In a list of calls: a line of what runs the cells, with the line of code below it."""
ADVICE = re.compile(r"An exception has occurred, use .*%tb.* to see the full traceback\.\s*")
ENDED_WELL = ("", "0", "None")
"""Of `SystemExit`: a plain Python ends with status 0."""
NO_ERROR = "NoneType"
"""The kernel's name of an error that came from showing a value."""


class Author:
    """How the author of a notebook or script calls what a traceback names."""

    def __init__(self, script: str | None, home: Path) -> None:
        self.script = script
        prefixes = {
            f"{home}/": "",
            f"{os.environ[variables.GUEST]}/": "",
            f"{sysconfig.get_path('purelib')}/": "",
            f"{sysconfig.get_path('platlib')}/": "",
            f"{sysconfig.get_path('stdlib')}/": "",
            f"{sys.prefix}/": "",
            f"{Path.home()}/": "~/",
        }
        # The longest first: one may lie in another. IPython writes those in the home folder with a tilde.
        tilde = {path.replace(f"{Path.home()}/", "~/"): name for path, name in prefixes.items()}
        self._prefixes = sorted((tilde | prefixes).items(), key=lambda one: -len(one[0]))

    def reads(self, text: str, counts: Mapping[int, int]) -> str:
        """The text without colours, and with relative names of files. ``counts`` maps what the kernel counted of cells
        that ran to their numbers in the notebook."""
        text = ANSI.sub("", text)
        for path, name in self._prefixes:
            if path != "~/":
                text = text.replace(path, name)
        text = RUNNER_FRAME.sub("", CELL_FILE.sub(self.script or "<cell>", text))
        return CELL.sub(lambda found: self._cell(int(found[1]), counts), text)

    def tidy(self, cell: Any, counts: Mapping[int, int]) -> None:
        """The same for what a cell shows of an error, or of a warning."""
        for output in cell.get("outputs", []):
            if output.get("output_type") == "error":
                output["evalue"] = _both_ends(self.reads(str(output.get("evalue")), counts))
                trace = "\n".join(map(str, output.get("traceback", [])))
                output["traceback"] = [_last(self.reads(trace, counts), MAX_TRACEBACK)]
            elif output.get("name") == "stderr":
                output["text"] = CELL_FILE.sub(self.script or "<cell>", str(output["text"]))

    def _cell(self, count: int, counts: Mapping[int, int]) -> str:
        if self.script is not None:
            return self.script
        return f"Cell {counts[count]}" if count in counts else "A cell"


def error_facts(
    cell: Any, error: CellExecutionError, place: Mapping[str, Any], author: Author, counts: Mapping[int, int]
) -> dict[str, Any]:
    """Name, message, traceback and place of what a cell raised."""
    shown = [output for output in cell.get("outputs", []) if output.get("output_type") == "error"]
    name, message = str(error.ename), str(error.evalue)
    if name == NO_ERROR and shown:
        name, message = str(shown[-1].get("ename")), str(shown[-1].get("evalue"))
    if name == "SystemExit" and message in ENDED_WELL:
        message = str(place.get("text") or "")
    elif name == "SystemExit" and message.isdigit():
        message = f"{message} {_said_before(cell)}".rstrip()
    trace = "\n".join("\n".join(output.get("traceback", [])) for output in shown)
    message = CELL_PLACE.sub("", author.reads(message, counts))
    if place.get("file"):
        # It is told beside the message.
        message = message.removesuffix(f" ({Path(str(place['file'])).name}, line {place.get('file_line')})")
    return {
        "error": name[:MAX_NAME],
        "message": _both_ends(message),
        # IPython's advice on how to see more is of no use where nothing can be typed.
        "traceback": _last(ADVICE.sub("", author.reads(trace, counts)), MAX_TRACEBACK),
        "line": _number(place.get("line")),
        "file": str(place.get("file") or "")[:MAX_NAME],
        "file_line": _number(place.get("file_line")),
    }


def _said_before(cell: Any) -> str:
    """What a program that ended itself wrote of its reason, as parsers of arguments do."""
    texts: Sequence[str] = [str(output.get("text", "")) for output in cell.get("outputs", [])]
    lines = [
        line.strip()
        for line in "\n".join(texts).splitlines()
        if re.search(r"\berror\b:", line, re.IGNORECASE)
    ]
    return f"({lines[-1]})" if lines else ""


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _both_ends(text: str) -> str:
    """A message; of a long one, TensorFlow's for instance, the beginning and the end, in whole words."""
    if len(text) <= MAX_MESSAGE:
        return text
    begin, end = text[: MAX_MESSAGE // 4], text[-3 * MAX_MESSAGE // 4 :]
    return f"{begin.rpartition(' ')[0] or begin} …\n{end.partition(' ')[2] or end}"


def _last(text: str, most: int) -> str:
    """The end of a text, in whole lines."""
    return text if len(text) <= most else "…\n" + text[-most:].partition("\n")[2]
