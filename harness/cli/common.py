"""What several verbs share: arguments, and how they speak."""

import argparse
from pathlib import Path

from rich.console import Console


def add_rubric(parser: argparse.ArgumentParser) -> None:
    """``--rubric``."""
    parser.add_argument(
        "--rubric",
        type=Path,
        help="the rubric (default: rubric.yaml here, else the one that the harness brings)",
    )


def add_runner(parser: argparse.ArgumentParser) -> None:
    """``--runner``."""
    parser.add_argument(
        "--runner", default="auto", help="where student code runs: auto, docker, local or another backend"
    )


def add_grading(parser: argparse.ArgumentParser) -> None:
    """The arguments of a verb that makes grades."""
    add_rubric(parser)
    add_runner(parser)
    parser.add_argument("--gpus", default="auto", help="auto, none, all, or device numbers such as 0,1")
    parser.add_argument(
        "--smoke", action="store_true", help="cut every fit to a few steps: a dry run, not a mark"
    )
    parser.add_argument(
        "--audit",
        action="store_true",
        help="run the work on a twin of the data, too, and say what of it follows the data (default: as the rubric says)",
    )
    parser.add_argument("--output", type=Path, help="the results folder (default: results)")
    parser.add_argument(
        "--export",
        action="append",
        default=[],
        metavar="NAME",
        help="an exporter, such as csv; may be repeated",
    )
    parser.add_argument("--no-leaderboard", action="store_true", help="log nothing to MLflow")


def warn(console: Console, backend: object) -> None:
    """Says loudly what a person must know of the backend before student code runs there."""
    if warning := getattr(backend, "warning", None):
        console.print(warning, style="bold red", markup=False)


def say(console: Console, text: str) -> None:
    """One line for a person, as it is."""
    from harness.report.text import visible

    console.print(visible(text), markup=False, highlight=False, soft_wrap=True)
