"""The flow of one grading: a list of stages, each of which adds to what is known; a grade is made of whatever is."""

import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from harness.audit import fresh
from harness.audit.facts import facts
from harness.checks.case import Case, Pair
from harness.checks.process import Checker
from harness.errors import InfrastructureError
from harness.evidence.checkpoint import weights_digest
from harness.evidence.diagnosis import diagnose
from harness.evidence.network import BEST, FUNCTION, Network
from harness.grade.predictions import PREDICTIONS, predictions_bytes
from harness.grade.record import Grade
from harness.grade.results import Attempt
from harness.grading.assemble import Known, assemble, nothing
from harness.grading.audit_stage import audit, is_wanted
from harness.grading.failing import broke
from harness.grading.keeping import keep
from harness.grading.learning import what_was_learned
from harness.grading.networks import gather, told_alone
from harness.grading.points import broken, judge, mark
from harness.grading.predict_stage import Predictions, Scorer, mappings, take_labels
from harness.grading.run_stage import Ran, run_submission
from harness.grading.setting import Setting
from harness.intake.submission import Submission, SubmissionError, is_script
from harness.outcome import Outcome
from harness.sandbox.owned import work_folder
from harness.wire import files
from harness.wire.events import Late
from harness.words.phrase import phrase


class Watcher(Protocol):
    """Who follows a grading: `harness.report.progress.Progress` shows it to a person."""

    def stage(self, text: str) -> None:
        """A new stage began."""

    def event(self, event: Mapping[str, object]) -> None:
        """The guest reported something; it is not trusted."""


@dataclass
class Work:
    """One grading on its way: what it works on, and what is known so far."""

    submission: Submission
    setting: Setting
    attempt: Attempt
    watcher: Watcher
    folder: Path
    """For what comes out of the sandbox of student code; it lives as long as the work."""
    checker: Checker
    known: Known = field(default_factory=Known)
    predictions: Predictions = field(default_factory=Predictions)


@dataclass(frozen=True)
class Stage:
    """A step of the flow: ``name`` is that of its seconds in the grade, ``says`` what a person is told."""

    name: str
    says: Callable[[Work], str]
    act: Callable[[Work], None]
    is_wanted: Callable[[Work], bool] = lambda work: True


def _run(work: Work) -> None:
    """Student code runs; what came out is evidence from here on."""
    submission, known = work.submission, work.known
    assert known.entry is not None
    if work.setting.rubric.checks():
        work.checker.begin()
    ran = run_submission(work.setting, submission, known.entry, work.folder, work.watcher.event)
    known.evidence = ran.evidence
    _keep_files(ran, work.attempt)
    if {Late.NETWORKS, Late.IMAGES} & set(ran.evidence.late):
        raise InfrastructureError(phrase("run.own_work_late"))
    known.outcome, known.reason, known.failure = diagnose(
        ran.evidence,
        ran.result,
        work.setting.limits(),
        work.setting.assignment.data.loading,
        is_script=is_script(known.entry),
    )
    known.notes += ran.notes
    known.held += ran.held


def _predict(work: Work) -> None:
    """Our code predicts with the networks, and reads their structure."""
    setting, evidence = work.setting, work.known.evidence
    classes = len(setting.assignment.data.classes)
    folders = {network: work.folder / files.MODELS / network for network in evidence.networks}
    models = {
        network: folder
        for network, folder in folders.items()
        if evidence.networks[network].exported and (folder / "saved_model.pb").is_file()
    }
    if not (models or evidence.has_predict or (work.folder / files.ANSWERS).is_dir()):
        return
    images = setting.to_predict(work.submission)
    once_more = setting.once_more(work.submission)
    if models:
        scorer = Scorer(
            backend=setting.backend,
            known=mappings(evidence),
            images=images,
            fresh=once_more,
            classes=classes,
            limits=setting.limits(),
            gpus=setting.gpus,
            on_event=work.watcher.event,
        )
        work.predictions = scorer.predict(models)
        work.known.held += work.predictions.held
    work.predictions.changes = setting.changes
    _read_answers(work, (len(images), len(once_more)), classes)


def _check(work: Work) -> None:
    """Scores from the hidden labels, then the checks and the points."""
    setting, known = work.setting, work.known
    known.networks, known.gain = gather(
        setting.assignment, known.evidence, work.predictions, mappings(known.evidence), setting.drawing
    )
    classes = len(setting.assignment.data.classes)
    known.learned = what_was_learned(work.predictions, setting.drawing, classes)
    known.networks = [_with_digest(network, work.folder) for network in known.networks]
    _keep_predictions(work)
    case = _case(work)
    keep(work.attempt, work.setting, work.submission, known.held, Pair(case))
    known.facts = facts(work.submission, known.entry or "", known.networks)
    known.held += fresh.held(known.networks, setting.assignment.growth)
    best = next((network for network in known.networks if BEST in network.roles), None)
    known.criteria = mark(setting.rubric, case, best, work.checker)
    known.held += broken(known.criteria) + told_alone(known.networks, known.criteria)


def _case(work: Work) -> Case:
    """What the checks look at."""
    return Case(
        evidence=work.known.evidence,
        networks=work.known.networks,
        truth=work.setting.drawing.truth,
        calls=work.setting.assignment.data.calls,
        modules=work.submission.modules(),
        smoke=work.setting.smoke,
    )


def _wants_audit(work: Work) -> bool:
    """Whether the rubric or a person wants an audit, and there is something to audit; what is held already, a person looks
    at anyway."""
    setting, known = work.setting, work.known
    worth = any(criterion.points for criterion in known.criteria) or any(one.hidden for one in known.networks)
    if known.held or not worth or (setting.smoke and not setting.audit):
        return False
    return is_wanted(setting, work.submission.content_hash)


def _audit(work: Work) -> None:
    """The same work on a twin of the data."""
    known, setting = work.known, work.setting

    def again(other: Setting, name: str) -> tuple[Known, Case]:
        with Checker() as checker:
            folder = work.folder.with_name(name)
            twin = Work(work.submission, other, work.attempt.below(name), work.watcher, folder, checker)
            twin.known.entry = known.entry
            for act in (_run, _predict, _check):
                act(twin)
        return twin.known, _case(twin)

    found = audit(
        setting, work.submission.content_hash, known, _case(work), partial(judge, setting.rubric), again
    )
    if found is not None:
        keep(work.attempt, setting, work.submission, known.held, Pair(_case(work), found.twin), found.broke)
        known.audit = found.found
        known.held += found.held


STAGES = (
    Stage("run", lambda work: f"running {work.known.entry}", _run),
    Stage("predict", lambda work: _many(len(work.known.evidence.networks)), _predict),
    Stage("check", lambda work: "checking", _check),
    Stage("audit", lambda work: "running it on a twin of the data", _audit, _wants_audit),
)


def grade_submission(submission: Submission, setting: Setting, attempt: Attempt, watcher: Watcher) -> Grade:
    """Grades one submission into the attempt's folder. Only Ctrl-C raises: any other fault is an outcome of the grade."""
    started, clock = datetime.now(UTC), time.monotonic()
    with work_folder() as temporary, Checker() as checker:
        work = Work(submission, setting, attempt, watcher, temporary / "out", checker)
        known = work.known
        known.notes += submission.notes
        try:
            known.entry = submission.entry()
            for stage in STAGES:
                if stage.is_wanted(work):
                    _timed(stage, work)
        except SubmissionError as error:
            known.outcome, known.reason = error.outcome, error.reason
        except InfrastructureError as error:
            known.outcome, known.reason = Outcome.INFRASTRUCTURE, error.phrase
        except Exception as error:  # noqa: BLE001 - a batch goes on whatever breaks in ours
            known.outcome, known.reason = broke(error)
            attempt.write_text("grader.log", traceback.format_exc())
    if not known.criteria and not known.outcome.needs_human:
        known.criteria = nothing(setting.rubric, known.reason)
    known.times["total"] = round(time.monotonic() - clock, 2)
    return assemble(submission, setting, attempt.number, known, started)


def _timed(stage: Stage, work: Work) -> None:
    work.watcher.stage(stage.says(work))
    started = time.monotonic()
    try:
        stage.act(work)
    finally:
        work.known.times[stage.name] = round(time.monotonic() - started, 2)


def _many(networks: int) -> str:
    return f"predicting with {networks} network{'' if networks == 1 else 's'}"


def _read_answers(work: Work, images: tuple[int, int], classes: int) -> None:
    """What the student's own functions predicted: ``predict``, and ``preprocess`` for networks whose input is not known. No
    answer stands for a network that was refused, or that failed."""
    evidence, predictions = work.known.evidence, work.predictions
    known = mappings(evidence)
    folder = work.folder / files.ANSWERS
    for name in (FUNCTION, *sorted(evidence.networks)):
        if name in known or name in predictions.reasons:
            continue
        if (folder / files.array_of(name)).is_file():
            take_labels(folder, name, images, classes, predictions)
        elif name == FUNCTION and evidence.has_predict and evidence.ran_through:
            predictions.reasons[name] = phrase("network.predict_failed")


def _with_digest(network: Network, folder: Path) -> Network:
    """The network, with the digest of its weights where it is the best."""
    if BEST not in network.roles or network.is_function or not network.exported:
        return network
    digest = weights_digest(folder / files.MODELS / network.id)
    return network.model_copy(update={"weights": digest or ""})


def _keep_predictions(work: Work) -> None:
    """Keeps what was predicted of the hidden images, for those who compare works of a class."""
    if not work.predictions.labels:
        return
    hidden = len(work.setting.split.hidden_labels)
    labels = {network: each[:hidden] for network, each in work.predictions.labels.items()}
    work.attempt.write_private(PREDICTIONS, predictions_bytes(labels))


def _keep_files(ran: Ran, attempt: Attempt) -> None:
    """Copies what a person may want to read into the attempt's folder."""
    attempt.write_text("events.jsonl", ran.log)
    attempt.write_text("driver.log", ran.result.stderr)
    attempt.write_text(files.KERNEL_LOG, ran.kernel_log)
    ran.executed.write(attempt.folder / files.EXECUTED)
