"""``harness leaderboard``: MLflow's pages over the marks."""

import argparse
import os

from rich.console import Console

from harness.cli.common import add_rubric

HELP = "open the MLflow UI"
DEFAULT_PORT = 5000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--host", default="127.0.0.1")


def run(given: argparse.Namespace, console: Console) -> int:
    """Serves until Ctrl-C. Raises `HarnessError`."""
    from harness.leaderboard.ui import open_ui
    from harness.workplace import Workplace

    place = Workplace.find(given.rubric)
    experiment = place.rubric().leaderboard
    open_ui(place.project, port=given.port, host=given.host, environ=os.environ, experiment=experiment)
    return 0
