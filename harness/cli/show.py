"""``harness show``: a grade that is stored already."""

import argparse

from rich.console import Console

from harness.cli.common import add_output, add_rubric, place_of, say
from harness.cli.parser import whole_number

HELP = "show a stored grade"
EXAMPLES = (
    ("harness show alice", "the newest attempt, as after grading"),
    ("harness show alice --attempt 2", "an older one; alice/2 says the same"),
    ("harness show results/alice/2 --json", "the whole record, for another program"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    parser.add_argument(
        "name", help="the submission, NAME/NUMBER for one attempt of it, or a folder of results"
    )
    parser.add_argument(
        "--attempt", type=whole_number, metavar="NUMBER", help="which attempt (default: the newest)"
    )
    add_output(parser)
    parser.add_argument("--json", action="store_true", help="print the grade and its decision as JSON")


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
