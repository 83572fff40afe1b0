"""What is measured, and `results.json`: one row for each network, and each variant of an experiment, and protocol.

Every record is frozen and checked by pydantic, and refuses fields that it does not know. A number that was not
finite is null.
"""

import hashlib
import json
from collections.abc import Sequence
from statistics import median
from typing import Literal

from pydantic import Field

from harness.evidence.network import Metrics, Record

STANDARD_EPOCHS = 3

Measured = dict[str, list[float | None]]
Backend = Literal["tensorflow", "jax"]


class Protocol(Record):
    """How a row is trained and scored. Rows with equal protocols are comparable.

    Args:
        split: drawn with the published key, or with the project's own secret one.
        split_id: names the split, without telling the key.
        epochs: at most so many; None for as many as `seconds` allow.
        seconds: training ends when they are over; None for no such limit.
        seed: of weights, shuffling and random layers.
        images: so many training images, of a fixed shuffle; None for all.
        backend: that Keras runs on.
    """

    split: Literal["published", "project"]
    split_id: str
    epochs: int | None = STANDARD_EPOCHS
    seconds: float | None = None
    seed: int = 0
    images: int | None = None
    backend: Backend = "tensorflow"


class Epoch(Record):
    """One epoch of training; ``loss`` and ``accuracy`` are means over its steps, in training mode."""

    seconds: float
    steps: int
    loss: float | None
    accuracy: float | None


class Training(Record):
    """What the worker leaves in `result.json`, see `reference.zoo.train`."""

    parameters: int
    multiply_adds: int
    batch_size: int
    images: int
    steps_per_epoch: int = Field(ge=1)
    epochs: list[Epoch]
    measured: list[Measured]
    failure: str
    versions: dict[str, str]
    backend: str
    processor: str
    cores: int
    peak_memory: int

    @property
    def seconds_per_epoch(self) -> float | None:
        """Median over the whole epochs; None where there is none."""
        whole = [epoch.seconds for epoch in self.epochs if epoch.steps == self.steps_per_epoch]
        return median(whole) if whole else None

    @property
    def epochs_trained(self) -> float:
        """How often each image was seen, on average; a whole number unless seconds ran out."""
        return sum(epoch.steps for epoch in self.epochs) / self.steps_per_epoch


class Row(Record):
    """One measurement.

    Args:
        network: name of the network; or else
        experiment: name of the experiment, and
        variant: name of its variant.
        title: as a table shows it.
        source: paper or lecture.
        note: what a reader must know.
        protocol: how it was trained and scored.
        stand_in: the images were drawn and are not Fashion-MNIST, so that the numbers mean nothing.
        date: when it ended, ISO 8601 in UTC.
        training: None where it failed before an end.
        metrics: on the hidden images; None where it failed.
        answers: the label given to each hidden image, a digit each, ordered by true class; only variants keep it.
        failed: why there are no metrics, in one sentence; empty where there are.
    """

    network: str | None = None
    experiment: str | None = None
    variant: str | None = None
    title: str
    source: str
    note: str = ""
    protocol: Protocol
    stand_in: bool
    date: str
    training: Training | None
    metrics: Metrics | None
    answers: str = ""
    failed: str

    @property
    def name(self) -> str:
        """``lenet``, or ``batch_normalisation/with``."""
        return self.network or f"{self.experiment}/{self.variant}"


def row_id(name: str, protocol: Protocol) -> str:
    """16 hex digits, equal for equal name and protocol."""
    return hashlib.sha256(f"{name}\n{protocol.model_dump_json()}".encode()).hexdigest()[:16]


class ExperimentNote(Record):
    """What the tables say of an experiment."""

    title: str
    question: str
    source: str


class Results(Record):
    """The whole file."""

    schema_version: Literal[1] = 1
    experiments: dict[str, ExperimentNote] = Field(default_factory=dict)
    rows: list[Row] = Field(default_factory=list)

    def find(self, name: str, protocol: Protocol) -> Row | None:
        """The row of that name and protocol."""
        return next((row for row in self.rows if (row.name, row.protocol) == (name, protocol)), None)

    def with_row(self, row: Row, note: ExperimentNote | None, order: Sequence[str]) -> "Results":
        """A copy in which ``row`` takes the place of the one with its name and protocol.

        ``order`` are the names of the zoo as it lists them: rows stand in that order, those of names that it no
        longer has at the end. ``note`` belongs to the row's experiment, if it has one.
        """
        others = [one for one in self.rows if (one.name, one.protocol) != (row.name, row.protocol)]
        places = {name: place for place, name in enumerate(order)}
        rows = sorted([*others, row], key=lambda one: places.get(one.name, len(places)))
        notes = (
            self.experiments
            if row.experiment is None or note is None
            else {**self.experiments, row.experiment: note}
        )
        return Results(experiments=notes, rows=rows)

    def text(self) -> str:
        """The file's text: a line for each row."""
        data = self.model_dump(mode="json")
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in data["rows"])
        notes = json.dumps(data["experiments"], ensure_ascii=False, indent=1)
        return f'{{\n"schema_version": {self.schema_version},\n"experiments": {notes},\n"rows": [\n{rows}\n]\n}}\n'
