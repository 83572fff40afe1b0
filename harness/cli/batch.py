"""``harness batch``: every submission of a class."""

import argparse
from pathlib import Path

from rich.console import Console

from harness.cli.common import RUN, add_grading, place_of, say
from harness.cli.parser import group, number_or_auto
from harness.errors import UsageError
from harness.intake.layouts.choose import NAMES
from harness.outcome import BUSY_EXIT_CODE

HELP = "grade every work of a class"
CLASS, SPEECH = "the class", "what it says"
EXAMPLES = (
    ("harness batch submissions/ --jobs 2", "two at a time; what is graded and unchanged is skipped"),
    (
        "harness batch moodle.zip --roster students.csv --export csv",
        "an export of a platform, and a table of marks",
    ),
    (
        "harness batch submissions/ --times files --listing taken.json",
        "for a deadline, by the times of the files",
    ),
    ("harness batch submissions/ --again", "all of it anew"),
    ("harness batch submissions/ --watch", "what arrives, until Ctrl-C"),
    ("harness batch submissions/ --quiet --summary mail.txt", "by night, from cron"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_grading(parser)
    parser.add_argument(
        "path", type=Path, help="the folder that holds the submissions, or a zip or tar of it"
    )
    group(parser, RUN).add_argument(
        "--jobs",
        type=number_or_auto,
        default="auto",
        metavar="NUMBER",
        help="how many at a time, or auto: what this machine has room for, one for each GPU (default: auto)",
    )
    work = group(parser, CLASS)
    work.add_argument(
        "--layout",
        choices=NAMES,
        help="how the works lie there: an export of a platform, or plain (default: as their names say)",
    )
    work.add_argument(
        "--roster", type=Path, metavar="FILE", help="the students of the course as CSV: id, name, login, …"
    )
    work.add_argument(
        "--times",
        metavar="FILE",
        help="when works were handed in: a CSV (id, submitted_at), or the word files for the times of the files",
    )
    work.add_argument(
        "--listing", type=Path, metavar="FILE", help="write what was taken, and what not, as JSON"
    )
    group(parser, RUN).add_argument(
        "--again", action="store_true", help="grade also what is already graded unchanged"
    )
    group(parser, RUN).add_argument(
        "--watch", action="store_true", help="go on, and grade what arrives in the folder, until Ctrl-C"
    )
    told_how = group(parser, SPEECH)
    told_how.add_argument(
        "--quiet", action="store_true", help="say only what was left out, and who needs a person"
    )
    told_how.add_argument("--json", action="store_true", help="say what happens as JSON, one object a line")
    told_how.add_argument("--summary", type=Path, metavar="FILE", help="write what became of it, for a mail")


def run(given: argparse.Namespace, console: Console) -> int:
    """Grades all and prints a table; returns 0, 20 where our side failed for a submission, 22 where a grade is held, or
    23 where another batch works on the same results. Raises `HarnessError`."""
    from harness.batch.lock import BusyError, alone_on
    from harness.cli.class_run import ClassRun
    from harness.cli.interrupting import two_steps
    from harness.words.phrase import phrase
    from harness.words.say import say as told

    if given.quiet and given.json:
        raise UsageError(told(phrase("batch.quiet_and_json")))
    if given.watch and not given.path.is_dir():
        raise UsageError(told(phrase("batch.watch_folder", path=str(given.path))))
    deadline = place_of(given).rubric().deadline
    if deadline is None and given.roster is None and given.times is not None:
        raise UsageError(
            "The rubric has no deadline, and there is no --roster, so --times says nothing; leave it out."
        )
    try:
        with two_steps(is_terminal=console.is_terminal), alone_on(place_of(given).results(given.output)):
            of = ClassRun(given, console)
            return of.watch() if given.watch else of.once()
    except BusyError as error:
        say(Console(stderr=True), str(error))
        return BUSY_EXIT_CODE
