"""What came out of the sandbox that ran student code, read through a strict schema with limits.

All of it is hostile: what does not fit the schema is never trusted. The events of a run are collected by
`harness.evidence.event_log`, its notebook is read by `harness.evidence.executed`.
"""

import math
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from harness.evidence.network import NETWORK_ID, Compiled, Count, Mapping, Network, Short
from harness.evidence.told import told
from harness.wire.events import CellState, Late, RunEnd
from harness.wire.limits import MAX_HISTORY, MAX_INPUTS, MAX_LOOKED, MAX_NUMBERS, MAX_OPENED, MAX_TEXT
from harness.words.phrase import Phrase
from harness.words.spoken import Spoken

Text = Annotated[str, Field(max_length=MAX_TEXT)]
MAX_CLASSES = 100
ModelId = Annotated[str, Field(pattern=NETWORK_ID)]


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class CellRun(_Event):
    """The end of one cell; ``number`` counts all cells from 1. Of what it raised: its ``line``, and where that called one
    of the submission's other files, the ``file`` and the line there. A cell that is done raised nothing, or ended
    itself."""

    number: Count
    total: Count
    state: CellState
    error: Text = ""
    message: Text = ""
    line: Count | None = None
    file: Short = ""
    file_line: Count | None = None
    traceback: Text = ""
    source: Text = ""
    seconds: float = 0.0


class InputFacts(_Event):
    """What a network was fed in one fit (``fit`` is None for predict or evaluate). ``shape`` is that of the array, or
    of one batch where the data come in batches; ``more`` holds the mappings of a network's further inputs; ``digest``
    is the same for two fits whose rows were the same, as far as they were looked at. ``strangers`` are the
    `harness.wire.images.signs` of those rows that are not known to be visible images. ``labels_agree`` is the share of labels
    that are those of the images, in whichever ``order`` they stand for the classes: the class of each number, empty where
    that is its own."""

    fit: Short | None
    model: ModelId
    shape: list[Count] = []
    dtype: Short = ""
    mapping: Mapping | None
    more: Annotated[list[Mapping], Field(max_length=MAX_INPUTS)] = []
    digest: Short = ""
    sources: dict[Literal["train", "test", "unknown"], Count] = {}
    strangers: Annotated[list[Short], Field(max_length=MAX_LOOKED)] = []
    labels_agree: float | None = None
    order: Annotated[list[Count], Field(max_length=MAX_CLASSES)] = []

    @field_validator("order")
    @classmethod
    def _each_class_once(cls, order: list[int]) -> list[int]:
        if sorted(order) != list(range(len(order))):
            raise ValueError("an order has each class once")
        return order


LEAST_ROWS = 32
"""A training of fewer rows, Keras's own batch, is none that counts."""


class Fit(Compiled):
    """One training run, with how its network was compiled then; ``epochs`` that came to their end, and ``steps`` of
    the longest of them. A ``loop`` is one of the student's own, in a cell; it counts as one epoch of all its steps.
    ``rows`` were fed: of an array the different ones, of batches all in all epochs; where the fit was cut by us, those
    that the whole would have been fed; None where nothing tells. ``changed`` says whether a weight that can be trained is
    another than before: a learning rate of 0, or layers that are all frozen, change none. ``cell`` is the number of the cell
    that ran when this was said; whoever said it may have waited, so it is for finding the place alone."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    fit: Short
    model: ModelId
    completed: bool
    seconds: float
    epochs: Count = 0
    steps: Count = 0
    rows: Count | None = None
    changed: bool | None = None
    loop: bool = False
    cell: Count | None = None
    history: dict[Short, Annotated[list[float | None], Field(max_length=MAX_HISTORY)]] = Field(
        default_factory=dict
    )

    @property
    def trains(self) -> bool:
        """Whether it took a step that changed a weight, and more than a few rows with it. A loop is told where weights
        changed alone."""
        stepped = self.loop or (self.steps > 0 and self.changed is not False)
        return stepped and (self.rows is None or self.rows >= LEAST_ROWS)


Row = Annotated[list[Count], Field(min_length=2, max_length=MAX_CLASSES)]


def _number_or_text(value: Any) -> float | str | None:
    """What a scoring function returned, where it is one number or a text; tables are in its ``matrix``."""
    return value if isinstance(value, (int, float, str)) and not isinstance(value, bool) else None


class Call(_Event):
    """A call of a function that computes scores; ``matrix`` is the confusion matrix of its arguments.

    ``truth`` says whose labels it was given: those of the visible test set in order; of training images; of a test set
    of the student's ``own``, images from both parts of the visible split; or any ``other``. ``network`` gave the
    predictions, where that was seen. ``view``: most probable ``labels``; scores above a threshold (``thresholded``),
    whose ``matrix`` is that of the most probable classes; or a ``part`` of the classes or images, or weighted ones.
    """

    function: Short
    rows: Count | None
    truth: Literal["test", "train", "own", "other"]
    network: ModelId | None = None
    view: Literal["labels", "thresholded", "part"] = "labels"
    matrix: Annotated[list[Row], Field(min_length=2, max_length=MAX_CLASSES)] | None = None
    average: Short | None = None
    result: Annotated[float | Text | None, BeforeValidator(_number_or_text)] = None

    @model_validator(mode="after")
    def _is_square(self) -> Self:
        if self.matrix is not None and any(len(row) != len(self.matrix) for row in self.matrix):
            raise ValueError("a confusion matrix has as many columns as rows")
        return self


class Value(_Event):
    """A small array or number in one of the student's variables; ``data`` are its elements, the last axis fastest."""

    name: Short
    shape: Annotated[list[Count], Field(max_length=8)]
    data: Annotated[list[float], Field(max_length=MAX_NUMBERS)]

    @model_validator(mode="after")
    def _as_many_as_its_shape_says(self) -> Self:
        if math.prod(self.shape) != len(self.data):
            raise ValueError("shape and number of elements differ")
        return self


class Plot(_Event):
    """What was drawn: an image of the data (``of`` says of which rows, or of their mean), a table with a row and a column for
    each class, bars, or a line, with the number of its ``figure`` and its heights, where they are few. ``cell`` is the
    execution count of the cell that drew it."""

    cell: Count
    shows: Literal["image", "table", "bars", "line"]
    data: Annotated[list[float | None], Field(max_length=MAX_NUMBERS)] = []
    of: Literal["train", "test", "mean"] | None = None
    figure: Count | None = None


class Adapted(_Event, Spoken):
    """What a student's code asked for, and what it got in its place: code as it is, or words."""

    was: Text
    now: Text

    @classmethod
    def told(cls, event: dict[str, Any]) -> Self:
        """What an event tells. Raises `ValueError` and `LookupError` where it cannot be said."""
        given = {name: told(event.get(name)) for name in ("was", "now")}
        words = {name: one for name, one in given.items() if isinstance(one, str)}
        said = {name: (one,) for name, one in given.items() if isinstance(one, Phrase)}
        return cls.model_validate({**words, "said": said})


class NotebookCell(_Event):
    """One cell of the executed notebook: its source, the text it printed or displayed, how many pictures, and its
    execution count where it ran."""

    number: Count
    code: bool
    source: str
    text: str = ""
    pictures: Count = 0
    count: Count | None = None
    left_out: Count = 0
    """Characters of its output that were too many, from the middle of it."""


class Evidence(_Event):
    """All that is known of one run. ``fits`` trained their networks, ``idle_fits`` did not; networks ``outside`` got weights
    between trainings, or after them, that none had left, those ``within`` did in the middle of one, and those ``frozen`` were
    trained with a part that was frozen so. ``still`` counts, by network, weights that it could train and that stayed as they
    were; those ``taken_over`` began with weights that most of all another training had left."""

    cells: list[CellRun] = []
    fits: list[Fit] = []
    idle_fits: list[Fit] = []
    inputs: list[InputFacts] = []
    networks: dict[ModelId, Network] = {}
    names: dict[ModelId, list[Short]] = {}
    calls: list[Call] = []
    values: list[Value] = []
    plots: list[Plot] = []
    adapted: list[Adapted] = []
    opened: Annotated[list[Short], Field(max_length=MAX_OPENED)] = []
    outside: list[ModelId] = []
    within: list[ModelId] = []
    frozen: list[ModelId] = []
    still: dict[ModelId, Count] = {}
    taken_over: list[ModelId] = []
    notebook: list[NotebookCell] = []
    notes: list[Text] = []
    unmapped: list[ModelId] = []
    has_predict: bool = False
    has_preprocess: bool = False
    versions: dict[Short, Short] = {}
    late: list[Late] = []
    end: Short | None = None

    @property
    def ran_through(self) -> bool:
        """Whether the run came to its end, with or without cells that failed."""
        return self.end in (RunEnd.FINISHED, RunEnd.ERROR)

    def without_numbers(self) -> Self:
        """The same run, as if it had shown and computed nothing: no output, no value, no score, no picture."""
        silent = [cell.model_copy(update={"text": "", "pictures": 0}) for cell in self.notebook]
        return self.model_copy(update={"notebook": silent, "values": [], "calls": [], "plots": []})

    def failed_at(self) -> CellRun | None:
        """The cell that ended the run (it was still running, or met a limit), else the first that failed."""
        if self.cells and self.cells[-1].state not in ("done", "error"):
            return self.cells[-1]
        stopped = next((cell for cell in self.cells if cell.state == CellState.TIME_LIMIT), None)
        return stopped or next((cell for cell in self.cells if cell.state == CellState.ERROR), None)
