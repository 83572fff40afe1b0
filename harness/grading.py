"""The flow: submission, sandbox, evidence, predictions, checks, grade."""

import platform
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Protocol

import numpy as np

from harness import __version__
from harness.assignment import Rubric
from harness.checks.case import Case
from harness.dataset.assets import images_to_predict
from harness.diagnosis import also_failed, diagnose
from harness.errors import HostileOutputError, InfrastructureError
from harness.evidence import Evidence
from harness.grade import Adapted, CriterionGrade, Failure, Grade, Status
from harness.inventory import inventory
from harness.marking import broken, mark
from harness.networks import PREDICT, Candidate, gather, inception_gain
from harness.outcome import Outcome
from harness.results import Attempt
from harness.running import Ran, run_submission
from harness.scoring import Predictions, Scorer, labels_of, mappings, read_array
from harness.setting import DRY_RUN_SECONDS, Setting
from harness.submission import Submission, SubmissionError, read_submission


class Watcher(Protocol):
    """Who follows a grading: `harness.report.progress.Progress` shows it to a person."""

    def stage(self, text: str) -> None:
        """A new stage began."""

    def event(self, event: Mapping[str, object]) -> None:
        """The guest reported something; it is not trusted."""


@dataclass
class _Progress:
    """What is known so far; whatever breaks, a grade is made of it."""

    outcome: Outcome = Outcome.GRADER_BUG
    reason: str = ""
    entry: str | None = None
    failure: Failure | None = None
    evidence: Evidence = field(default_factory=Evidence)
    candidates: list[Candidate] = field(default_factory=list)
    criteria: list[CriterionGrade] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    times: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str, watcher: Watcher, text: str) -> Iterator[None]:
        """Times what is done in it as ``name``, and says ``text``."""
        watcher.stage(text)
        started = time.monotonic()
        try:
            yield
        finally:
            self.times[name] = round(time.monotonic() - started, 2)


def grade_submission(path: Path, setting: Setting, attempt: Attempt, watcher: Watcher) -> Grade:
    """Grades one submission into the attempt's folder. Only Ctrl-C and an unreadable path raise: any other fault is
    an outcome of the grade. Raises `UsageError` where there is no submission at the path."""
    submission = read_submission(path)
    started, clock, progress = datetime.now(UTC), time.monotonic(), _Progress()
    try:
        _grade(submission, setting, attempt, progress, watcher)
    except SubmissionError as error:
        progress.outcome, progress.reason = error.outcome, error.reason
    except InfrastructureError as error:
        progress.outcome, progress.reason = Outcome.INFRASTRUCTURE, str(error)
    except Exception as error:  # noqa: BLE001 - a batch goes on whatever breaks in ours
        progress.outcome = Outcome.GRADER_BUG
        progress.reason = f"The harness itself broke ({type(error).__name__}: {error}); see grader.log."
        attempt.write_text("grader.log", traceback.format_exc())
    if not progress.criteria and not progress.outcome.needs_human:
        progress.criteria = _nothing(setting.rubric, progress.reason)
    progress.times["total"] = round(time.monotonic() - clock, 2)
    return _assemble(submission, setting, attempt, progress, started)


def _grade(
    submission: Submission, setting: Setting, attempt: Attempt, progress: _Progress, watcher: Watcher
) -> None:
    progress.entry = entry = submission.entry()
    limits, split = setting.limits(), setting.split
    with tempfile.TemporaryDirectory(prefix="harness-") as temporary:
        folder = Path(temporary) / "out"
        with progress.stage("run", watcher, f"running {entry}"):
            ran = run_submission(
                setting.backend,
                submission,
                entry,
                split,
                setting.data,
                limits,
                setting.rubric.run,
                setting.gpus,
                setting.smoke,
                folder,
                watcher.event,
            )
        evidence = progress.evidence = ran.evidence
        _keep_files(ran, attempt)
        is_script = entry.endswith(".py")
        progress.outcome, progress.reason, progress.failure = diagnose(
            evidence, ran.result, limits, is_script=is_script
        )
        progress.notes += ran.notes
        progress.held += ran.held
        known = mappings(evidence)
        models = {
            model_id: folder / "models" / model_id
            for model_id, facts in evidence.models.items()
            if facts.exported and (folder / "models" / model_id / "saved_model.pb").is_file()
        }
        images = images_to_predict(split)
        predictions = Predictions()
        if models:
            scorer = Scorer(setting.backend, known, images, limits, setting.gpus, watcher.event)
            with progress.stage("score", watcher, f"scoring {len(models)} network{'s'[: len(models) != 1]}"):
                predictions = scorer.predict(models)
        _read_answers(folder / "answers", predictions, len(images), set(evidence.models), evidence)
    with progress.stage("mark", watcher, "marking"):
        progress.candidates = gather(evidence, predictions, known, split.hidden_labels, split.test_labels)
        networks = [candidate.network() for candidate in progress.candidates]
        case = Case(
            evidence=evidence,
            networks=networks,
            truth=setting.truth,
            modules=submission.modules(),
            smoke=setting.smoke,
        )
        best = _best(progress.candidates)
        metrics, name = (None, "") if best is None else (best.hidden, best.title)
        progress.criteria = mark(setting.rubric, case, metrics, name)
        progress.held += broken(progress.criteria)


def _read_answers(
    folder: Path, predictions: Predictions, images: int, models: set[str], evidence: Evidence
) -> None:
    """What the student's own functions predicted, for networks that could not be scored otherwise."""
    for name in (PREDICT, *sorted(models)):
        path = folder / f"{name}.npy"
        if name in predictions.labels:
            continue
        if path.is_file():
            try:
                predictions.labels[name] = labels_of(read_array(path), images)
                predictions.reasons.pop(name, None)
            except HostileOutputError as error:
                predictions.reasons[name] = str(error)
        elif name == PREDICT and evidence.has_predict and evidence.ran_through:
            predictions.reasons[name] = "predict(images) raised an error or took too long"


def _best(candidates: list[Candidate]) -> Candidate | None:
    return next((candidate for candidate in candidates if "best" in candidate.roles), None)


def _keep_files(ran: Ran, attempt: Attempt) -> None:
    """Copies what a person may want to read into the attempt's folder."""
    attempt.write_text("events.jsonl", ran.log)
    attempt.write_text("driver.log", ran.result.stderr)
    for name in ("executed.ipynb", "kernel.log"):
        if (source := ran.folder / name).is_file():
            attempt.copy(source, name)


def _nothing(rubric: Rubric, reason: str) -> list[CriterionGrade]:
    """The criteria of a submission that could not be run at all."""
    return [
        CriterionGrade(
            id=criterion.id,
            task=criterion.task,
            title=criterion.title,
            points=0.0,
            max_points=criterion.points,
            status=Status.SKIPPED,
            reason=reason,
            checks=[],
        )
        for criterion in rubric.criteria
    ]


def _assemble(
    submission: Submission, setting: Setting, attempt: Attempt, progress: _Progress, started: datetime
) -> Grade:
    split, best = setting.split, _best(progress.candidates)
    notes = list(progress.notes)
    if not setting.backend.isolates:
        notes.append("Student code ran without isolation on this machine; do not trust this mark.")
    if setting.smoke:
        notes.append(
            f"Every fit was cut to a few steps, and the run to {DRY_RUN_SECONDS / 60:g} minutes (--smoke): this is a "
            "dry run and no mark."
        )
    if split.stand_in:
        notes.append("The data are the built-in stand-in and not Fashion-MNIST: this is no mark.")
    return Grade(
        submission=submission.name,
        attempt=attempt.number,
        entry=progress.entry,
        content_hash=submission.content_hash,
        inputs_id=setting.inputs_id(submission),
        outcome=progress.outcome,
        reason=progress.reason,
        points=round(sum(criterion.points for criterion in progress.criteria), 2),
        max_points=setting.rubric.max_points,
        is_mark=not (setting.smoke or split.stand_in or progress.outcome.needs_human or progress.held),
        held=progress.held,
        smoke=setting.smoke,
        stand_in=split.stand_in,
        notes=notes,
        criteria=progress.criteria,
        metrics=None if best is None else best.hidden,
        models=[candidate.grade() for candidate in progress.candidates],
        inception_gain=inception_gain(progress.candidates, split.hidden_labels),
        tried=inventory(progress.evidence),
        adapted=[Adapted(was=one.was, now=one.now) for one in progress.evidence.adapted],
        failure=progress.failure,
        also_failed=also_failed(progress.evidence),
        split_id=split.split_id,
        runner=setting.backend.name,
        image_id=setting.environment_id,
        versions={
            "harness": __version__,
            "python": platform.python_version(),
            "scikit-learn": metadata.version("scikit-learn"),
            "numpy": np.__version__,
            **{f"guest {name}": version for name, version in progress.evidence.versions.items()},
        },
        started=started.isoformat(timespec="seconds"),
        times=progress.times,
    )
