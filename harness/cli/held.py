"""``harness held``: the grades that wait for a person."""

import argparse

from rich.console import Console

from harness.cli.common import add_output, add_rubric, place_of
from harness.words.phrase import phrase

HELP = phrase("verb.held")
EXAMPLES = (
    ("harness held", phrase("example.held.1")),
    ("harness held --output results-2026", phrase("example.held.2")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    add_output(parser)


def run(given: argparse.Namespace, console: Console) -> int:
    """Lists them, each with its points, reason and evidence; returns 0. Raises `HarnessError`."""
    from harness.deciding import waiting
    from harness.report.terminal import print_held

    print_held(list(waiting(place_of(given).results(given.output))), console)
    return 0
