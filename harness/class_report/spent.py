"""What the gradings of a class took."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from harness.class_report.saying import Names
from harness.class_report.works import Work
from harness.report.text import STAGES
from harness.words.phrase import Phrase

NO_GPU = "none"
TOTAL = "total"


@dataclass(frozen=True)
class Stage:
    """One stage of all gradings that have a time for it: seconds, in all, of the middle one and of the longest, and whose that
    was."""

    what: Phrase
    gradings: int
    seconds: float
    median: float
    longest: float
    whose: str


@dataclass(frozen=True)
class Spent:
    """All stages, the whole grading last. ``gpu_seconds`` are those of ``gpu_gradings``, whose sandboxes had a GPU, in all;
    of ``unknown`` ones it was not written down whether they had one."""

    stages: list[Stage]
    gradings: int
    gpu_gradings: int
    gpu_seconds: float
    unknown: int


def spent(works: Sequence[Work], names: Names) -> Spent:
    """What every stored attempt took, dry runs too; one that was graded anew from its evidence counts once."""
    every = [(grade, names.of(work.name)) for work in works for grade in work.attempts]
    stages = []
    for stage, what in STAGES.items():
        took = [(grade.times[stage], whose) for grade, whose in every if stage in grade.times]
        if took:
            seconds = [one for one, _ in took]
            longest, whose = max(took, key=lambda one: one[0])
            stages.append(
                Stage(
                    what,
                    len(took),
                    sum(seconds),
                    statistics.median(seconds),
                    longest,
                    whose,
                )
            )
    on_gpu = [grade for grade, _ in every if grade.gpus not in ("", NO_GPU)]
    return Spent(
        stages,
        len(every),
        len(on_gpu),
        sum(grade.times.get(TOTAL, 0.0) for grade in on_gpu),
        sum(not grade.gpus for grade, _ in every),
    )
