"""How many attempts a student has had, and which counts: every one tells something of the hidden split, so a rubric may bound
them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from harness.grade.record import Grade
from harness.grade.results import attempts
from harness.outcome import Outcome
from harness.words.phrase import Phrase, phrase

_NEVER_RAN = (Outcome.NO_ENTRY, Outcome.TWO_ENTRIES, Outcome.NOT_A_NOTEBOOK)


def counts(grade: Grade) -> bool:
    """Whether it is an attempt of the student's: a dry run, work that never ran and what failed on our side are none."""
    return grade.can_be_a_mark and grade.outcome not in _NEVER_RAN


def counted(newest: tuple[Grade, Path], *, best: bool) -> tuple[Grade, Path]:
    """Which of a submission's attempts counts, with its folder, by `counting`; ``newest`` is its newest one."""
    _, folder = newest
    return counting(
        [newest, *attempts(folder.parent.parent, folder.parent.name)] if best else [newest], best=best
    )


def counting(tried: Sequence[tuple[Grade, Path]], *, best: bool) -> tuple[Grade, Path]:
    """Which of these attempts of one submission, the newest first, counts: the newest, or, where ``best`` ones do, the one with
    the most points among the marks on the same hidden split and out of as many points, of equal ones the newer.

    Where the newest waits for a person, or failed on our side, nothing takes its place before that is mended.
    """
    grade, _ = newest = tried[0]
    if not best or grade.waits or not grade.can_be_a_mark:
        return newest
    like = (grade.submission, grade.split_id, grade.max_points)
    marks = [
        one
        for one in tried
        if one[0].is_mark and (one[0].submission, one[0].split_id, one[0].max_points) == like
    ]
    return max(marks, key=lambda one: one[0].points, default=newest)


def waiting(tried: Iterable[tuple[Grade, Path]]) -> Iterator[tuple[Grade, Path]]:
    """Those of these attempts of one submission, the newest first, that wait for a person. An attempt on the same work that is
    newer takes the place of an older one."""
    newer = set[str]()
    for grade, folder in tried:
        if grade.waits and grade.can_be_a_mark and grade.content_hash not in newer:
            yield grade, folder
        if grade.can_be_a_mark:
            newer.add(grade.content_hash)


def too_many(results: Path, submission: str, content_hash: str, most: int | None) -> Phrase | None:
    """Why this work may not be graded any more; None where it may. Work that was graded before may always
    be graded again, and is the same attempt.

    Args:
        results: the results folder.
        submission: the name of the submission's folder in it.
        content_hash: of the work.
        most: as many different works of a submission may be graded; None for any number.
    """
    if most is None:
        return None
    graded = {grade.content_hash for grade, _ in attempts(results, submission) if counts(grade)}
    if content_hash in graded or len(graded) < most:
        return None
    return phrase("grade.attempts", most=most)
