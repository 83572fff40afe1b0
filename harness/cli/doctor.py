"""``harness doctor``: what this machine has for grading, and how to mend what it lacks."""

import argparse

from rich.console import Console

from harness.cli.common import add_gpus, add_output, add_rubric, add_runner, place_of, say
from harness.outcome import EXIT_CODES, Outcome
from harness.words.phrase import phrase
from harness.words.say import say as told

HELP = phrase("verb.doctor")
EXAMPLES = (
    ("harness doctor", phrase("example.doctor.1")),
    ("harness doctor --runner docker --gpus all", phrase("example.doctor.2")),
    ("harness doctor --json", phrase("example.doctor.3")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    add_runner(parser)
    add_gpus(parser)
    add_output(parser)
    parser.add_argument("--json", action="store_true", help=told(phrase("help.doctor.json")))


def run(given: argparse.Namespace, console: Console) -> int:
    """Prints what was found; returns 0 where grading works, else 20. Raises `UsageError` where there is no such rubric."""
    from harness.doctor.asked import Asked
    from harness.doctor.look import look_at_all
    from harness.doctor.page import as_json, print_findings, works
    from harness.errors import HarnessError

    place = place_of(given)
    try:
        rubric = place.rubric()
        rubric.of()
    except HarnessError:
        rubric = None  # one of the findings
    found = look_at_all(Asked(place, rubric, given.runner, given.gpus, given.output))
    if given.json:
        say(console, as_json(found))
    else:
        print_findings(found, console)
    return 0 if works(found) else EXIT_CODES[Outcome.INFRASTRUCTURE]
