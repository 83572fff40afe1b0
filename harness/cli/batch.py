"""``harness batch``: every submission of a class."""

import argparse
import threading
from pathlib import Path

from rich.console import Console

from harness.cli.common import add_grading, say, warn
from harness.errors import UsageError
from harness.outcome import EXIT_CODES, HELD_EXIT_CODE, Outcome

HELP = "grade every folder of a class"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_grading(parser)
    parser.add_argument("path", type=Path, help="the folder that holds the submissions")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    parser.add_argument("--again", action="store_true", help="grade also what is already graded unchanged")


def run(given: argparse.Namespace, console: Console) -> int:
    """Grades all and prints a table; returns 0, 20 where our side failed for a submission, or 22 where a grade is held.
    Raises `HarnessError`."""
    from harness.batch.batch import Batch, submissions_in
    from harness.report.terminal import print_batch
    from harness.sandbox.choose import choose_backend
    from harness.workplace import Workplace

    if given.jobs < 1:
        raise UsageError("--jobs takes a number of at least 1.")
    submissions_in(given.path)
    place, cancel = Workplace.find(given.rubric), threading.Event()
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
    batch = Batch(setting, place.results(given.output), exports, given.again, console, cancel)
    grades = batch.run(given.path, given.jobs)
    exports.close()
    print_batch(grades, console, batch.left_out)
    if batch.broke or any(grade.outcome.needs_human for grade in grades):
        return EXIT_CODES[Outcome.INFRASTRUCTURE]
    return HELD_EXIT_CODE if any(grade.waits for grade in grades) else 0
