"""What each stage of a grading does to what is known; a run on a twin goes through the same."""

import time
from dataclasses import replace
from pathlib import Path

from harness.audit import fresh
from harness.audit.facts import facts
from harness.audit.hidden import trained_on_hidden
from harness.audit.suspicion import knew_before, learned_fast, set_outside, suspicions
from harness.checks.case import Pair, View
from harness.errors import InfrastructureError
from harness.evidence.checkpoint import weights_digest
from harness.evidence.diagnosis import diagnose, lacked_memory
from harness.evidence.network import BEST, FUNCTION, Network
from harness.evidence.training import order_of
from harness.grade.predictions import PREDICTIONS, predictions_bytes
from harness.grade.results import Attempt
from harness.grading.beside import Half
from harness.grading.insight import best_labels, insight
from harness.grading.keeping import keep, keep_verdicts
from harness.grading.learning import what_was_learned
from harness.grading.networks import gather, told_alone
from harness.grading.points import broken, marked
from harness.grading.predict_stage import SCORING_SECONDS, Predictions, Scorer, mappings, take_labels
from harness.grading.run_stage import Ran, run_submission
from harness.grading.scoring_job import scoring_spec
from harness.grading.student_job import run_seconds
from harness.grading.waiting import Waiting
from harness.grading.work import Work
from harness.intake.submission import is_script
from harness.sandbox.contract import Limit
from harness.wire import files
from harness.wire.events import Event, Late
from harness.words.phrase import phrase


def run(work: Work) -> None:
    """Student code runs; what came out is evidence from here on."""
    submission, known = work.submission, work.known
    assert known.entry is not None
    work.setting.get_ready_to_check()

    def on_event(event: dict[str, object]) -> None:
        if event.get("event") in (Event.FIT, Event.MODEL):
            _get_ready_to_score(work)
        work.watcher.event(event)

    ran = run_submission(work.setting, submission, known.entry, work.folder, on_event, work.ahead)
    work.ran()
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
    if work.setting.shares_gpu and lacked_memory(ran.evidence):
        known.held.append(phrase("held.shared_gpu"))
    work.short |= Limit.MEMORY in ran.result.limits_hit


def _get_ready_to_score(work: Work) -> None:
    """Begins, beside student code, with what scoring a network takes; to be called once or often."""
    setting = work.setting
    setting.get_ready_to_score()
    # Where nothing isolates, student code could reach what waits.
    if work.waiting is None and work.shares and setting.backend.isolates:
        backend = Half(setting.backend) if work.has_twin_beside else setting.backend
        seconds = run_seconds(setting) + 2 * SCORING_SECONDS
        spec = scoring_spec(setting.limits(), seconds, setting.sandbox_env, setting.gpus)
        work.waiting = work.ends.enter_context(Waiting(backend, spec))


def predict(work: Work) -> None:
    """Our code predicts with the networks, and reads their structure."""
    try:
        _predict(work)
    finally:
        if work.waiting is not None:
            work.waiting.end()


def _predict(work: Work) -> None:
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
            env=setting.sandbox_env,
            on_event=work.watcher.event,
            waiting=work.waiting,
        )
        work.predictions = _predicted(work, scorer, models)
        work.short |= work.predictions.short_of_memory
        work.known.held += work.predictions.held
    work.predictions.changes = setting.changes
    _read_answers(work, (len(images), len(once_more)), classes)
    for network in evidence.networks:
        if order := order_of(evidence, network, classes):
            work.predictions.reorder(network, order)


def _predicted(work: Work, scorer: Scorer, models: dict[str, Path]) -> Predictions:
    """What networks predict; where memory ended that was shared, once more when there is all of it, in what time is left."""
    if not work.has_twin_beside:
        return scorer.predict(models)
    started = time.monotonic()
    found = replace(scorer, backend=Half(scorer.backend)).predict(models)
    if not found.short_of_memory:
        return found
    left = SCORING_SECONDS - (time.monotonic() - started)
    if work.beside is not None:
        work.beside.wait()
    return replace(scorer, waiting=None).predict(models, left)


def measure(work: Work) -> None:
    """Scores from the hidden labels."""
    setting, known = work.setting, work.known
    known.networks, known.gain = gather(
        setting.assignment, known.evidence, work.predictions, mappings(known.evidence), setting.drawing
    )
    classes = len(setting.assignment.data.classes)
    known.learned = what_was_learned(work.predictions, setting.drawing, classes)


def check(work: Work) -> None:
    """Scores from the hidden labels, then the checks and the points."""
    measure(work)
    setting, known = work.setting, work.known
    known.networks = [_with_digest(network, work.folder) for network in known.networks]
    _keep_predictions(work)
    _learn_from(work)
    case = work.case()
    _look_around(work)
    known.held += trained_on_hidden(known.evidence, known.networks, setting.drawing)
    suspicious = bool(known.suspicious)
    kept = keep(work.attempt, setting, work.submission, known.held, Pair(case), suspicious=suspicious)
    known.held += fresh.held(known.networks, setting.assignment.growth)
    best = next((network for network in known.networks if BEST in network.roles), None)
    work.verdicts = setting.judges.of_case(case)
    keep_verdicts(work.attempt, setting, kept, {View.GRADED: work.verdicts})
    known.criteria = marked(setting.rubric, work.verdicts, best)
    known.held += broken(setting.assignment.name, known.criteria) + told_alone(known.networks, known.criteria)


def _look_around(work: Work) -> None:
    """What a teacher may want to look at, and whether something asks for a run on a twin."""
    known, submission, entry = work.known, work.submission, work.known.entry or ""
    known.facts = facts(submission, entry, known.networks, known.evidence.opened)
    known.facts += set_outside(known.evidence, known.networks)
    known.facts += knew_before(known.evidence, known.networks, known.learned)
    if not work.setting.smoke:
        known.facts += learned_fast(known.evidence, known.networks)
    refused = any(note.code == "note.events_left_out" for note in known.notes)
    known.suspicions = suspicions(
        submission, entry, known.evidence, known.networks, known.learned, refused=refused
    )


def _learn_from(work: Work) -> None:
    """What the student's page shows beside the verdicts."""
    known, drawing = work.known, work.setting.drawing
    labels = best_labels(work.predictions.labels, known.networks, drawing)
    known.insight = insight(work.setting.assignment, known.evidence, known.networks, labels, drawing)


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
