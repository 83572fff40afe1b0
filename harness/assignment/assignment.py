"""What an assignment is: its data, its rubric and checks, and the parts that networks play in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.dataset.dataset import DatasetSpec
from harness.dataset.fresh import Change
from harness.evidence.graph.inception import InceptionModule
from harness.evidence.graph.sentences import say_module
from harness.evidence.network import BEST, Network
from harness.words.phrase import Phrase


@dataclass(frozen=True)
class Comparison:
    """Two roles whose networks the feedback sets side by side, and the heading above them."""

    first: str
    second: str
    heading: str


@dataclass(frozen=True)
class Assignment:
    """All that is true of one assignment alone; what grades it knows nothing of it but this record.

    Args:
        name: by which a rubric names it; also that of its leaderboard, where the rubric gives no other.
        title: on the pages that people read.
        tasks: how many tasks it sets, numbered from 1.
        data: its data set.
        rubric: its rubric, for whoever writes none.
        checks: the folder of its checks, files ``check_*.py``; ``fixtures.py`` there, where it is, holds pytest
            fixtures for them.
        roles: the parts that trained networks can play, each with the words for it; `BEST` is among them.
        cast: gives the roles to networks, role to id; a role that no network plays is left out.
        of_module: the sentence on an Inception module that a network has.
        comparison: what the feedback compares, if anything.
        guest: a folder of Python that travels into the sandbox of student code, and lets it find the data.
        course: a folder whose files `harness init` puts into a new course folder.
        growth: how many times as large the error (1 - F1) of an honest network may become on hidden images after each change
            of these; measured on this data set. What is not named is not tried.
        known: a folder of code that every student may have, such as what the tasks themselves give; likeness leaves it out.
        honest: a file of what honest pairs of works have alike, see `harness.likeness.rates.HonestPairs`.
        lines: a file of measured networks that the board shows as lines to beat, see `harness.assignment.lines.Lines`.
    """

    name: str
    title: str
    tasks: int
    data: DatasetSpec
    rubric: Path
    checks: Path
    roles: Mapping[str, str]
    cast: Callable[[Sequence[Network]], Mapping[str, str]]
    of_module: Callable[[InceptionModule], Phrase] = say_module
    comparison: Comparison | None = None
    guest: Path | None = None
    course: Path | None = None
    growth: Mapping[Change, float] = field(default_factory=dict)
    known: Path | None = None
    honest: Path | None = None
    lines: Path | None = None


def cast_best(networks: Sequence[Network]) -> dict[str, str]:
    """The role `BEST`: the network named ``best_model``, or the student's own ``predict``, where there is one with
    scores, else the one of the highest hidden macro-F1. A network that was only built has no part."""
    scored = [
        (network, network.hidden.macro_f1)
        for network in networks
        if network.hidden is not None and (network.is_trained or network.is_function)
    ]
    claimed = [item for item in scored if "best_model" in item[0].names or item[0].is_function]
    found = claimed or scored
    return {BEST: max(found, key=lambda item: item[1])[0].id} if found else {}
