"""Ranks on the MLflow leaderboard, and the table of them in the experiment's description.

A rank is a tag and no metric, for it is taken away from an attempt that no longer counts; its zeros in front let it sort. Equal
macro-F1 is an equal rank. Whom chance cannot tell apart is said by the board (`harness.board.ranking`), not here.
"""

import contextlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from harness.leaderboard.mlflow_log import open_experiment
from harness.leaderboard.runs import (
    ATTEMPT,
    BASELINE,
    GRADE,
    NOTE,
    RANK,
    REGRADES,
    SOURCE,
    SPLIT,
    STUDENT,
    WITHDRAWN,
    plain,
    table,
)
from harness.words.phrase import phrase
from harness.words.say import say as told

MOST_NOTE = 4_500
"""Characters; MLflow takes 5,000 of an experiment."""
PAGE = 1_000
ROUNDS = 3
"""So often at most is looked again whether another command, on a server that knows no turns, changed something meanwhile."""


@dataclass(frozen=True)
class Entry:
    """One run: what it is ranked by."""

    run_id: str
    name: str
    source: str
    student: str
    attempt: tuple[int, int]
    split: str
    points: float
    macro_f1: float | None
    interval: tuple[float, float] | None
    rank: str | None
    is_withdrawn: bool


def refresh(
    tracking_uri: str,
    experiment: str,
    *,
    best: bool,
    withdrawn: Collection[tuple[str, int]] = (),
    artifacts: str | None = None,
) -> None:
    """Gives each run its rank, takes it from those that have none, and writes the description.

    Args:
        tracking_uri: where MLflow keeps runs.
        experiment: name of the experiment.
        best: whether a student's best attempt counts, and not the newest.
        withdrawn: student and attempt of what was a mark once and is none any more.
        artifacts: see `places.default_artifacts`.

    Raises:
        InfrastructureError: MLflow did not answer, or refused.
    """
    with open_experiment(tracking_uri, experiment, phrase("mlflow.ranks"), artifacts) as (
        client,
        experiment_id,
    ):
        # Most batches withdraw nothing, and reading all runs is what takes the time here.
        for one in map(_entry, _runs(client, experiment_id)) if withdrawn else ():
            if (one.student, one.attempt[0]) in withdrawn and not one.is_withdrawn:
                client.set_tag(one.run_id, WITHDRAWN, "true")
        for _ in range(ROUNDS):
            found = [_entry(run) for run in _runs(client, experiment_id)]
            ranks = ranked(found, best=best)
            if not _write(client, experiment_id, found, ranks):
                break


def _write(client: Any, experiment_id: str, found: Sequence[Entry], ranks: dict[str, str]) -> bool:
    """Writes the ranks and the description where they are others; whether one was."""
    from mlflow.exceptions import MlflowException

    changed = [one for one in found if ranks.get(one.run_id) != one.rank]
    for one in changed:
        if rank := ranks.get(one.run_id):
            client.set_tag(one.run_id, RANK, rank)
        else:
            # Another command may have taken it meanwhile; the next round sees what is there.
            with contextlib.suppress(MlflowException):
                client.delete_tag(one.run_id, RANK)
    note = description(found, ranks)
    if client.get_experiment(experiment_id).tags.get(NOTE) == note:
        return bool(changed)
    client.set_experiment_tag(experiment_id, NOTE, note)
    return True


def ranked(entries: Sequence[Entry], *, best: bool) -> dict[str, str]:
    """The rank of each run that has one, by its id: of every student the attempt that counts, on the split of the newest of
    them, where its network was scored."""
    by_student = defaultdict[str, list[Entry]](list)
    for entry in entries:
        if entry.source == GRADE and entry.student and not entry.is_withdrawn:
            by_student[entry.student].append(entry)
    counted = [_counted(several, best) for several in by_student.values()]
    scored = [entry for entry in counted if entry.macro_f1 is not None]
    if not scored:
        return {}
    splits = [entry.split for entry in entries if entry.split]
    there = [entry for entry in scored if entry.split == splits[0]]
    order = sorted((entry.macro_f1 or 0.0 for entry in there), reverse=True)
    digits = max(2, len(str(len(order))))
    return {entry.run_id: f"{order.index(entry.macro_f1 or 0.0) + 1:0{digits}}" for entry in there}


def description(entries: Sequence[Entry], ranks: dict[str, str]) -> str:
    """The current table, in Markdown: ranks and baselines, as many as there is room for. A line before it says who leads, for
    MLflow folds the description to one line."""
    shown = [
        one for one in entries if one.macro_f1 is not None and (one.run_id in ranks or one.source == BASELINE)
    ]
    shown.sort(key=lambda one: (-(one.macro_f1 or 0.0), one.name))
    columns = (
        phrase("board.rank"),
        phrase("board.student"),
        phrase("board.score"),
        phrase("board.interval"),
        phrase("mlflow.points"),
    )
    header = [told(column) for column in columns]
    first = _first_line(shown, ranks) + "\n\n"
    rows = list[list[str]]()
    for one in shown:
        low, high = one.interval or (None, None)
        low_high = "" if one.interval is None else told(phrase("board.interval_is", low=low, high=high))
        rank = ranks.get(one.run_id)
        row = [
            told(phrase("board.to_beat")) if rank is None else str(int(rank)),
            plain(one.name),
            f"{one.macro_f1:.3f}",
            low_high,
            "" if rank is None else f"{one.points:g}",
        ]
        if len(first + table(header, [*rows, row])) > MOST_NOTE:
            more = told(phrase("mlflow.more", count=len(shown) - len(rows)))
            return f"{first}{table(header, rows)}\n\n{more}"
        rows.append(row)
    return (first + table(header, rows) if rows else first).strip()


def _first_line(shown: Sequence[Entry], ranks: dict[str, str]) -> str:
    leaders = [one for one in shown if one.run_id in ranks and int(ranks[one.run_id]) == 1]
    if not leaders:
        return told(phrase("mlflow.nobody"))
    names = [plain(one.name) for one in leaders]
    return told(phrase("mlflow.lead", names=names, macro_f1=leaders[0].macro_f1, count=len(ranks)))


def _counted(several: Sequence[Entry], best: bool) -> Entry:
    """Of a student's runs that which counts; of one attempt, its last regrade."""
    last = {entry.attempt[0]: entry for entry in sorted(several, key=lambda entry: entry.attempt)}
    newest = max(last.values(), key=lambda entry: entry.attempt)
    if not best:
        return newest
    like = [entry for entry in last.values() if entry.split == newest.split]
    return max(like, key=lambda entry: (entry.points, entry.attempt))


def _runs(client: Any, experiment_id: str) -> list[Any]:
    """All finished runs, the newest first."""
    found, token = list[Any](), None
    while True:
        page = client.search_runs(
            [experiment_id],
            "attributes.status = 'FINISHED'",
            max_results=PAGE,
            order_by=["attributes.start_time DESC"],
            page_token=token,
        )
        found += page
        token = page.token
        if not token:
            return found


def _entry(run: Any) -> Entry:
    tags, metrics = run.data.tags, run.data.metrics
    low, high = metrics.get("macro_f1_low"), metrics.get("macro_f1_high")
    # The zoo's rows have a row's id; what was logged before there were ranks has no student.
    source = BASELINE if "row_id" in tags else tags.get(SOURCE, "")
    return Entry(
        run_id=run.info.run_id,
        name=run.info.run_name,
        source=source,
        student=tags.get(STUDENT, "") or (run.info.run_name if source == GRADE else ""),
        attempt=(_number(tags.get(ATTEMPT)), _number(tags.get(REGRADES))),
        split=tags.get(SPLIT, "") if source == GRADE else "",
        points=metrics.get("points", 0.0),
        macro_f1=metrics.get("macro_f1"),
        interval=None if low is None or high is None else (low, high),
        rank=tags.get(RANK),
        is_withdrawn=WITHDRAWN in tags,
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
