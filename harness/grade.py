"""The grade of one attempt: what ``grade.json`` holds, and nothing that it does not.

Every record is frozen and checked by pydantic. ``schema_version`` rises when a reader of an older version would
misread a newer file.
"""

from enum import StrEnum
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from harness.outcome import EXIT_CODES, HELD_EXIT_CODE, Outcome

SCHEMA_VERSION = 2


class Status(StrEnum):
    """What became of a check, or of a criterion as a whole."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    SKIPPED = "could not be checked"
    ERROR = "grader bug"


class Record(BaseModel):
    """A frozen record that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ClassScore(Record):
    """Scores of one class, each in [0, 1]; ``support`` counts its images."""

    label: int
    name: str
    precision: float
    recall: float
    f1: float
    support: int


class Metrics(Record):
    """Scores of one network on one set of images.

    ``macro_f1_interval`` is the 95 % bootstrap interval (low, high). ``confusion_matrix`` has 10 rows (true
    class) of 10 columns (predicted class), each entry a count of images.
    """

    images: int
    macro_f1: float
    macro_f1_interval: tuple[float, float]
    accuracy: float
    per_class: list[ClassScore]
    confusion_matrix: list[list[int]]


class LayerBlock(Record):
    """One layer of a network's outline; ``branches`` are those of an Inception module, the words of each layer."""

    text: str
    branches: list[list[str]] = []


class ModelGrade(Record):
    """One trained network (or the student's own ``predict`` function).

    ``kind`` is ``Sequential``, ``functional``, ``subclassed`` or ``predict function``. ``motifs`` are sentences
    on its structure, read from the op graph, ``outline`` the layers that all data passes. ``training`` says how it
    was trained, ``preprocessing`` how raw images become its input. ``metrics`` are over the hidden split,
    ``visible_metrics`` over the visible test set; both None with a ``reason`` where it could not be scored.
    """

    id: str
    name: str
    kind: str
    parameters: int | None
    motifs: list[str]
    outline: list[LayerBlock] = []
    training: str = ""
    preprocessing: str | None
    metrics: Metrics | None
    visible_metrics: Metrics | None
    reason: str
    roles: list[Literal["cnn", "inception", "best"]]


class PairedDifference(Record):
    """Macro-F1 of network ``second`` less that of ``first`` (their names) on the same hidden ``images``, with the
    95 % paired bootstrap interval (low, high)."""

    first: str
    second: str
    images: int
    difference: float
    interval: tuple[float, float]


class Tried(Record):
    """One family of layers, or the activations, losses, metrics or optimizers, that a student tried.

    ``names`` counts the trained networks (trainings, for losses, metrics and optimizers) of each. ``compared`` are
    those that trainings equal in all else were made with.
    """

    kind: str
    names: dict[str, int]
    compared: list[str] = []


class Adapted(Record):
    """What a student's code asked for and what it got in its place, so that it could run. It costs no points."""

    was: str
    now: str


class CheckResult(Record):
    """One check: ``title`` is the sentence it stands for, ``reason`` why it went as it did."""

    id: str
    title: str
    points: float
    max_points: float
    status: Status
    reason: str


class CriterionGrade(Record):
    """One line of the rubric; its points are the sum of its checks'."""

    id: str
    task: int
    title: str
    points: float
    max_points: float
    status: Status
    reason: str
    checks: list[CheckResult]


class Failure(Record):
    """Where student code failed.

    ``cell`` counts code and text cells from 1, as Jupyter shows them top to bottom; None for a module, where
    ``line`` counts in the file. ``source`` is the text of the cell, ``traceback`` plain text without colour codes.
    """

    cell: int | None
    line: int | None
    error: str
    message: str
    hint: str
    source: str
    traceback: str


class Grade(Record):
    """One attempt, whole.

    ``metrics`` are those of the best network on the hidden split. ``reason`` is the one sentence for
    ``outcome``. ``inputs_id`` is equal for two attempts exactly when submission, rubric, split, environment and
    harness were the same. ``times`` are seconds per stage; ``started`` is ISO 8601 in UTC.
    """

    schema_version: int = SCHEMA_VERSION
    submission: str
    attempt: int
    entry: str | None
    content_hash: str
    inputs_id: str
    outcome: Outcome
    reason: str
    points: float
    max_points: float
    is_mark: bool
    """False for a smoke run, on stand-in data, where our side failed, and where the grade is held: such a result is not
    a mark and reaches no leaderboard."""
    held: list[str] = []
    """Why a person must look before this can be a mark, a sentence each; until then its points are provisional."""
    smoke: bool
    stand_in: bool
    notes: list[str]
    """Sentences a person should read beside the mark: no isolation, events that were refused, a clamped run."""
    criteria: list[CriterionGrade]
    metrics: Metrics | None
    models: list[ModelGrade]
    inception_gain: PairedDifference | None = None
    """What the Inception network gained over the ported one, where both were scored."""
    tried: list[Tried] = []
    adapted: list[Adapted] = []
    failure: Failure | None
    also_failed: list[Failure] = []
    """Other cells that failed, without their source and traceback."""
    split_id: str
    runner: str
    image_id: str
    versions: dict[str, str]
    started: str
    times: dict[str, float]

    @model_validator(mode="after")
    def _held_is_not_a_mark(self) -> Self:
        if self.held and self.is_mark:
            raise ValueError("a grade that is held is not a mark")
        return self

    @property
    def exit_code(self) -> int:
        """What a command that made this grade ends with; see docs/exit-codes.md."""
        held = self.held and not self.outcome.needs_human
        return HELD_EXIT_CODE if held else EXIT_CODES[self.outcome]

    def write(self, path: Path) -> None:
        """Writes ``grade.json``."""
        path.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Grade":
        """Reads ``grade.json``. Raises `pydantic.ValidationError` where it is no such file."""
        return cls.model_validate_json(path.read_text(encoding="utf-8"))
