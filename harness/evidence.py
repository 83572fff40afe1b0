"""What came out of the sandbox that ran student code, read through a strict schema with limits.

All of it is hostile: what does not fit the schema is never trusted. The events of a run are collected by
`harness.event_log`, its notebook is read by `harness.executed`.
"""

import math
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

MODEL_ID = r"^m[0-9]{1,5}$"

Text = Annotated[str, Field(max_length=20_000)]
Short = Annotated[str, Field(max_length=300)]
ModelId = Annotated[str, Field(pattern=MODEL_ID)]
Count = Annotated[int, Field(ge=0, le=10**12)]


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


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

    def sentence(self) -> str:
        """In words, with the number of rows it was checked on."""
        height, width = self.size
        shape = {
            "hw": f"{height}×{width}",
            "hwc": f"{height}×{width}×{self.channels}",
            "chw": f"{self.channels}×{height}×{width}",
            "flat": f"{height * width} numbers",
        }[self.layout]
        how = {"none": "", "pad": ", zero-padded"}.get(self.geometry, f", resized ({self.geometry})")
        if isinstance(self.scale, list) or isinstance(self.offset, list):
            values = "scaled pixel by pixel"
        elif (self.scale, self.offset) == (1.0, 0.0):
            values = "raw values"
        else:
            # The data are floats: an offset of 1e-9 is none.
            offset = (
                ""
                if abs(self.offset) < 1e-6
                else f" {'−' if self.offset < 0 else '+'} {abs(self.offset):.4g}"
            )
            values = f"pixel × {self.scale:.4g}{offset}"
        return f"{shape}{how}, {values} (checked on {self.rows} rows)"


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

    model_config = ConfigDict(populate_by_name=True)

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


def _number_or_text(value: Any) -> float | str | None:
    """What a scoring function returned, where it is one number or a text; tables are in its ``matrix``."""
    return value if isinstance(value, (int, float, str)) and not isinstance(value, bool) else None


class Call(_Event):
    """A call of a function that computes scores; ``matrix`` is the confusion matrix of its arguments."""

    function: Short
    rows: Count | None
    truth: Literal["test", "train", "other"]
    matrix: Annotated[list[Row], Field(min_length=10, max_length=10)] | None = None
    average: Short | None = None
    result: Annotated[float | Text | None, BeforeValidator(_number_or_text)] = None


class Value(_Event):
    """A small array or number in one of the student's variables; ``data`` are its elements, the last axis fastest."""

    name: Short
    shape: Annotated[list[Count], Field(max_length=8)]
    data: Annotated[list[float], Field(max_length=400)]

    @model_validator(mode="after")
    def _as_many_as_its_shape_says(self) -> Self:
        if math.prod(self.shape) != len(self.data):
            raise ValueError("shape and number of elements differ")
        return self


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
    pictures: Count = 0
    count: Count | None = None
    cut: bool = False
    """Some of its text was too long and is left out."""


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
