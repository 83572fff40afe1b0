"""``harness likeness``: what is alike between the works of a class."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from harness.cli.common import add_rubric, place_of, say, write_private
from harness.errors import UsageError

if TYPE_CHECKING:
    from harness.likeness.look import Networks
    from harness.workplace import Workplace

HELP = "show which works of a class are alike beyond what honest ones are"
EXAMPLES = (
    ("harness likeness submissions/ --html likeness.html", "a page with pairs side by side"),
    ("harness likeness --known ../public_samples --json alike.json", "what everybody may have, left out"),
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
        help="the folder that holds the submissions, or a zip or tar of it (default: submissions in the course folder)",
    )
    parser.add_argument(
        "--known",
        type=Path,
        metavar="PATH",
        action="append",
        default=[],
        help="a folder or file of code that every student may have, such as public samples; may be repeated",
    )
    parser.add_argument(
        "--honest",
        type=Path,
        metavar="PATH",
        help="a folder of works that are known to be honest, of another year for one, to be measured against",
    )
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="the results folder, where networks are (default: results)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was found to this file, too")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with pairs side by side, too")


def run(given: argparse.Namespace, console: Console) -> int:
    """Compares all and prints a table; returns 0. Raises `HarnessError`."""
    from harness.intake.collect import collected
    from harness.likeness.look import look, measured
    from harness.likeness.page import render
    from harness.likeness.rates import read_honest
    from harness.likeness.report import as_json, print_report

    place = place_of(given)
    assignment = place.rubric().of()
    for path in given.known:
        if not path.exists():
            raise UsageError(f"There is no known code at {path}; give a folder or a file.")
    handed_out = (assignment.known, assignment.course, place.project / TEMPLATE)
    known = [*given.known, *(path for path in handed_out if path is not None and path.exists())]
    honest = read_honest(assignment.honest)
    if given.honest is not None:
        with collected(given.honest) as works:
            honest = honest.model_copy(update={"sources": measured(works.found, known)})
    with collected(given.path or place.project / SUBMISSIONS) as works:
        names = [one.name for one in works.found]
        found = look(works.found, known, honest, _networks(place, given.output, names, console))
    print_report(found.report, console)
    for name, why in works.left_out.items():
        say(console, f"Left out: {name}: {why}")
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
