"""Who stands on the board: the attempt of each submission that counts, and the marks before it."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness.evidence.network import BEST
from harness.grade.counting import counting
from harness.grade.decisions import decisions
from harness.grade.predictions import read_predictions
from harness.grade.record import Grade
from harness.grade.results import attempts, submissions
from harness.outcome import Outcome
from harness.words.phrase import Phrase


@dataclass(frozen=True)
class Mark:
    """One attempt that ran to its end and is a mark: when it was handed in (None where that is not known), when it was graded,
    and its macro-F1 with the 95 % interval."""

    attempt: int
    handed_in: datetime | None
    graded: datetime | None
    macro_f1: float
    interval: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Entry:
    """One submission on the board.

    ``folder`` is that of the attempt that counts, ``network`` the id of its best network, ``seconds`` how long its notebook
    ran, ``marks`` the marks of different works on the same split, oldest first.
    """

    name: str
    folder: Path
    network: str
    split_id: str
    macro_f1: float
    interval: tuple[float, float]
    parameters: int | None
    seconds: float | None
    marks: tuple[Mark, ...]

    def predicted(
        self, labels: NDArray[np.int64], classes: int, f1: Callable[[NDArray[np.int64]], float]
    ) -> NDArray[np.int64] | None:
        """What its network said of the hidden images, int64 (N,); None where that was not kept, or is not what its grade was
        made of."""
        found = read_predictions(self.folder, self.network)
        if found is None or found.shape != labels.shape or found.max(initial=0) >= classes:
            return None
        return found if abs(f1(found) - self.macro_f1) < 1e-6 else None


@dataclass
class Standing:
    """All entries, by name; ``without`` counts the works that have no place, ``unread`` those that cannot be read, and why."""

    entries: list[Entry] = field(default_factory=list)
    without: int = 0
    unread: dict[str, Phrase] = field(default_factory=dict)


def standing(
    results: Path, *, best: bool, lines: Collection[str] = (), left_out: Collection[str] = ()
) -> Standing:
    """What the results folder holds. Dry runs and stand-in data count for nothing: the attempts beside them stand.

    Args:
        results: the results folder; a submission that cannot be read costs the others nothing.
        best: whether the best attempt counts, or the newest.
        lines: content hashes of works that are no student's.
        left_out: names of submissions that are no student's.
    """
    found = Standing()
    for name in submissions(results):
        if unread := decisions(results / name).unread:
            found.unread[name] = unread
            continue
        tried = [one for one in attempts(results, name) if not (one[0].smoke or one[0].stand_in)]
        if not tried or {name, tried[0][0].submission} & set(left_out):
            continue
        counts, place = counting(tried, best=best)
        if counts.content_hash in lines:
            continue
        entry = _entry(counts, place, tried)
        if entry is None:
            found.without += 1
        else:
            found.entries.append(entry)
    return found


def _entry(grade: Grade, folder: Path, tried: list[tuple[Grade, Path]]) -> Entry | None:
    network = grade.with_role(BEST)
    if not _ranks(grade) or grade.metrics is None or network is None:
        return None
    return Entry(
        name=grade.submission,
        folder=folder,
        network=network.id,
        split_id=grade.split_id,
        macro_f1=grade.metrics.macro_f1,
        interval=grade.metrics.macro_f1_interval,
        parameters=network.parameters,
        seconds=grade.times.get("run"),
        marks=tuple(_marks(one for one, _ in tried if one.split_id == grade.split_id))[::-1],
    )


def _ranks(grade: Grade) -> bool:
    return grade.is_mark and grade.outcome is Outcome.GRADED


def _marks(newest_first: Iterator[Grade]) -> Iterator[Mark]:
    """Work that was graded several times is one attempt: its newest grade."""
    seen = set[str]()
    for grade in newest_first:
        if not _ranks(grade) or grade.metrics is None or grade.content_hash in seen:
            continue
        seen.add(grade.content_hash)
        metrics = grade.metrics
        came = None if grade.late is None else grade.late.handed_in
        yield Mark(
            grade.attempt, _time(came), _time(grade.started), metrics.macro_f1, metrics.macro_f1_interval
        )


def _time(text: str | None) -> datetime | None:
    try:
        time = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
