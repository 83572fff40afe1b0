"""``harness check``: a student's dry run, which needs no key and keeps nothing."""

import argparse
import os
import secrets
from pathlib import Path

from rich.console import Console

from harness.cli.common import add_rubric, add_runner, place_of, say, warn
from harness.words.phrase import phrase
from harness.words.say import say as told

HELP = phrase("verb.check")
EXAMPLES = (
    ("harness check my_work", phrase("example.check.1")),
    ("harness check control_work.ipynb --runner docker", phrase("example.check.2")),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    add_runner(parser)
    parser.add_argument("path", type=Path, help=told(phrase("help.check.path")))


def run(given: argparse.Namespace, console: Console) -> int:
    """Runs the work, every fit cut short, and prints; returns the exit code of the outcome. Raises `HarnessError`."""
    from harness.dataset.key import KEY_VARIABLE
    from harness.grade.results import new_attempt
    from harness.grading.pipeline import grade_submission
    from harness.intake.submission import read_submission
    from harness.report.dry_run import print_dry_run
    from harness.report.progress import Progress
    from harness.sandbox.choose import choose_backend
    from harness.sandbox.owned import work_folder

    place = place_of(given)
    submission = read_submission(given.path)
    backend = choose_backend(
        given.runner, installation=place.for_sandboxes, gpus="none", packages=place.rubric().run.packages
    )
    # A split of its own: whoever checks needs no key, and learns nothing of the one that marks are made on.
    environ = {**os.environ, KEY_VARIABLE: secrets.token_hex(32)}
    setting = place.setting(backend, "none", True, lambda text: say(console, text), environ)
    warn(console, backend)
    with work_folder() as folder:
        with (
            new_attempt(folder, submission.results_name) as attempt,
            Progress(console, submission.name) as progress,
        ):
            grade = grade_submission(submission, setting, attempt, progress)
        print_dry_run(grade, console)
    return grade.exit_code
