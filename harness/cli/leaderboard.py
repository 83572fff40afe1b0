"""``harness leaderboard``: MLflow's pages over the marks."""

import argparse
import os

from rich.console import Console

from harness.cli.common import add_rubric
from harness.cli.parser import whole_number

HELP = "open the MLflow UI"
EXAMPLES = (
    ("harness leaderboard", "on this machine, until Ctrl-C"),
    ("harness leaderboard --host 0.0.0.0 --port 8080", "for others in the network, too"),
)
DEFAULT_PORT = 5000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares this verb's arguments."""
    add_rubric(parser)
    parser.add_argument(
        "--port", type=whole_number, metavar="NUMBER", default=DEFAULT_PORT, help=f"default: {DEFAULT_PORT}"
    )
    parser.add_argument(
        "--host", metavar="ADDRESS", default="127.0.0.1", help="default: 127.0.0.1, for this machine alone"
    )


def run(given: argparse.Namespace, console: Console) -> int:
    """Serves until Ctrl-C. Raises `HarnessError`."""
    from harness.leaderboard.ui import open_ui
    from harness.workplace import Workplace

    place = Workplace.find(given.rubric)
    experiment = place.rubric().leaderboard
    open_ui(place.project, port=given.port, host=given.host, environ=os.environ, experiment=experiment)
    return 0
