"""Where a finished grade goes, beside its own results folder.

The harness brings two exporters, ``mlflow`` (the leaderboard) and ``csv`` (a table); any package can add one
(docs/exporters.md).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from harness.grade.record import Grade


@dataclass(frozen=True)
class ExportOptions:
    """What an exporter is made with.

    Attributes:
        project: the folder that the rubric stands in.
        results: the folder with every submission's attempts.
        experiment: the rubric's name for what is graded, one for all submissions that are compared.
        best: whether a submission's best attempt counts, and not its newest (`harness.grade.counting.counted`).
        alias: what students are called where others may look; None where their names may stand there.
        batch: what the command grades, where that is a class: a name for a person. None for a work by itself.
        baseline: a name, where what is graded is not a student's but what students are measured against.
    """

    project: Path
    results: Path
    experiment: str
    baseline: str | None = None
    best: bool = False
    batch: str | None = None
    alias: Callable[[str], str] | None = None


class Exporter(Protocol):
    """One place that grades go to."""

    @property
    def takes_again(self) -> bool:
        """Whether a grade that it took before may be handed over again and changes nothing: a batch then hands over
        what is already graded, too. Otherwise a grade is handed over until `export` returned once; where a command was
        killed at that moment, once more."""

    def export(self, grade: Grade, folder: Path) -> None:
        """Takes one attempt, after ``folder`` with all of its files is there.

        Called also where the grade is not a mark (`Grade.is_mark`), and from several threads and processes
        at once. Raises `HarnessError` with one sentence; the person sees it as a warning, and the grade stays as it is.
        `AwayError` where the place does not answer at all: it is then not asked again by the same command.
        """


@runtime_checkable
class Finishing(Protocol):
    """An exporter that has something to do once a command handed over all that it had, such as to rank."""

    def finish(self) -> None:
        """Called once at the end of a command that handed something over, in one thread. Raises `HarnessError` with one
        sentence, which the person sees as a warning."""


class MakeExporter(Protocol):
    """What a package registers under the entry points ``harness.exporters``: a function or a class."""

    def __call__(self, options: ExportOptions, /) -> Exporter:
        """An exporter. Quick, and before anything is graded. Raises `HarnessError` where it cannot work here."""
