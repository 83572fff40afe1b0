"""Measures targets one after the other; each is trained, scored, written down and logged before the next begins."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.dataset.split import Split
from harness.errors import HarnessError
from harness.evidence.network import Metrics
from harness.grading.metrics import measure
from harness.leaderboard.baseline import log_baseline
from harness.report.progress import Progress
from harness.sandbox.locking import exclusive
from reference.measure.catalogue import Target
from reference.measure.compare import answers_by_class
from reference.measure.data import write_for_worker
from reference.measure.leaderboard import baseline_of
from reference.measure.results import Protocol, Row, Training, row_id
from reference.measure.store import Store
from reference.measure.worker import Event, WorkerError, read_predictions, read_training, train


@dataclass(frozen=True)
class Task:
    """A target, how it is trained, and where its row goes."""

    target: Target
    protocol: Protocol
    store: Store

    @property
    def id(self) -> str:
        return row_id(self.target.name, self.protocol)


@dataclass(frozen=True)
class Workbench:
    """What all tasks have in common.

    Args:
        python: of the zoo environment.
        split: to train on and to score on.
        work: folder for unfinished work.
        order: names of the whole zoo, in its order.
        again: measure also what is measured already.
        leaderboard: tracking URI, experiment, and where a database keeps files of runs; None to log nothing.
        console: where to show what happens.
    """

    python: Path
    split: Split
    work: Path
    order: Sequence[str]
    again: bool
    leaderboard: tuple[str, str, str] | None
    console: Console

    def say(self, text: str) -> None:
        """Tells a person a line."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)


def measure_all(tasks: Sequence[Task], bench: Workbench) -> list[Row]:
    """Measures what is not measured yet and returns the rows of all tasks, in their order.

    A training that fails becomes a row that says why. Any other exception, Ctrl-C among them, ends it all; what was
    measured before stays, and what was being trained goes on from its last whole epoch the next time.

    Raises:
        HarnessError: results cannot be read or written.
    """
    bench.work.mkdir(parents=True, exist_ok=True)
    rows = []
    with ExitStack() as stack:
        for store in {task.store.folder: task.store for task in tasks}.values():
            stack.callback(store.finish)
        data = _Data(bench.split, stack)
        for number, task in enumerate(tasks, 1):
            label = f"{task.target.name} ({number} of {len(tasks)})"
            waiting = f"Another command is measuring {task.target.name}; waiting for it."
            with exclusive(bench.work / f"{task.id}.lock", say=bench.say, waiting=waiting):
                row = task.store.read().find(task.target.name, task.protocol)
                if row is None or row.failed or bench.again:
                    row = _measure(task, bench, data, label)
                else:
                    bench.say(
                        f"{label}: measured on {row.date[:10]}, {_in_words(row)}; --again measures it anew"
                    )
            _log(row, bench)
            rows.append(row)
    return rows


class _Data:
    """The worker's data in a temporary folder, which is written when something is to be trained."""

    def __init__(self, split: Split, stack: ExitStack) -> None:
        self._split, self._stack = split, stack
        self._folder: Path | None = None

    @property
    def folder(self) -> Path:
        if self._folder is None:
            self._folder = Path(self._stack.enter_context(TemporaryDirectory(prefix="zoo-data-")))
            write_for_worker(self._split, self._folder)
        return self._folder


def _measure(task: Task, bench: Workbench, data: _Data, label: str) -> Row:
    out, log = bench.work / task.id, bench.work / f"{task.id}.log"
    out.mkdir(exist_ok=True)
    training: Training | None = None
    metrics: Metrics | None = None
    answers = failed = ""
    try:
        with Progress(bench.console, label) as progress:
            progress.stage("starting Keras")
            train(bench.python, task.protocol.backend, _job(task, data.folder, out), log, _shown_by(progress))
        training = read_training(out)
        if training.failure:
            raise WorkerError(training.failure)
        labels = bench.split.hidden_labels
        predicted = read_predictions(out, len(labels))
        metrics = measure(labels, predicted, CLASS_NAMES)
        if task.target.experiment is not None:
            answers = answers_by_class(labels, predicted)
    except WorkerError as error:
        failed = str(error)
    row = Row(
        network=task.target.network,
        experiment=task.target.experiment,
        variant=task.target.variant,
        title=task.target.title,
        source=task.target.source,
        note=task.target.note,
        protocol=task.protocol,
        stand_in=bench.split.stand_in,
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        training=training,
        metrics=metrics,
        answers=answers,
        failed=failed,
    )
    task.store.put(row, task.target.about, bench.order)
    # Not before the row is written: until then the work must not be lost.
    shutil.rmtree(out, ignore_errors=True)
    if not failed:
        log.unlink(missing_ok=True)
    bench.say(f"{label}: {_in_words(row)}")
    return row


def _job(task: Task, data: Path, out: Path) -> dict[str, object]:
    target, protocol = task.target, task.protocol
    return {
        "network": target.network,
        "experiment": target.experiment,
        "variant": target.variant,
        "epochs": protocol.epochs,
        "seconds": protocol.seconds,
        "seed": protocol.seed,
        "images": protocol.images,
        "data": str(data),
        "out": str(out),
    }


def _shown_by(progress: Progress) -> Callable[[Event], None]:
    """Hands the worker's events to the progress display, in its own terms."""

    def heard(event: Event) -> None:
        kind = event.get("event")
        if kind == "start":
            done = event.get("epochs_done")
            progress.stage(f"going on after epoch {done}" if done else "training")
        elif kind in ("progress", "epoch"):
            progress.event({**event, "fit": "zoo", "logs": {"accuracy": event.get("accuracy")}})
        elif kind == "predict":
            progress.stage("predicting the hidden images")

    return heard


def _in_words(row: Row) -> str:
    if row.metrics is None or row.training is None:
        return f"failed: {row.failed}"
    low, high = row.metrics.macro_f1_interval
    seconds = row.training.seconds_per_epoch
    time = "" if seconds is None else f", {seconds:.1f} s an epoch"
    return (
        f"macro-F1 {row.metrics.macro_f1:.4f} [{low:.4f}, {high:.4f}], accuracy {row.metrics.accuracy:.4f}, "
        f"{row.training.parameters:,} parameters{time}"
    )


def _log(row: Row, bench: Workbench) -> None:
    """Puts the row on the leaderboard, if it is not there; one that is away costs no more than a warning."""
    baseline = baseline_of(row)
    if baseline is None or bench.leaderboard is None:
        return
    uri, experiment, artifacts = bench.leaderboard
    try:
        log_baseline(baseline, tracking_uri=uri, experiment=experiment, artifacts=artifacts)
    except HarnessError as error:
        bench.say(f"The row is written, but the leaderboard did not take it: {error}")
