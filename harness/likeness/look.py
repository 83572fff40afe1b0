"""Looks for likeness in a class, and measures what honest works have alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness.errors import HarnessError, UsageError
from harness.intake.collect import Found
from harness.intake.submission import make_submission
from harness.intake.work import read_work
from harness.likeness.alike import Alike, alike_mistakes, alike_sources, alike_weights
from harness.likeness.compare import Sources, compare
from harness.likeness.graded import Graded
from harness.likeness.mistakes import LEAST_CLASS, shared_mistakes
from harness.likeness.rates import Honest, HonestPairs
from harness.likeness.report import Report, report_of, unread
from harness.likeness.sources import Code, code_of, known_code
from harness.words.phrase import Phrase, phrase
from harness.words.say import say


@dataclass(frozen=True)
class Look:
    """What was found, with the sources that the page shows."""

    report: Report
    codes: list[Code]
    sources: Sources


@dataclass(frozen=True)
class Networks:
    """The networks of a class, and the split to compare them on: its id, and a function that gives the hidden labels."""

    graded: Sequence[Graded]
    split_id: str
    truth: Callable[[], NDArray[np.int64]]


def look(
    submissions: Sequence[Found], known: Sequence[Path], honest: HonestPairs, networks: Networks | None = None
) -> Look:
    """Compares the works of a class.

    Args:
        submissions: those of the class.
        known: folders or files of code that everybody may have.
        honest: what honest pairs have alike.
        networks: what the results hold of these works; None where they hold nothing.

    Raises:
        UsageError: there are fewer than two submissions, or known code cannot be read.
    """
    if len(submissions) < 2:
        raise UsageError(phrase("likeness.one"))
    codes = [_read(one) for one in submissions]
    sources = compare(codes, [known_code(path) for path in known])
    summary = [phrase("likeness.summary", compared=sources.compared, works=len(codes) - len(sources.short))]
    found, not_compared = [alike_sources(codes, sources, honest.sources)], unread(codes, sources)
    if networks is None:
        summary.append(phrase("likeness.no_networks"))
    else:
        mistakes, more = _mistakes(networks)
        found += [mistakes, alike_weights(networks.graded)]
        summary += more
        if len(networks.graded) < len(submissions):
            summary.append(
                phrase("likeness.some_networks", networks=len(networks.graded), works=len(submissions))
            )
        other = [one.name for one in networks.graded if one.split_id != networks.split_id]
        not_compared |= dict.fromkeys(other, phrase("likeness.other_split"))
    return Look(report_of(found, not_compared, summary), codes, sources)


def _mistakes(networks: Networks) -> tuple[list[Alike], list[Phrase]]:
    """What is alike of mistakes, and sentences on the whole of it."""
    same = [(one.name, one.predicted) for one in networks.graded if one.split_id == networks.split_id]
    told = [(name, predicted) for name, predicted in same if predicted is not None]
    if len(told) < 2:
        return [], []
    truth = networks.truth()
    names = [name for name, predicted in told if len(predicted) == len(truth)]
    pairs = shared_mistakes([predicted for _, predicted in told if len(predicted) == len(truth)], truth)
    said = [phrase("likeness.mistakes_summary", compared=len(pairs), networks=len(names))]
    if len(names) < LEAST_CLASS:
        said.append(phrase("likeness.too_few_networks", least=LEAST_CLASS))
    said.append(phrase("likeness.same_network"))
    return alike_mistakes(names, pairs), said


def measured(works: Sequence[Found], known: Sequence[Path]) -> Honest:
    """What the sources of works that are known to be honest have alike. What ten of them hold comes from no one of them, and
    is left out. Raises `UsageError` where they are too few."""
    codes = [code for one in works if (code := _read(one)).text]
    sources = compare(codes, [known_code(path) for path in known], common_share=0)
    strengths = [pair.strength for pair in sources.pairs]
    return Honest.of(strengths + [0.0] * (sources.compared - len(strengths)), len(codes) - len(sources.short))


def _read(found: Found) -> Code:
    try:
        return code_of(make_submission(found.name, read_work(found.parts)))
    except HarnessError as error:
        return Code(found.name, "", why=say(error.phrase).rstrip("."))
