"""The report on the terminal, or as JSON."""

import json
from collections.abc import Sequence

from rich.console import Console

from harness.doctor.finding import Finding, State
from harness.report.text import one_line, visible
from harness.words.phrase import phrase
from harness.words.say import say

SIGNS = {State.GOOD: ("✓", "green"), State.MIND: ("!", "yellow"), State.BAD: ("✗", "bold red")}
CHARACTERS = 1000


def print_findings(findings: Sequence[Finding], console: Console) -> None:
    """Prints a line for each, with a sign and a word for its state, and a last one that says whether grading works."""
    width = max(len(say(state.phrase)) for state in State)
    for finding in findings:
        sign, style = SIGNS[finding.state]
        line = f"{sign} {say(finding.state.phrase):{width}}  {one_line(finding.text, CHARACTERS)}"
        _print(line, style if finding.state is not State.GOOD else "", console)
    console.print()
    bad = sum(finding.state is State.BAD for finding in findings)
    minded = sum(finding.state is State.MIND for finding in findings)
    last = phrase("doctor.fails", count=bad) if bad else phrase("doctor.works", count=minded)
    _print(say(last), SIGNS[State.BAD if bad else State.GOOD][1], console)


def as_json(findings: Sequence[Finding]) -> str:
    """Whether grading works, and every finding: ``about``, ``state`` and ``text``."""
    told = [{"about": one.about, "state": one.state.value, "text": one.text} for one in findings]
    return json.dumps({"works": works(findings), "findings": told}, indent=2)


def works(findings: Sequence[Finding]) -> bool:
    """Whether nothing was found that keeps grading from working."""
    return not any(finding.state is State.BAD for finding in findings)


def _print(line: str, style: str, console: Console) -> None:
    console.print(visible(line), style=style, markup=False, highlight=False, soft_wrap=True)
