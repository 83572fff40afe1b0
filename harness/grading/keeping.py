"""Keeps what a later regrade needs of an attempt, beside its grade."""

from collections.abc import Iterable, Mapping
from contextlib import suppress

from harness.checks.case import Pair, Verdict, View
from harness.checks.kept import KEPT, MAX_BYTES, Judged, Kept, Made
from harness.checks.known import KNOWN, Known
from harness.grade.results import Attempt
from harness.grading.setting import Setting
from harness.intake.submission import Submission
from harness.words.phrase import Phrase, phrase


def keep(
    attempt: Attempt,
    setting: Setting,
    submission: Submission,
    held: Iterable[Phrase],
    pair: Pair,
    broke: Phrase | None = None,
    *,
    suspicious: bool,
) -> Known | None:
    """Writes `harness.checks.kept.Kept` into the attempt's folder; where that cannot be done, the attempt says so. Of a run on a
    twin nothing is written by itself: it belongs to the graded one. Returns what is known of its checks, which is nothing yet;
    None where it is not kept.

    Args:
        attempt: where it goes.
        setting: that of the graded run.
        submission: the work.
        held: why the run and the scoring held the grade.
        pair: what the checks look at.
        broke: as in `harness.checks.kept.Made`.
        suspicious: as in `harness.checks.kept.Made`.
    """
    if setting.is_twin:
        return None
    made = Made(
        guest_id=setting.guest_id,
        split_id=setting.drawing.split_id,
        content_hash=submission.content_hash,
        asked=setting.rubric.of_the_run(),
        gpus=setting.gpus,
        audit=setting.audit,
        held=list(held),
        broke=broke,
        has_twin=pair.twin is not None,
        suspicious=suspicious,
    )
    content = Kept(made=made, judged=Judged(graded=pair.graded, twin=pair.twin)).content()
    if content is None:
        attempt.lose(KEPT, phrase("kept.too_large", most=MAX_BYTES))
        return None
    attempt.write_private(KEPT, content)
    return Known.nothing(content)


def keep_verdicts(
    attempt: Attempt, setting: Setting, known: Known | None, said: Mapping[View, Mapping[str, Verdict]]
) -> None:
    """Writes what checks said of the evidence that was kept, so that a regrade need not ask them again.

    Args:
        attempt: where it goes.
        setting: that of the graded run.
        known: what `keep` returned.
        said: by what they looked at, the verdict of each check.
    """
    if known is None or KEPT in attempt.lost:
        return
    for view, verdicts in said.items():
        known = known.adding(view, setting.judges.ids, verdicts)
    path = attempt.folder / KNOWN
    # Without it, a regrade asks the checks.
    with suppress(OSError):
        path.touch(mode=0o600)
        path.write_bytes(known.content())
