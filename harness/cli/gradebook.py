"""``harness gradebook``: the marks of a course, as a learning platform or a spreadsheet takes them."""

import argparse
from pathlib import Path

from rich.console import Console

from harness.cli.common import add_output, add_rubric, place_of, say
from harness.errors import UsageError
from harness.outcome import EXIT_CODES, HELD_EXIT_CODE, Outcome

HELP = "write the marks for Canvas, Moodle, Excel or other programs"
EXAMPLES = (
    ("harness gradebook --template canvas_export.csv", "Canvas's own file, with the grades filled in"),
    ("harness gradebook moodle-grades --roster roster.csv", "for the import into Moodle's gradebook"),
    ("harness gradebook xlsx --to marks.xlsx", "a sheet of marks, and one of criteria"),
)
FORMATS = ("canvas", "moodle", "moodle-grades", "csv", "xlsx", "json")
SEPARATORS = ("comma", "semicolon", "tab")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    parser.add_argument(
        "format", nargs="?", choices=FORMATS, help="what to write (default: what the template is)"
    )
    parser.add_argument(
        "--template",
        type=Path,
        metavar="FILE",
        help="Canvas's export of the gradebook or Moodle's grading worksheet, in which only grades are filled in",
    )
    add_output(parser)
    parser.add_argument(
        "--roster", type=Path, metavar="FILE", help="the students of the course as CSV: id, name, login, …"
    )
    parser.add_argument(
        "--to",
        type=Path,
        metavar="FILE",
        help="the file to write (default: gradebook.* in the results folder)",
    )
    parser.add_argument(
        "--column", metavar="NAME", help="the assignment's column, such as 'Lab 1 (4711)' or 4711 in Canvas"
    )
    parser.add_argument(
        "--missing",
        choices=("empty", "zero"),
        default="empty",
        help="what students get of whom the results hold no work (default: an empty field)",
    )
    parser.add_argument(
        "--scale", action="store_true", help="convert points where the column has another maximum"
    )
    parser.add_argument("--no-comments", action="store_true", help="write no comments beside the grades")
    parser.add_argument(
        "--by",
        choices=("email", "id", "login"),
        default="email",
        help="the roster's column by which Moodle's gradebook finds students (default: email)",
    )
    parser.add_argument(
        "--separator", choices=SEPARATORS, default="comma", help="between the cells of csv (default: comma)"
    )


def run(given: argparse.Namespace, console: Console) -> int:
    """Writes the gradebook and names whoever has no mark in it; returns 0, 20 where our side failed for one of them, or 22 where
    a grade is held. Raises `HarnessError`."""
    from harness.gradebook.formats import SEPARATORS as CHARACTERS
    from harness.gradebook.formats import Wanted, make, suffix
    from harness.gradebook.marks import results_in
    from harness.gradebook.sheet import write_whole
    from harness.gradebook.table import Choices
    from harness.intake.roster import read_roster
    from harness.words.phrase import phrase
    from harness.words.say import say as words

    place = place_of(given)
    rubric, folder = place.rubric(), place.results(given.output)
    roster = [] if given.roster is None else read_roster(given.roster)
    results = list(results_in(folder, best=rubric.attempts_count == "best"))
    if not results:
        raise UsageError(f"There are no grades in {folder}; give --output where they lie elsewhere.")
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
    name, content, told = make(wanted, results, roster)
    path = given.to or folder / f"gradebook{suffix(name)}"
    if given.template is not None and path.resolve() == given.template.resolve():
        raise UsageError(
            "--to names the template itself, which stays as the platform wrote it; name another file."
        )
    write_whole(path, content)
    for note in told.notes:
        say(console, words(note))
    say(console, words(phrase("gradebook.written", path=str(path), count=told.written)))
    if told.ours:
        return EXIT_CODES[Outcome.INFRASTRUCTURE]
    return HELD_EXIT_CODE if told.held else 0
