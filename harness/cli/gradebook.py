"""``harness gradebook``: the marks of a course, as a learning platform or a spreadsheet takes them."""

import argparse
from pathlib import Path

from rich.console import Console

from harness.cli.common import add_output, add_rubric, place_of, say
from harness.errors import UsageError
from harness.outcome import EXIT_CODES, HELD_EXIT_CODE, Outcome
from harness.words.phrase import phrase
from harness.words.say import say as told

HELP = phrase("verb.gradebook")
EXAMPLES = (
    ("harness gradebook --template canvas_export.csv", phrase("example.gradebook.1")),
    ("harness gradebook moodle-grades --roster roster.csv", phrase("example.gradebook.2")),
    ("harness gradebook xlsx --to marks.xlsx", phrase("example.gradebook.3")),
)
FORMATS = ("canvas", "moodle", "moodle-grades", "csv", "xlsx", "json")
SEPARATORS = ("comma", "semicolon", "tab")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    parser.add_argument("format", nargs="?", choices=FORMATS, help=told(phrase("help.gradebook.format")))
    parser.add_argument(
        "--template",
        type=Path,
        metavar="FILE",
        help=told(phrase("help.gradebook.template")),
    )
    add_output(parser)
    parser.add_argument("--roster", type=Path, metavar="FILE", help=told(phrase("help.gradebook.roster")))
    parser.add_argument(
        "--to",
        type=Path,
        metavar="FILE",
        help=told(phrase("help.gradebook.to")),
    )
    parser.add_argument("--column", metavar="NAME", help=told(phrase("help.gradebook.column")))
    parser.add_argument(
        "--missing",
        choices=("empty", "zero"),
        default="empty",
        help=told(phrase("help.gradebook.missing")),
    )
    parser.add_argument("--scale", action="store_true", help=told(phrase("help.gradebook.scale")))
    parser.add_argument("--no-comments", action="store_true", help=told(phrase("help.gradebook.no_comments")))
    parser.add_argument(
        "--by",
        choices=("email", "id", "login"),
        default="email",
        help=told(phrase("help.gradebook.by")),
    )
    parser.add_argument(
        "--separator", choices=SEPARATORS, default="comma", help=told(phrase("help.gradebook.separator"))
    )


def run(given: argparse.Namespace, console: Console) -> int:
    """Writes the gradebook and names whoever has no mark in it; returns 0, 20 where our side failed for one of them, or 22 where
    a grade is held, or a mark is written nowhere. Raises `HarnessError`."""
    from harness.grade.roster import roster_for
    from harness.gradebook.formats import SEPARATORS as CHARACTERS
    from harness.gradebook.formats import Wanted, make, suffix
    from harness.gradebook.marks import results_in
    from harness.gradebook.sheet import write_whole
    from harness.gradebook.table import Choices

    place = place_of(given)
    rubric, folder = place.rubric(), place.results(given.output)
    results = list(results_in(folder, best=rubric.attempts_count == "best"))
    if not results:
        raise UsageError(phrase("results.none", folder=folder))
    roster = roster_for(given.roster, folder, lambda sentence: say(console, told(sentence)))
    choices = Choices(
        zero=given.missing == "zero",
        scale=given.scale,
        comments=not given.no_comments,
        shown=rubric.feedback.hidden,
    )
    wanted = Wanted(
        format=given.format,
        title=rubric.of().title,
        max_points=rubric.max_points,
        template=given.template,
        column=given.column,
        by=given.by,
        separator=CHARACTERS[given.separator],
        choices=choices,
    )
    name, content, sheet = make(wanted, results, roster)
    path = given.to or folder / f"gradebook{suffix(name)}"
    if given.template is not None and path.resolve() == given.template.resolve():
        raise UsageError(phrase("gradebook.template_itself"))
    write_whole(path, content)
    for note in sheet.notes:
        say(console, told(note))
    say(console, told(phrase("gradebook.written", path=str(path), count=sheet.written)))
    if sheet.ours:
        return EXIT_CODES[Outcome.INFRASTRUCTURE]
    return HELD_EXIT_CODE if sheet.held or sheet.lost else 0
