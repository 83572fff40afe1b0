"""The flow: submission, sandbox, evidence, predictions, checks, grade."""

import functools
import hashlib
import platform
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Protocol

import numpy as np

from harness import __version__
from harness.assignment.rubric import Rubric
from harness.checks.case import Case, Truth
from harness.dataset.assets import images_to_predict
from harness.dataset.split import Split
from harness.errors import HostileOutputError, InfrastructureError
from harness.evidence.diagnosis import also_failed, diagnose
from harness.evidence.inventory import inventory
from harness.evidence.schema import Evidence
from harness.grade.outcome import Outcome
from harness.grade.record import Adapted, CriterionGrade, Failure, Grade, Status
from harness.grade.results import Attempt
from harness.grading.networks import PREDICT, Candidate, gather, inception_gain
from harness.grading.points import mark
from harness.grading.predict_stage import Predictions, Scorer, labels_of, mappings, read_array
from harness.grading.run_stage import Ran, data_asset, run_submission
from harness.intake.submission import Submission, SubmissionError, read_submission
from harness.sandbox.contract import Asset, Backend, Limits
from harness.words.phrase import Phrase, phrase, plain

PACKAGE = Path(__file__).parent.parent
DRY_RUN_SECONDS = 600.0


class Watcher(Protocol):
    """Who follows a grading: `harness.report.progress.Progress` shows it to a person."""

    def stage(self, text: str) -> None:
        """A new stage began."""

    def event(self, event: Mapping[str, object]) -> None:
        """The guest reported something; it is not trusted."""


@dataclass(frozen=True)
class Setting:
    """What all submissions of one command share."""

    rubric: Rubric
    rubric_text: str
    split: Split
    data: Asset
    backend: Backend
    gpus: str
    smoke: bool
    environment_id: str
    truth: Truth

    @classmethod
    def make(
        cls, rubric: Rubric, rubric_text: str, split: Split, backend: Backend, gpus: str, smoke: bool
    ) -> "Setting":
        """Prepares what costs time once: the data asset and the statistics of the visible split."""
        pixels = split.train_images
        by_image = pixels.mean(axis=(1, 2))
        truth = Truth(
            mean=float(by_image.mean()),
            deviation=float(pixels.std()),
            class_means=[float(by_image[split.train_labels == label].mean()) for label in range(10)],
        )
        identity = backend.environment_id()
        return cls(rubric, rubric_text, split, data_asset(split), backend, gpus, smoke, identity, truth)

    def limits(self) -> Limits:
        """Those of the rubric; a dry run ends earlier, since not every training loop of a student's own is cut short."""
        limits = self.rubric.limits.limits()
        if not self.smoke:
            return limits
        return replace(limits, wall_seconds=min(limits.wall_seconds, DRY_RUN_SECONDS))

    def inputs_id(self, submission: Submission) -> str:
        """Equal for two attempts exactly when nothing that decides the mark has changed."""
        digest = hashlib.sha256()
        parts = (
            submission.content_hash,
            self.rubric_text,
            self.split.split_id,
            self.environment_id,
            _code_id(),
        )
        for part in (*parts, self.backend.name, self.gpus, str(self.smoke)):
            digest.update(hashlib.sha256(part.encode()).digest())
        return digest.hexdigest()[:32]


@functools.cache
def _code_id() -> str:
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass
class _Progress:
    """What is known so far; whatever breaks, a grade is made of it."""

    outcome: Outcome = Outcome.GRADER_BUG
    reason: Phrase = field(default_factory=lambda: phrase("run.no_message"))
    entry: str | None = None
    failure: Failure | None = None
    evidence: Evidence = field(default_factory=Evidence)
    candidates: list[Candidate] = field(default_factory=list)
    criteria: list[CriterionGrade] = field(default_factory=list)
    notes: list[Phrase] = field(default_factory=list)
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
        progress.outcome, progress.reason = Outcome.INFRASTRUCTURE, plain(str(error))
    except Exception as error:  # noqa: BLE001 - a batch goes on whatever breaks in ours
        progress.outcome = Outcome.GRADER_BUG
        progress.reason = phrase("run.harness_broke", error=type(error).__name__, message=str(error))
        attempt.write_text("grader.log", traceback.format_exc())
    if not progress.criteria and not progress.outcome.needs_human:
        progress.criteria = _nothing(setting.rubric, progress.reason)
    if any(criterion.status is Status.ERROR for criterion in progress.criteria):
        progress.notes.append(phrase("note.check_broke"))
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
        progress.notes += [ran.note] if ran.note else []
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
                predictions.reasons[name] = plain(str(error))
        elif name == PREDICT and evidence.has_predict and evidence.ran_through:
            predictions.reasons[name] = phrase("network.predict_failed")


def _best(candidates: list[Candidate]) -> Candidate | None:
    return next((candidate for candidate in candidates if "best" in candidate.roles), None)


def _keep_files(ran: Ran, attempt: Attempt) -> None:
    """Copies what a person may want to read into the attempt's folder."""
    attempt.write_text("events.jsonl", ran.log)
    attempt.write_text("driver.log", ran.result.stderr)
    for name in ("executed.ipynb", "kernel.log"):
        if (source := ran.folder / name).is_file():
            attempt.copy(source, name)


def _nothing(rubric: Rubric, reason: Phrase) -> list[CriterionGrade]:
    """The criteria of a submission that could not be run at all."""
    return [
        CriterionGrade(
            id=criterion.id,
            task=criterion.task,
            title=criterion.title,
            points=0.0,
            max_points=criterion.points,
            status=Status.SKIPPED,
            said={"reason": (reason,)},
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
        notes.append(phrase("note.not_isolated"))
    if setting.smoke:
        notes.append(phrase("note.dry_run", minutes=DRY_RUN_SECONDS / 60))
    if split.stand_in:
        notes.append(phrase("note.stand_in"))
    return Grade(
        submission=submission.name,
        attempt=attempt.number,
        entry=progress.entry,
        content_hash=submission.content_hash,
        inputs_id=setting.inputs_id(submission),
        outcome=progress.outcome,
        said={"reason": (progress.reason,), "notes": tuple(notes)},
        points=round(sum(criterion.points for criterion in progress.criteria), 2),
        max_points=setting.rubric.max_points,
        is_mark=not (setting.smoke or split.stand_in or progress.outcome.needs_human),
        smoke=setting.smoke,
        stand_in=split.stand_in,
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
