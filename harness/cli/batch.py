"""``harness batch``: every submission of a class."""

import argparse
import threading
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from harness.cli.common import RUN, add_grading, place_of, say, warn
from harness.cli.parser import group, whole_number
from harness.errors import UsageError
from harness.intake.layouts.choose import NAMES
from harness.outcome import EXIT_CODES, HELD_EXIT_CODE, Outcome
from harness.words.phrase import phrase
from harness.words.say import say as told

if TYPE_CHECKING:
    from harness.intake.collect import Collection
    from harness.intake.enrol import Enrolment

HELP = phrase("verb.batch")
CLASS = phrase("help.group.class")
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
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_grading(parser)
    parser.add_argument("path", type=Path, help=told(phrase("help.batch.path")))
    group(parser, RUN).add_argument(
        "--jobs", type=whole_number, default=1, metavar="NUMBER", help=told(phrase("help.batch.jobs"))
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
    group(parser, RUN).add_argument("--again", action="store_true", help=told(phrase("help.batch.again")))


def run(given: argparse.Namespace, console: Console) -> int:
    """Grades all and prints a table; returns 0, 20 where our side failed for a submission, or 22 where a grade is held.
    Raises `HarnessError`."""
    from harness.assignment.deadline import zone_of
    from harness.intake.arrive import arrive, arrive_by_student
    from harness.intake.collect import collected
    from harness.intake.enrol import enrol
    from harness.intake.roster import read_roster

    if given.jobs < 1:
        raise UsageError(phrase("batch.jobs"))
    deadline = place_of(given).rubric().deadline
    if deadline is None and given.roster is None and given.times is not None:
        raise UsageError(phrase("batch.no_times"))
    zone = UTC if deadline is None else zone_of(deadline.zone)
    with collected(given.path, given.layout, zone) as collection:
        times = arrive(collection, given.times, zone)
        enrolment = None if given.roster is None else enrol(collection, read_roster(given.roster))
        students = {} if enrolment is None else enrolment.students
        for name in arrive_by_student(collection, students, times, given.times, zone):
            say(console, told(phrase("batch.no_such_name", name=name)))
        return _grade(given, collection, enrolment, console)


def _grade(
    given: argparse.Namespace, collection: "Collection", enrolment: "Enrolment | None", console: Console
) -> int:
    from harness.batch.batch import Batch
    from harness.batch.listing import write_listing
    from harness.report.handed_in import print_enrolment
    from harness.report.terminal import print_batch
    from harness.sandbox.choose import choose_backend

    place, cancel = place_of(given), threading.Event()
    packages = place.rubric().run.packages
    backend = choose_backend(
        given.runner, installation=place.for_sandboxes, gpus=given.gpus, cancel=cancel, packages=packages
    )
    exports = place.exports(
        given.export,
        leaderboard=not given.no_leaderboard,
        output=given.output,
        say=lambda text: say(console, text),
    )
    setting = place.setting(
        backend, given.gpus, given.smoke, lambda text: say(console, text), audit=given.audit
    )
    warn(console, backend)
    if collection.layout:
        count = len(collection.found)
        say(console, told(phrase("batch.export", platform=collection.layout, count=count)))
    batch = Batch(setting, place.results(given.output), exports, given.again, console, cancel)
    grades = batch.run(collection, given.jobs)
    exports.close()
    print_batch(grades, console, batch.left_out)
    if enrolment is not None:
        print_enrolment(enrolment, console)
    if given.listing is not None:
        write_listing(given.listing, collection, enrolment, grades, batch.left_out)
    if batch.broke or any(grade.outcome.needs_human for grade in grades):
        return EXIT_CODES[Outcome.INFRASTRUCTURE]
    return HELD_EXIT_CODE if any(grade.waits for grade in grades) else 0
