"""``harness release``: a held grade becomes a mark."""

import argparse

from rich.console import Console

from harness.cli.common import add_deciding, decide
from harness.words.phrase import phrase

HELP = phrase("verb.release")
EXAMPLES = (
    ('harness release alice --why "I ran the notebook by hand."', phrase("example.release.1")),
    ('harness release alice --attempt 2 --by "Dr. Ada" --why "See above."', phrase("example.release.2")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_deciding(parser)


def run(given: argparse.Namespace, console: Console) -> int:
    """Writes the decision down and hands the grade on; returns 0. Raises `HarnessError`."""
    from harness.grade.decision import Verdict

    return decide(given, Verdict.RELEASED, console)
