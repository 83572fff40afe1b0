"""``harness init``: a new course folder."""

import argparse
from pathlib import Path

from rich.console import Console

from harness.cli.common import say

HELP = "make a course folder: a rubric to edit, a template and a page for students"
EXAMPLES = (("harness init my_course", "then edit my_course/rubric.yaml"),)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    parser.add_argument("folder", type=Path, help="the course folder, made where it is missing")
    parser.add_argument("--assignment", metavar="NAME", help="which assignment (default: the only one)")


def run(given: argparse.Namespace, console: Console) -> int:
    """Lays the folder out and says what comes next. Raises `HarnessError`."""
    from harness.assignment.kit import find_kit
    from harness.course import make_course

    names = make_course(given.folder, find_kit(given.assignment))
    say(console, f"The course is in {given.folder}: {', '.join(names)}.")
    say(console, f"Edit {given.folder / 'rubric.yaml'}, then grade there: harness grade PATH.")
    return 0
