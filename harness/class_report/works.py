"""The works of a class: of each submission what counts, and all attempts."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from harness.errors import UsageError
from harness.evidence.network import Metrics
from harness.grade import counting
from harness.grade.record import Grade
from harness.grade.results import attempts, numbers, read_attempt, submissions
from harness.words.phrase import Phrase


@dataclass(frozen=True)
class Work:
    """One submission: the grade that counts, those that wait for a person, and all its attempts, dry runs too, the newest
    first. Where it has dry runs alone, ``grade`` is the newest of them."""

    grade: Grade
    waiting: tuple[Grade, ...]
    attempts: tuple[Grade, ...]

    @property
    def name(self) -> str:
        """Of the submission."""
        return self.grade.submission

    @property
    def is_dry(self) -> bool:
        """Whether it has nothing but dry runs."""
        return self.grade.smoke or self.grade.stand_in

    @property
    def is_mark(self) -> bool:
        """Whether its grade is a mark."""
        return self.grade.is_mark


@dataclass(frozen=True)
class Works:
    """A class, by the names of its results folders; ``unread`` are the names of those of which something cannot be read, with
    the reason for each attempt."""

    found: list[Work] = field(default_factory=list)
    unread: list[tuple[str, Phrase]] = field(default_factory=list)

    @property
    def marks(self) -> list[Work]:
        """The works that have a mark."""
        return [work for work in self.found if work.is_mark]

    @property
    def split_id(self) -> str:
        """The hidden split of most marks, of equally many the one that was graded on last; empty where there is no mark. Scores
        on two splits are not compared."""
        on = [(work.grade.split_id, work.grade.started) for work in self.marks]
        splits = [split for split, _ in on]
        return max(on, key=lambda one: (splits.count(one[0]), one[1]), default=("", ""))[0]

    @property
    def scored(self) -> list[tuple[Work, Metrics]]:
        """The marks on this split with the scores of their best network."""
        split = self.split_id
        return [
            (work, work.grade.metrics)
            for work in self.marks
            if work.grade.metrics is not None and work.grade.split_id == split
        ]


def read_works(
    results: Path, *, best: bool, lines: Collection[str] = (), left_out: Collection[str] = ()
) -> Works:
    """What a results folder holds; what cannot be read costs the others nothing. Raises `UsageError` where the folder cannot.

    Args:
        results: the results folder.
        best: whether the best attempt counts, or the newest.
        lines: content hashes of works that are no student's.
        left_out: names of submissions that are no student's.
    """
    found = Works()
    for name in submissions(results):
        tried = list(attempts(results, name))
        for number in sorted(set(numbers(results / name)) - {int(folder.name) for _, folder in tried}):
            try:
                read_attempt(results / name / str(number))
            except UsageError as error:
                found.unread.append((name, error.phrase))
        if not tried or {name, tried[0][0].submission} & set(left_out) or tried[0][0].baseline:
            continue
        real = [one for one in tried if not (one[0].smoke or one[0].stand_in)]
        grade = counting.counting(real, best=best)[0] if real else tried[0][0]
        if grade.content_hash in lines:
            continue
        waiting = tuple(one for one, _ in counting.waiting(real))
        found.found.append(Work(grade, waiting, tuple(one for one, _ in tried)))
    return found
