"""``harness show``: a grade that is stored already."""

import argparse

from rich.console import Console

from harness.cli.common import add_output, add_rubric, place_of, say
from harness.cli.parser import whole_number
from harness.words.phrase import phrase
from harness.words.say import say as told

HELP = phrase("verb.show")
EXAMPLES = (
    ("harness show alice", phrase("example.show.1")),
    ("harness show alice --attempt 2", phrase("example.show.2")),
    ("harness show results/alice/2 --json", phrase("example.show.3")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    parser.add_argument("name", help=told(phrase("help.show.name")))
    parser.add_argument(
        "--attempt", type=whole_number, metavar="NUMBER", help=told(phrase("help.show.attempt"))
    )
    add_output(parser)
    parser.add_argument("--json", action="store_true", help=told(phrase("help.show.json")))


def run(given: argparse.Namespace, console: Console) -> int:
    """Prints the grade, whatever it is; returns 0. Raises `UsageError` where there is none."""
    from harness.grade.find import stored
    from harness.report.stored import as_json, print_stored

    found = stored(place_of(given).results(given.output), given.name, given.attempt)
    if given.json:
        say(console, as_json(found))
    else:
        print_stored(found, console)
    return 0
