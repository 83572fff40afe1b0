"""``harness audit``: one submission, graded and run on a twin of the data, whatever the rubric says."""

import argparse

from rich.console import Console

from harness.cli import grade

HELP = "grade one submission and say what of it follows the data"
EXAMPLES = (
    ("harness audit submissions/alice", "two runs: on the data, and on a twin of them"),
    ("harness audit alice.ipynb --runner docker", "in containers"),
)
add_arguments = grade.add_arguments


def run(given: argparse.Namespace, console: Console) -> int:
    """Grades, audits, writes and prints; returns the exit code of the outcome. Raises `HarnessError`."""
    given.audit = True
    return grade.run(given, console)
