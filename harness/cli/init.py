"""``harness init``: a new course folder."""

import argparse
from pathlib import Path

from rich.console import Console

from harness.cli.common import say
from harness.words.phrase import phrase
from harness.words.say import say as told

HELP = phrase("verb.init")
EXAMPLES = (("harness init my_course", phrase("example.init.1")),)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    parser.add_argument("folder", type=Path, help=told(phrase("help.init.folder")))
    parser.add_argument("--assignment", metavar="NAME", help=told(phrase("help.init.assignment")))


def run(given: argparse.Namespace, console: Console) -> int:
    """Lays the folder out and says what comes next. Raises `HarnessError`."""
    from harness.assignment.kit import find_kit
    from harness.course import make_course

    names = make_course(given.folder, find_kit(given.assignment))
    say(console, told(phrase("init.made", folder=given.folder, names=names)))
    say(console, told(phrase("init.next", path=given.folder / "rubric.yaml")))
    return 0
