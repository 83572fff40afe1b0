"""``harness report``: how the course did, for its lecturer."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from harness.cli.common import add_left_out, add_output, add_rubric, left_out, place_of, say, write_private
from harness.errors import UsageError
from harness.words.phrase import phrase
from harness.words.say import say as told

if TYPE_CHECKING:
    from harness.class_report.saying import Names
    from harness.class_report.works import Works
    from harness.workplace import Workplace

HELP = phrase("verb.report")
EXAMPLES = (
    ("harness report --html class.html", phrase("example.report.1")),
    ("harness report --html class.html --names alias", phrase("example.report.2")),
    ("harness report --likeness alike.json --json class.json", phrase("example.report.3")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    parser.add_argument("--html", type=Path, metavar="FILE", help=told(phrase("help.report.html")))
    parser.add_argument("--json", type=Path, metavar="FILE", help=told(phrase("help.report.json")))
    parser.add_argument(
        "--names", choices=("name", "alias"), default="name", help=told(phrase("help.report.names"))
    )
    parser.add_argument("--likeness", type=Path, metavar="FILE", help=told(phrase("help.report.likeness")))
    add_left_out(parser)
    add_output(parser)


def run(given: argparse.Namespace, console: Console) -> int:
    """Writes the report and prints it in short; returns 0. Raises `HarnessError`."""
    from harness.assignment.lines import read_lines
    from harness.class_report.findings import read_likeness
    from harness.class_report.report import as_json, make_report
    from harness.class_report.terminal import print_summary
    from harness.class_report.works import read_works

    place = place_of(given)
    rubric, folder = place.rubric(), place.results(given.output)
    works = read_works(
        folder,
        best=rubric.attempts_count == "best",
        lines=read_lines(rubric.of().lines).content,
        left_out=left_out(given, folder),
    )
    if not works.found:
        if not works.unread:
            raise UsageError(phrase("results.none", folder=folder))
        _, why = works.unread[0]
        raise UsageError(phrase("class_report.none_read", folder=folder, count=len(works.unread), why=why))
    names = _names(given.names, works, place, console)
    likeness = None if given.likeness is None else read_likeness(given.likeness, names)
    report = make_report(works, names, likeness)
    if given.html is not None:
        from datetime import datetime

        from harness.class_report.page import render

        write_private(given.html, render(report, rubric.called, datetime.now().astimezone().date()))
    if given.json is not None:
        write_private(given.json, as_json(report))
    print_summary(report, console)
    # Names and folders are in these sentences, and the page may have none.
    for name, why in works.unread:
        say(console, told(phrase("class_report.unread_is", name=name, why=why)))
    for path in (given.html, given.json):
        if path is not None:
            say(console, told(phrase("class_report.page_is", file=str(path))))
    return 0


def _names(which: str, works: "Works", place: "Workplace", console: Console) -> "Names":
    """What the report calls students."""
    from harness.class_report.saying import Names

    if which == "name":
        return Names()
    labels = place.aliases({work.name for work in works.found}, lambda text: say(console, text))
    return Names(labels, are_aliases=True)
