"""``harness batch``: every submission of a class."""

import argparse
from pathlib import Path

from rich.console import Console

from harness.cli.common import RUN, add_grading, must_be_writable, place_of, say
from harness.cli.parser import ALL, all_or_best, group, number_or_auto
from harness.errors import UsageError
from harness.intake.layouts.choose import NAMES
from harness.outcome import BUSY_EXIT_CODE
from harness.words.phrase import phrase
from harness.words.say import say as told

HELP = phrase("verb.batch")
CLASS, SPEECH = phrase("help.group.class"), phrase("help.group.speech")
EXAMPLES = (
    ("harness batch submissions/ --jobs 2", phrase("example.batch.1")),
    (
        "harness batch moodle.zip --roster students.csv --export csv",
        phrase("example.batch.2"),
    ),
    (
        "harness batch submissions/ --times files --listing taken.json",
        phrase("example.batch.3"),
    ),
    ("harness batch submissions/ --again", phrase("example.batch.4")),
    ("harness batch submissions/ --watch", phrase("example.batch.5")),
    ("harness batch submissions/ --quiet --summary mail.txt", phrase("example.batch.6")),
    ("harness batch submissions/ --ray auto", phrase("example.batch.7")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_grading(parser)
    parser.add_argument("path", type=Path, help=told(phrase("help.batch.path")))
    group(parser, RUN).add_argument(
        "--jobs",
        type=number_or_auto,
        default="auto",
        metavar="NUMBER",
        help=told(phrase("help.batch.jobs")),
    )
    group(parser, RUN).add_argument("--ray", metavar="ADDRESS", help=told(phrase("help.batch.ray")))
    group(parser, RUN).add_argument(
        "--audit",
        nargs="?",
        type=all_or_best,
        const=ALL,
        metavar="top:NUMBER",
        help=told(phrase("help.batch.audit")),
    )
    work = group(parser, CLASS)
    work.add_argument(
        "--layout",
        choices=NAMES,
        help=told(phrase("help.batch.layout")),
    )
    work.add_argument("--roster", type=Path, metavar="FILE", help=told(phrase("help.batch.roster")))
    work.add_argument(
        "--times",
        metavar="FILE",
        help=told(phrase("help.batch.times")),
    )
    work.add_argument("--listing", type=Path, metavar="FILE", help=told(phrase("help.batch.listing")))
    how = group(parser, RUN)
    how.add_argument("--again", action="store_true", help=told(phrase("help.batch.again")))
    how.add_argument("--watch", action="store_true", help=told(phrase("help.batch.watch")))
    speech = group(parser, SPEECH)
    speech.add_argument("--quiet", action="store_true", help=told(phrase("help.batch.quiet")))
    speech.add_argument("--json", action="store_true", help=told(phrase("help.batch.json")))
    speech.add_argument("--summary", type=Path, metavar="FILE", help=told(phrase("help.batch.summary")))


def run(given: argparse.Namespace, console: Console) -> int:
    """Grades all and prints a table; returns 0, 20 where our side failed for a submission, 22 where a grade is held, or
    23 where another batch works on the same results. Raises `HarnessError`."""
    from harness.batch.lock import BusyError, alone_on
    from harness.cli.class_run import ClassRun
    from harness.cli.clustering import on_cluster
    from harness.cli.interrupting import two_steps
    from harness.grade.roster import has_roster

    if given.quiet and given.json:
        raise UsageError(phrase("batch.quiet_and_json"))
    if given.watch and not given.path.is_dir():
        raise UsageError(phrase("batch.watch_folder", path=given.path))
    if given.watch and given.audit not in (None, ALL):
        raise UsageError(phrase("batch.watch_best", audit=given.audit))
    must_be_writable(given.summary, given.listing)
    deadline, results = place_of(given).rubric().deadline, place_of(given).results(given.output)
    if deadline is None and given.times is not None and not has_roster(given.roster, results):
        raise UsageError(phrase("batch.no_times"))
    try:
        with two_steps(is_terminal=console.is_terminal), alone_on(results), on_cluster(given.ray):
            of = ClassRun(given, console)
            return of.watch() if given.watch else of.once()
    except BusyError as error:
        say(Console(stderr=True), told(error.phrase))
        return BUSY_EXIT_CODE
