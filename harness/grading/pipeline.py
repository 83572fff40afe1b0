"""The flow of one grading: a list of stages, each of which adds to what is known; a grade is made of whatever is."""

import shutil
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from harness.checks.case import Pair, View
from harness.errors import InfrastructureError
from harness.grade.record import Grade
from harness.grade.results import Attempt
from harness.grading.acts import check, measure, predict, run
from harness.grading.ahead import Ahead
from harness.grading.assemble import assemble, nothing
from harness.grading.audit_stage import Rerun, audit, is_wanted, is_worth, twin_setting
from harness.grading.beside import Beside, Half
from harness.grading.failing import broke
from harness.grading.keeping import keep, keep_verdicts
from harness.grading.setting import Setting
from harness.grading.work import Silent, Watcher, Work
from harness.intake.submission import Submission, SubmissionError
from harness.outcome import Outcome
from harness.sandbox.owned import work_folder
from harness.words.phrase import Phrase, phrase
from harness.words.say import say

TWIN, RENAMED = "twin", "twin-renamed"
"""Folders of an attempt that hold what runs on twins left."""
NOT_AGAIN = frozenset({"checks.late", "checks.spent"})
"""Codes of checks that took all of their time: an audit would ask them several times more."""


@dataclass(frozen=True)
class Stage:
    """A step of the flow: ``name`` is that of its seconds in the grade, ``says`` what a person is told."""

    name: str
    says: Callable[[Work], Phrase]
    act: Callable[[Work], None]
    is_wanted: Callable[[Work], bool] = lambda work: True


def _wants_audit(work: Work) -> bool:
    """Whether the rubric or a person wants an audit, and there is something to audit; what is held already, a person looks
    at anyway. Where checks alone hold it that broke soon, the grade is made anew of what is kept when they are mended, and that
    takes what they say of a twin."""
    known = work.known
    return is_worth(known.criteria, known.networks) and not _needs_another_run(work) and _is_wanted(work)


def _needs_another_run(work: Work) -> bool:
    checks = (check for criterion in work.known.criteria for check in criterion.checks)
    slow = any(reason.code in NOT_AGAIN for check in checks for reason in check.phrases("reason"))
    return slow or any(one.code != "held.check_broke" for one in work.known.held)


def _is_wanted(work: Work) -> bool:
    return is_wanted(work.setting, work.submission.content_hash, suspicious=work.known.suspicious)


def _begin_twin(work: Work) -> None:
    """Begins with the run on a twin, where one will be wanted and the limits of the submission are enough for two sandboxes.
    Where nothing is to be scored it would be beside nothing, and a work that gets no points is not audited."""
    setting, known = work.setting, work.known
    is_scored = bool(known.evidence.networks) or known.evidence.has_predict
    if not known.held and is_scored and work.has_twin_beside:
        cancel = threading.Event()
        half = replace(setting, backend=Half(setting.backend, cancel))
        quiet = replace(work, watcher=Silent())
        work.beside = work.ends.enter_context(Beside(lambda: on_a_twin(quiet, half, 0, False), cancel))


def _predict(work: Work) -> None:
    _begin_twin(work)
    predict(work)


def on_a_twin(work: Work, setting: Setting, key: int, renamed_alone: bool) -> Rerun:
    """The same work on the twin of a key, in sandboxes of this setting; what it leaves lies below the work's attempt."""
    name = (RENAMED if renamed_alone else TWIN) + (f"-{key + 1}" if key else "")
    twin, in_twin = twin_setting(setting, work.submission.content_hash, renamed_alone=renamed_alone, key=key)
    folder = work.folder.with_name(name)
    _forget(work.attempt.folder / name, *folder.parent.glob(f"{name}*"))
    attempt = work.attempt.below(name)
    other = Work(work.submission, in_twin, attempt, work.watcher, folder)
    other.known.entry = work.known.entry
    for act in (run, predict, measure):
        act(other)
    return Rerun(twin, other.known, other.case(), other.short)


def _forget(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _closer(work: Work) -> Setting:
    """The setting of the audit: with a second key where there is something that a teacher may want to look at, for code that
    brings weights along may ask by the counts of classes whether to use them."""
    return replace(work.setting, keys=max(work.setting.keys, 2 if work.known.facts else 1))


def _audit(work: Work) -> None:
    """The same work on twins of the data."""
    known, setting, beside = work.known, _closer(work), work.beside

    def again(key: int, renamed_alone: bool) -> Rerun:
        if setting.keys > 1:
            work.watcher.stage(say(phrase("stage.twin_of", number=key + 1, count=setting.keys)))
        if beside is not None and not key and not renamed_alone:
            # What was beside it may be why it did not go well.
            with suppress(InfrastructureError):
                if not (rerun := beside.result()).short:
                    return rerun
        return on_a_twin(work, setting, key, renamed_alone)

    found = audit(setting, known, work.case(), again)
    pair = Pair(work.case(), found.twin)
    # What holds it here, checks say, and they are asked anew.
    kept = keep(
        work.attempt,
        setting,
        work.submission,
        [],
        pair,
        found.broke,
        suspicious=bool(known.suspicious),
    )
    keep_verdicts(work.attempt, setting, kept, {View.GRADED: work.verdicts, **found.said})
    known.audit = found.found
    known.held += found.held


STAGES = (
    Stage("run", lambda work: phrase("stage.run", entry=str(work.known.entry)), run),
    Stage("predict", lambda work: phrase("stage.predict", count=len(work.known.evidence.networks)), _predict),
    Stage("check", lambda work: phrase("stage.check"), check),
    Stage("audit", lambda work: phrase("stage.twin"), _audit, _wants_audit),
)


def grade_submission(
    submission: Submission,
    setting: Setting,
    attempt: Attempt,
    watcher: Watcher,
    ahead: Ahead | None = None,
    ran: Callable[[], None] = lambda: None,
) -> Grade:
    """Grades one submission into the attempt's folder. Only Ctrl-C raises: any other fault is an outcome of the grade.

    ``ahead`` is the sandbox that was started before, where there is one; ``ran`` is called when student code has run.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    with work_folder() as temporary, ExitStack() as ends:
        work = Work(submission, setting, attempt, watcher, temporary / "out", ends=ends)
        work.ahead, work.ran = ahead, ran
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
    if known.audit is None:
        # One that began, and was not wanted in the end.
        _forget(attempt.folder / TWIN)
    if not known.criteria and not known.outcome.needs_human:
        known.criteria = nothing(setting.rubric, known.reason)
    known.times["total"] = round(time.monotonic() - clock, 2)
    return assemble(submission, setting, attempt.number, known, started)


def _timed(stage: Stage, work: Work) -> None:
    work.watcher.stage(say(stage.says(work)))
    started = time.monotonic()
    try:
        stage.act(work)
    finally:
        work.known.times[stage.name] = round(time.monotonic() - started, 2)
