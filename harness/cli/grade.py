"""``harness grade``: one submission."""

import argparse
from pathlib import Path

from rich.console import Console

from harness.cli.common import add_grading, say, warn

HELP = "grade one submission"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_grading(parser)
    parser.add_argument("path", type=Path, help="a student's folder, notebook or script")
    parser.add_argument("--baseline", metavar="NAME", help="log it to MLflow as a baseline of this name")


def run(given: argparse.Namespace, console: Console) -> int:
    """Grades, writes and prints; returns the exit code of the outcome. Raises `HarnessError`."""
    from harness.grade.results import new_attempt
    from harness.grading.pipeline import grade_submission
    from harness.intake.submission import read_submission
    from harness.publish import export, publish
    from harness.report.progress import Progress
    from harness.report.terminal import print_grade
    from harness.sandbox.choose import choose_backend
    from harness.workplace import Workplace

    place = Workplace.find(given.rubric)
    submission = read_submission(given.path)
    packages = place.rubric().run.packages
    backend = choose_backend(
        given.runner, installation=place.for_sandboxes, gpus=given.gpus, packages=packages
    )
    exporters = place.exporters(
        given.export, leaderboard=not given.no_leaderboard, output=given.output, baseline=given.baseline
    )
    setting = place.setting(
        backend, given.gpus, given.smoke, lambda text: say(console, text), audit=given.audit
    )
    warn(console, backend)
    with new_attempt(place.results(given.output), submission.results_name) as attempt:
        with Progress(console, submission.name) as progress:
            grade = grade_submission(submission, setting, attempt, progress)
        grade, folder = publish(grade, attempt)
    print_grade(grade, console)
    say(console, f"Feedback: {folder / 'feedback.html'}")
    export(grade, folder, exporters, lambda text: say(console, text))
    return grade.exit_code
