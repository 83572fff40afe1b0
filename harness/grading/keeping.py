"""Keeps what a later regrade needs of an attempt, beside its grade."""

from collections.abc import Iterable

from harness.checks.case import Pair
from harness.checks.kept import KEPT, MAX_BYTES, Judged, Kept, Made
from harness.grade.results import Attempt
from harness.grading.setting import Setting
from harness.intake.submission import Submission
from harness.words.phrase import Phrase


def keep(
    attempt: Attempt,
    setting: Setting,
    submission: Submission,
    held: Iterable[Phrase],
    pair: Pair,
    broke: Phrase | None = None,
) -> None:
    """Writes `harness.checks.kept.Kept` into the attempt's folder; where that cannot be done, the attempt says so. Of a run on a
    twin nothing is written by itself: it belongs to the graded one.

    Args:
        attempt: where it goes.
        setting: that of the graded run.
        submission: the work.
        held: why the run and the scoring held the grade.
        pair: what the checks look at.
        broke: as in `harness.checks.kept.Made`.
    """
    if setting.is_twin:
        return
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
    )
    content = Kept(made=made, judged=Judged(graded=pair.graded, twin=pair.twin)).content()
    if content is None:
        attempt.lose(KEPT, f"larger than {MAX_BYTES:,} bytes")
    else:
        attempt.write_private(KEPT, content)
