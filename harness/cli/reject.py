"""``harness reject``: a held grade ends without a mark."""

import argparse

from rich.console import Console

from harness.cli.common import add_deciding, decide

HELP = "end a held grade without a mark"
EXAMPLES = (
    (
        'harness reject bob --why "The weights were trained elsewhere, as the log shows."',
        "bob reads the sentence",
    ),
    ('harness reject bob --attempt 2 --by "Dr. Ada" --why "See the log."', "one attempt, in another name"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_deciding(parser)


def run(given: argparse.Namespace, console: Console) -> int:
    """Writes the decision down and hands the grade on; returns 0. Raises `HarnessError`."""
    from harness.grade.decision import Verdict

    return decide(given, Verdict.REJECTED, console)
