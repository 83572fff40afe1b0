"""What a run on other data said, in words that a student may read: no number in them was measured on a hidden image."""

from collections import Counter
from dataclasses import dataclass

from harness.grade.audit import Finding
from harness.grade.record import Grade
from harness.report.text import one_line
from harness.words.phrase import phrase
from harness.words.say import say


@dataclass(frozen=True)
class Audited:
    """How the run ended, what of the checks follows the data, and a sentence on each network."""

    how: str
    checks: list[str]
    networks: list[tuple[str, str]]


def audited(grade: Grade) -> Audited | None:
    """None where there was no such run."""
    if (audit := grade.audit) is None:
        return None
    found = Counter(check.finding for check in audit.checks)
    checks = [
        say(phrase(f"audited.checks.{finding.value}", count=found[finding]))
        for finding in Finding
        if found[finding]
    ]
    networks = [
        (one_line(network.title, 60), say(phrase(f"audited.network.{network.finding.value}")))
        for network in audit.networks
    ]
    return Audited(audit.reason, checks, networks)
