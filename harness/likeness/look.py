"""Looks for likeness in a class, and measures what honest works have alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.errors import HarnessError, UsageError
from harness.intake.submission import read_submission
from harness.likeness.alike import alike_sources
from harness.likeness.compare import Sources, compare
from harness.likeness.rates import Honest, HonestPairs
from harness.likeness.report import Report, report_of, unread
from harness.likeness.sources import Code, code_of, known_code
from harness.words.phrase import phrase


@dataclass(frozen=True)
class Look:
    """What was found, with the sources that the page shows."""

    report: Report
    codes: list[Code]
    sources: Sources


def look(submissions: Sequence[Path], known: Sequence[Path], honest: HonestPairs) -> Look:
    """Compares the works of a class.

    Args:
        submissions: the folder of each.
        known: folders or files of code that everybody may have.
        honest: what honest pairs have alike.

    Raises:
        UsageError: there are fewer than two submissions, or known code cannot be read.
    """
    if len(submissions) < 2:
        raise UsageError("Likeness is between works, and there is only one; give a folder with two at least.")
    codes = [_read(path) for path in submissions]
    sources = compare(codes, [known_code(path) for path in known])
    summary = [phrase("likeness.summary", compared=sources.compared, works=len(codes) - len(sources.short))]
    found = [alike_sources(codes, sources, honest.sources)]
    return Look(report_of(found, unread(codes, sources), summary), codes, sources)


def measured(works: Sequence[Path], known: Sequence[Path]) -> Honest:
    """What the sources of works that are known to be honest have alike. What ten of them hold comes from no one of them, and
    is left out. Raises `UsageError` where they are too few."""
    codes = [code for path in works if (code := _read(path)).text]
    sources = compare(codes, [known_code(path) for path in known], common_share=0)
    strengths = [pair.strength for pair in sources.pairs]
    return Honest.of(strengths + [0.0] * (sources.compared - len(strengths)), len(codes) - len(sources.short))


def _read(path: Path) -> Code:
    try:
        return code_of(read_submission(path))
    except HarnessError as error:
        return Code(path.name, "", why=str(error).rstrip("."))
