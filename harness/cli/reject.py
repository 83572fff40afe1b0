"""``harness reject``: a held grade ends without a mark."""

import argparse

from rich.console import Console

from harness.cli.common import add_deciding, decide
from harness.words.phrase import phrase

HELP = phrase("verb.reject")
EXAMPLES = (
    (
        'harness reject bob --why "The weights were trained elsewhere, as the log shows."',
        phrase("example.reject.1"),
    ),
    ('harness reject bob --attempt 2 --by "Dr. Ada" --why "See the log."', phrase("example.reject.2")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_deciding(parser)


def run(given: argparse.Namespace, console: Console) -> int:
    """Writes the decision down and hands the grade on; returns 0. Raises `HarnessError`."""
    from harness.grade.decision import Verdict

    return decide(given, Verdict.REJECTED, console)
