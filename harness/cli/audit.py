"""``harness audit``: one submission, graded and run on a twin of the data, whatever the rubric says."""

import argparse

from rich.console import Console

from harness.cli import grade
from harness.words.phrase import phrase

HELP = phrase("verb.audit")
EXAMPLES = (
    ("harness audit submissions/alice", phrase("example.audit.1")),
    ("harness audit alice.ipynb --runner docker", phrase("example.audit.2")),
)
add_arguments = grade.add_arguments


def run(given: argparse.Namespace, console: Console) -> int:
    """Grades, audits, writes and prints; returns the exit code of the outcome. Raises `HarnessError`."""
    given.audit = True
    return grade.run(given, console)
