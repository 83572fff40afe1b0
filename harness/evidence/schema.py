"""What came out of the sandbox that ran student code, read through a strict schema with limits.

All of it is hostile: an event or a notebook that does not fit the schema is left out and counted, never trusted.
"""

import json
import re
from html import unescape
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MAX_EVENTS = 50_000
MAX_LINE = 300_000
MAX_NOTEBOOK_BYTES = 128 * 1024**2
MAX_TEXT = 200_000

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
TAG = re.compile(r"<[^<>]*>")
MODEL_ID = r"^m[0-9]{1,5}$"

Text = Annotated[str, Field(max_length=20_000)]
Short = Annotated[str, Field(max_length=300)]
ModelId = Annotated[str, Field(pattern=MODEL_ID)]
Count = Annotated[int, Field(ge=0, le=10**12)]


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class CellRun(_Event):
    """The end of one cell; ``number`` counts all cells from 1."""

    number: Count
    total: Count
    state: Literal["running", "done", "error", "time limit", "kernel died"]
    error: Text = ""
    message: Text = ""
    line: Count | None = None
    traceback: Text = ""
    source: Text = ""
    seconds: float = 0.0


class Mapping(_Event):
    """How raw images become network input; see ``harness.guest.preprocessing``."""

    layout: Literal["hw", "hwc", "chw", "flat"]
    size: tuple[Annotated[int, Field(ge=1, le=512)], Annotated[int, Field(ge=1, le=512)]]
    channels: Literal[1, 3]
    geometry: Literal["none", "pad", "bilinear", "nearest", "bicubic"]
    corner: tuple[Annotated[int, Field(ge=0, le=512)], Annotated[int, Field(ge=0, le=512)]]
    scale: float | Annotated[list[float], Field(min_length=784, max_length=784)]
    offset: float | Annotated[list[float], Field(min_length=784, max_length=784)]
    max_error: float
    rows: Count


class InputFacts(_Event):
    """What a network was fed in one fit (``fit`` is None for predict or evaluate). ``shape`` is that of the array, or
    of one batch where the data come in batches; ``total`` counts the rows, None where batches do not tell."""

    fit: Short | None
    model: ModelId
    shape: list[Count] = []
    total: Count | None = None
    dtype: Short = ""
    mapping: Mapping | None
    sources: dict[Literal["train", "test", "unknown"], Count] = {}
    labels_agree: float | None = None


class Compiled(_Event):
    """How a network is compiled; ``learning_rate`` where it is one number."""

    loss: Short | None = None
    optimizer: Short | None = None
    learning_rate: float | None = None
    metrics: Annotated[list[Short], Field(max_length=50)] = []


class Fit(Compiled):
    """One training run, with how its network was compiled then; ``epochs`` that came to their end, and ``steps`` of
    the longest of them. A ``loop`` is one of the student's own, in a cell; it counts as one epoch of all its steps."""

    fit: Short
    model: ModelId
    completed: bool
    seconds: float
    epochs: Count = 0
    steps: Count = 0
    loop: bool = False
    history: dict[Short, Annotated[list[float | None], Field(max_length=200)]] = {}


class LayerFacts(_Event):
    """One layer of Keras's own inventory; dropout and augmentation show only here."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    type: Short = Field(alias="class")
    name: Short
    activation: Short | None = None
    rate: float | None = None


class ModelFacts(Compiled):
    """One network as Keras described it."""

    model: ModelId
    name: Short
    kind: Literal["Sequential", "functional", "subclassed"]
    parameters: Count | None
    exported: bool
    reason: Text | None = None
    layers: Annotated[list[LayerFacts], Field(max_length=300)] = []


Row = Annotated[list[Count], Field(min_length=10, max_length=10)]


class Call(_Event):
    """A call of a function that computes scores; ``matrix`` is the confusion matrix of its arguments."""

    function: Short
    rows: Count | None
    truth: Literal["test", "train", "other"]
    matrix: Annotated[list[Row], Field(min_length=10, max_length=10)] | None = None
    average: Short | None = None
    result: Any = None


class Value(_Event):
    """A small array or number in one of the student's variables."""

    name: Short
    shape: Annotated[list[Count], Field(max_length=8)]
    data: Annotated[list[float], Field(max_length=400)]


class Plot(_Event):
    """What was drawn: an image of the data (``of`` says of which rows, or of their mean), a table of 10 by 10 numbers,
    or bars.
    ``cell`` is the execution count of the cell that drew it."""

    cell: Count
    shows: Literal["image", "table", "bars"]
    data: Annotated[list[float | None], Field(max_length=400)] = []
    of: Literal["train", "test", "mean"] | None = None


class Adapted(_Event):
    """What a student's code asked for, and what it got in its place."""

    was: Short
    now: Short


class NotebookCell(_Event):
    """One cell of the executed notebook: its source, the text it printed or displayed, how many pictures, and its
    execution count where it ran."""

    number: Count
    code: bool
    source: str
    text: str = ""
    pictures: int = 0
    count: Count | None = None


class Evidence(_Event):
    """All that is known of one run."""

    cells: list[CellRun] = []
    fits: list[Fit] = []
    inputs: list[InputFacts] = []
    models: dict[ModelId, ModelFacts] = {}
    names: dict[ModelId, list[Short]] = {}
    calls: list[Call] = []
    values: list[Value] = []
    plots: list[Plot] = []
    adapted: list[Adapted] = []
    notebook: list[NotebookCell] = []
    notes: list[Text] = []
    unmapped: list[ModelId] = []
    has_predict: bool = False
    has_preprocess: bool = False
    versions: dict[Short, Short] = {}
    end: Short | None = None

    @property
    def ran_through(self) -> bool:
        """Whether the run came to its end, with or without cells that failed."""
        return self.end in ("finished", "error")

    def failed_at(self) -> CellRun | None:
        """The cell that ended the run (it was still running, or met a limit), else the first that failed."""
        if self.cells and self.cells[-1].state not in ("done", "error"):
            return self.cells[-1]
        stopped = next((cell for cell in self.cells if cell.state == "time limit"), None)
        return stopped or next((cell for cell in self.cells if cell.state == "error"), None)


class EventLog:
    """Collects events as they come; each must fit its schema on its own."""

    def __init__(self) -> None:
        self._found: dict[str, Any] = {
            key: []
            for key in ("cells", "fits", "inputs", "calls", "values", "plots", "adapted", "notes", "unmapped")
        }
        self._found |= {"models": {}, "names": {}, "versions": {}}
        self._count = 0
        self.refused = 0

    def add(self, line: str) -> dict[str, Any] | None:
        """Takes one line of the channel. Returns the event, or None where it is none."""
        self._count += 1
        if self._count > MAX_EVENTS or len(line) > MAX_LINE:
            self.refused += 1
            return None
        try:
            event = json.loads(line)
            if not isinstance(event, dict):
                raise ValueError("no object")
            self._keep(event)
        except (ValueError, RecursionError):
            self.refused += 1
            return None
        return event

    def _keep(self, event: dict[str, Any]) -> None:
        found, kind = self._found, event.get("event")
        if kind == "cell":
            cell = CellRun.model_validate(event)
            if found["cells"] and found["cells"][-1].number == cell.number:
                found["cells"].pop()
            found["cells"].append(cell)
        elif kind == "fit" and event.get("state") == "end":
            found["fits"].append(Fit.model_validate(event))
        elif kind == "input":
            found["inputs"].append(InputFacts.model_validate(event))
        elif kind == "model":
            model = ModelFacts.model_validate(event)
            found["models"][model.model] = model
        elif kind == "names":
            found["names"] |= Evidence.model_validate({"names": event.get("names")}).names
        elif kind == "call":
            found["calls"].append(Call.model_validate(event))
        elif kind == "adapted":
            found["adapted"].append(Adapted.model_validate(event))
        elif kind == "plot":
            found["plots"].append(Plot.model_validate(event))
        elif kind == "values":
            found["values"] += Evidence.model_validate({"values": event.get("values")}).values
        elif kind == "functions":
            seen = Evidence.model_validate({"unmapped": event.get("unmapped")})
            found["unmapped"] = seen.unmapped
            found["has_predict"] = event.get("predict") is True
            found["has_preprocess"] = event.get("preprocess") is True
        elif kind == "start":
            found["versions"] = Evidence.model_validate({"versions": event.get("versions", {})}).versions
        elif kind in ("end", "ran"):
            found["end"] = Evidence.model_validate({"end": event.get("state")}).end
        elif kind == "note":
            found["notes"].append(str(event.get("message"))[:5000])

    def evidence(self, notebook: list[NotebookCell]) -> Evidence:
        """What was collected, with the executed notebook."""
        return Evidence(**self._found, notebook=notebook)


def _text(value: Any) -> str:
    joined = "".join(part for part in value if isinstance(part, str)) if isinstance(value, list) else value
    return ANSI.sub("", joined)[:MAX_TEXT] if isinstance(joined, str) else ""


def _table(html: str) -> str:
    """The rows of an HTML table, one a line: what text/plain shows of a table may be cut, or be no table at all."""
    rows = (TAG.sub(" ", row) for row in html.split("</tr"))
    return unescape("\n".join(" ".join(row.split()) for row in rows))


def read_notebook(path: Path) -> list[NotebookCell]:
    """The cells of a notebook in nbformat 4; empty where the file is no such thing."""
    try:
        if path.stat().st_size > MAX_NOTEBOOK_BYTES:
            return []
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [_cell(number, cell) for number, cell in enumerate(cells, 1)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, ValidationError):
        return []


def _cell(number: int, cell: dict[str, Any]) -> NotebookCell:
    texts, pictures = [], 0
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        html = _text(data.get("text/html", ""))
        shown = _table(html) if "<table" in html else _text(data.get("text/plain", ""))
        texts.append(_text(output.get("text", "")) + shown)
        pictures += any(str(kind).startswith("image/") for kind in data)
    text = "\n".join(texts)[:MAX_TEXT]
    source, code = _text(cell.get("source", "")), cell.get("cell_type") == "code"
    count = cell.get("execution_count") if code else None
    return NotebookCell(number=number, code=code, source=source, text=text, pictures=pictures, count=count)
