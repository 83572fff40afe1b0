"""``harness likeness``: what is alike between the works of a class."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from harness.cli.common import add_rubric, place_of, say, write_private
from harness.errors import UsageError
from harness.words.phrase import phrase
from harness.words.say import say as told

if TYPE_CHECKING:
    from harness.likeness.look import Networks
    from harness.workplace import Workplace

HELP = phrase("verb.likeness")
EXAMPLES = (
    ("harness likeness submissions/ --html likeness.html", phrase("example.likeness.1")),
    ("harness likeness moodle.zip --roster students.csv", phrase("example.likeness.3")),
    ("harness likeness --known ../public_samples --json alike.json", phrase("example.likeness.2")),
)
TEMPLATE, SUBMISSIONS = "template", "submissions"
"""Folders of a course folder: what students start with, and what they handed in."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    parser.add_argument(
        "path",
        type=Path,
        nargs="?",
        help=told(phrase("help.likeness.path")),
    )
    parser.add_argument(
        "--known",
        type=Path,
        metavar="PATH",
        action="append",
        default=[],
        help=told(phrase("help.likeness.known")),
    )
    parser.add_argument(
        "--honest",
        type=Path,
        metavar="PATH",
        help=told(phrase("help.likeness.honest")),
    )
    parser.add_argument("--roster", type=Path, metavar="FILE", help=told(phrase("help.likeness.roster")))
    parser.add_argument("--output", type=Path, metavar="DIR", help=told(phrase("help.likeness.output")))
    parser.add_argument("--json", type=Path, metavar="FILE", help=told(phrase("help.likeness.json")))
    parser.add_argument("--html", type=Path, metavar="FILE", help=told(phrase("help.likeness.html")))


def run(given: argparse.Namespace, console: Console) -> int:
    """Compares all and prints a table; returns 0. Raises `HarnessError`."""
    from harness.grade.roster import roster_for
    from harness.intake.collect import collected
    from harness.intake.enrol import enrol
    from harness.likeness.look import look, measured
    from harness.likeness.page import render
    from harness.likeness.rates import read_honest
    from harness.likeness.report import as_json, print_report

    place = place_of(given)
    assignment = place.rubric().of()
    for path in given.known:
        if not path.exists():
            raise UsageError(phrase("likeness.no_known", path=path))
    handed_out = (assignment.known, assignment.course, place.project / TEMPLATE)
    known = [*given.known, *(path for path in handed_out if path is not None and path.exists())]
    honest = read_honest(assignment.honest)
    if given.honest is not None:
        with collected(given.honest) as works:
            honest = honest.model_copy(update={"sources": measured(works.found, known)})
    with collected(given.path or place.project / SUBMISSIONS) as works:
        results = place.results(given.output)
        if roster := roster_for(given.roster, results, lambda sentence: say(console, told(sentence))):
            enrol(works, roster)
        names = [one.name for one in works.found]
        found = look(works.found, known, honest, _networks(place, given.output, names, console))
    print_report(found.report, console)
    for name, why in works.left_out.items():
        say(console, told(phrase("collect.left_out", name=name, why=why)))
    if given.json is not None:
        write_private(given.json, as_json(found.report))
    if given.html is not None:
        write_private(given.html, render(found.report, found.codes, found.sources))
    return 0


def _networks(
    place: "Workplace", output: Path | None, names: list[str], console: Console
) -> "Networks | None":
    """What the results hold of the works; the split is drawn only where that is something."""
    from harness.likeness.graded import graded
    from harness.likeness.look import Networks

    found = list(graded(place.results(output), names))
    if not found:
        return None
    drawing = place.drawing(lambda text: say(console, text))
    return Networks(found, drawing.split_id, lambda: drawing.split().hidden_labels.astype("int64"))
