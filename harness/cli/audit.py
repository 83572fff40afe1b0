"""``harness audit``: one submission, graded and run on a twin of the data, or several, whatever the rubric says."""

import argparse

from rich.console import Console

from harness.cli import grade
from harness.cli.common import RUN
from harness.cli.parser import group
from harness.words.phrase import phrase
from harness.words.say import say as told

HELP = phrase("verb.audit")
EXAMPLES = (
    ("harness audit submissions/alice", phrase("example.audit.1")),
    ("harness audit alice.ipynb --runner docker", phrase("example.audit.2")),
    ("harness audit submissions/alice --keys 3 --longer", phrase("example.audit.3")),
)
MOST_KEYS = 20
"""Each is a run of the work, and a copy of the data that the backend keeps."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    grade.add_arguments(parser)
    how = group(parser, RUN)
    how.add_argument(
        "--keys",
        type=_number_of_keys,
        default=1,
        metavar="NUMBER",
        help=told(phrase("help.audit.keys", most=MOST_KEYS)),
    )
    how.add_argument("--longer", action="store_true", help=told(phrase("help.audit.longer")))


def _number_of_keys(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= MOST_KEYS):
        raise argparse.ArgumentTypeError(told(phrase("command.number_of_keys", most=MOST_KEYS, given=text)))
    return int(text)


def run(given: argparse.Namespace, console: Console) -> int:
    """Grades, audits, writes and prints; returns the exit code of the outcome. Raises `HarnessError`."""
    given.audit = True
    return grade.run(given, console)
