"""The command line: ``harness grade``, ``check``, ``batch``, ``leaderboard``, ``image``."""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from rich.console import Console

from harness.errors import HarnessError, InfrastructureError, UsageError
from harness.outcome import EXIT_CODES, HELD_EXIT_CODE, INTERRUPTED_EXIT_CODE, USAGE_EXIT_CODE, Outcome

DEFAULT_PORT = 5000


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="harness", description="Grades the Fashion-MNIST control work.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True)

    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--rubric", type=Path, help="the rubric (default: rubric.yaml here, else the harness's own)"
    )

    runs = argparse.ArgumentParser(add_help=False, parents=[common])
    runs.add_argument(
        "--runner", default="auto", choices=("auto", "docker", "local"), help="where student code runs"
    )
    runs.add_argument("--gpus", default="auto", help="auto, none, all, or device numbers such as 0,1")
    runs.add_argument("--smoke", action="store_true", help="cut every fit to a few steps: a dry run, no mark")
    runs.add_argument("--output", type=Path, help="the results folder (default: results)")
    runs.add_argument("--no-leaderboard", action="store_true", help="log nothing to MLflow")

    grade = commands.add_parser("grade", parents=[runs], help="grade one submission")
    grade.add_argument("path", type=Path, help="a student's folder, notebook or script")
    grade.add_argument("--baseline", metavar="NAME", help="log it to MLflow as a baseline of this name")

    check = commands.add_parser(
        "check", parents=[common], help="a student's dry run: what is recognised, what is missing"
    )
    check.add_argument("path", type=Path, help="a folder, notebook or script")
    check.add_argument(
        "--runner", default="auto", choices=("auto", "docker", "local"), help="where the code runs"
    )

    batch = commands.add_parser("batch", parents=[runs], help="grade every folder of a class")
    batch.add_argument("path", type=Path, help="the folder that holds the submissions")
    batch.add_argument("--jobs", type=int, default=1, help="how many at a time")
    batch.add_argument("--again", action="store_true", help="grade also what is already graded unchanged")

    board = commands.add_parser("leaderboard", parents=[common], help="open the MLflow UI")
    board.add_argument("--port", type=int, default=DEFAULT_PORT)
    board.add_argument("--host", default="127.0.0.1")

    image = commands.add_parser("image", parents=[common], help="build the guest image")
    image.add_argument(
        "--variant", choices=("cpu", "gpu"), help="default: gpu where Docker has the NVIDIA runtime"
    )
    return parser


def _grade(given: argparse.Namespace, console: Console) -> int:
    from harness.grading import grade_submission
    from harness.publish import log_to_leaderboard, publish
    from harness.report.progress import Progress
    from harness.report.terminal import print_grade
    from harness.results import new_attempt
    from harness.sandbox.choose import choose_backend
    from harness.submission import read_submission
    from harness.workplace import ROOT, Workplace

    place = Workplace.find(given.rubric)
    name = read_submission(given.path).name
    packages = place.rubric().run.packages
    backend = choose_backend(given.runner, project=ROOT, gpus=given.gpus, packages=packages)
    setting = place.setting(backend, given.gpus, given.smoke, lambda text: _say(console, text))
    _warn(console, backend)
    with new_attempt(place.results(given.output), name) as attempt:
        with Progress(console, name) as progress:
            grade = grade_submission(given.path, setting, attempt, progress)
        grade, folder = publish(grade, attempt)
    print_grade(grade, console)
    _say(console, f"Feedback: {folder / 'feedback.html'}")
    if not given.no_leaderboard:
        uri, experiment = place.tracking_uri(), setting.rubric.experiment
        log_to_leaderboard(grade, folder, uri, experiment, lambda text: _say(console, text), given.baseline)
    return grade.exit_code


def _check(given: argparse.Namespace, console: Console) -> int:
    import os
    import secrets
    import tempfile

    from harness.dataset.key import KEY_VARIABLE
    from harness.grading import grade_submission
    from harness.report.dry_run import print_dry_run
    from harness.report.progress import Progress
    from harness.results import new_attempt
    from harness.sandbox.choose import choose_backend
    from harness.submission import read_submission
    from harness.workplace import ROOT, Workplace

    place = Workplace.find(given.rubric)
    name = read_submission(given.path).name
    backend = choose_backend(given.runner, project=ROOT, gpus="none", packages=place.rubric().run.packages)
    # A split of its own: whoever checks needs no key, and learns nothing of the one that marks are made on.
    environ = {**os.environ, KEY_VARIABLE: secrets.token_hex(32)}
    setting = place.setting(backend, "none", True, lambda text: _say(console, text), environ)
    _warn(console, backend)
    with tempfile.TemporaryDirectory(prefix="harness-check-") as folder:
        with new_attempt(Path(folder), name) as attempt, Progress(console, name) as progress:
            grade = grade_submission(given.path, setting, attempt, progress)
        print_dry_run(grade, console)
    return grade.exit_code


def _batch(given: argparse.Namespace, console: Console) -> int:
    from harness.batch.batch import Batch, submissions_in
    from harness.report.terminal import print_batch
    from harness.sandbox.choose import choose_backend
    from harness.workplace import ROOT, Workplace

    if given.jobs < 1:
        raise UsageError("--jobs takes a number of at least 1.")
    submissions_in(given.path)
    place, cancel = Workplace.find(given.rubric), threading.Event()
    packages = place.rubric().run.packages
    backend = choose_backend(given.runner, project=ROOT, gpus=given.gpus, cancel=cancel, packages=packages)
    setting = place.setting(backend, given.gpus, given.smoke, lambda text: _say(console, text))
    _warn(console, backend)
    uri = None if given.no_leaderboard else place.tracking_uri()
    batch = Batch(setting, place.results(given.output), uri, given.again, console, cancel)
    grades = batch.run(given.path, given.jobs)
    print_batch(grades, console)
    if any(grade.outcome.needs_human for grade in grades):
        return EXIT_CODES[Outcome.INFRASTRUCTURE]
    return HELD_EXIT_CODE if any(grade.held for grade in grades) else 0


def _leaderboard(given: argparse.Namespace, console: Console) -> int:
    import os

    from harness.leaderboard.ui import open_ui
    from harness.workplace import Workplace

    place = Workplace.find(given.rubric)
    experiment = place.rubric().experiment
    open_ui(place.project, port=given.port, host=given.host, environ=os.environ, experiment=experiment)
    return 0


def _image(given: argparse.Namespace, console: Console) -> int:
    import docker

    from harness.sandbox.choose import choose_backend
    from harness.sandbox.image import ensure_image
    from harness.workplace import ROOT, Workplace

    packages = Workplace.find(given.rubric).rubric().run.packages
    choose_backend("docker", project=ROOT)
    found = ensure_image(
        docker.from_env(),
        project=ROOT,
        say=lambda text: _say(console, text),
        variant=given.variant,
        packages=packages,
    )
    _say(console, f"Image: {found}")
    return 0


def _warn(console: Console, backend: object) -> None:
    if warning := getattr(backend, "warning", None):
        console.print(warning, style="bold red", markup=False)


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def _interrupt(signum: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


COMMANDS = {"grade": _grade, "check": _check, "batch": _batch, "leaderboard": _leaderboard, "image": _image}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code (see docs/exit-codes.md)."""
    given = _parser().parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 110)
    # A service manager or nox ends us with SIGTERM; it must clean up as Ctrl-C does.
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return COMMANDS[given.command](given, console)
    except KeyboardInterrupt:
        _say(Console(stderr=True), "Interrupted; nothing half-written was kept.")
        return INTERRUPTED_EXIT_CODE
    except InfrastructureError as error:
        _say(Console(stderr=True), str(error))
        return EXIT_CODES[Outcome.INFRASTRUCTURE]
    except HarnessError as error:
        _say(Console(stderr=True), str(error))
        return USAGE_EXIT_CODE
