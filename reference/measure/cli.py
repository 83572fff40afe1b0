"""The command line of `nox -s zoo`."""

import argparse
import math
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

from rich.console import Console

from harness.errors import HarnessError, InfrastructureError, UsageError
from harness.leaderboard.places import default_artifacts
from harness.outcome import EXIT_CODES, INTERRUPTED_EXIT_CODE, USAGE_EXIT_CODE, Outcome
from harness.sandbox.environment import Say
from harness.words.phrase import phrase
from harness.words.say import say as told
from harness.workplace import Workplace
from reference.measure.catalogue import Catalogue, Target, names_in, read_catalogue
from reference.measure.data import draw_split
from reference.measure.measurement import Task, Workbench, measure_all
from reference.measure.results import Protocol, Row
from reference.measure.store import RESULTS, TABLE, Store
from reference.measure.worker import ROOT
from reference.measure.zoo_environment import VARIABLE, zoo_python

FAILED_EXIT_CODE = 1
DEFAULT_BACKEND = "tensorflow"
EPILOG = f"""\
Without --only and --experiments all networks are measured. The standard protocol is the published split, seed 0,
TensorFlow, and 3 epochs (for an experiment: its own epochs, seconds, images and backend); its rows go to reference/,
all others to results/zoo/. Rows that are there already are skipped. The exit code is 0, or 1 where a training failed,
2 for a wrong argument, 20 where the zoo environment or the disk is at fault, 130 for Ctrl-C; the same command then
goes on after the last whole epoch. The zoo is trained by the Python that {VARIABLE} names, else in an environment made
from locks/zoo.txt."""


@dataclass(frozen=True)
class Places:
    """Where things lie.

    Args:
        reference: folder of the committed numbers.
        results: folder for all other numbers.
        work: folder for unfinished work.
        workplace: rubric, split key and leaderboard.
    """

    reference: Path
    results: Path
    work: Path
    workplace: Workplace

    @classmethod
    def of_the_project(cls) -> "Places":
        """Those of this checkout."""
        workplace = Workplace.find(None)
        return cls(ROOT / "reference", ROOT / "results" / "zoo", ROOT / ".harness" / "zoo", workplace)


def main(arguments: Sequence[str] | None = None, places: Places | None = None) -> int:
    """Runs the command; returns its exit code."""
    given = _parser().parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 110)
    # nox or a service manager ends us with SIGTERM, which must clean up as Ctrl-C does.
    previous = signal.signal(signal.SIGTERM, _interrupt)
    try:
        return _run(given, console, places or Places.of_the_project())
    except KeyboardInterrupt:
        _say(Console(stderr=True), "Interrupted; the same command goes on after the last whole epoch.")
        return INTERRUPTED_EXIT_CODE
    except InfrastructureError as error:
        _say(Console(stderr=True), str(error))
        return EXIT_CODES[Outcome.INFRASTRUCTURE]
    except HarnessError as error:
        _say(Console(stderr=True), str(error))
        return USAGE_EXIT_CODE
    finally:
        signal.signal(signal.SIGTERM, previous)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nox -s zoo --",
        description="Trains networks and experiments of the zoo under one protocol and scores them on hidden images.",
        epilog=EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument("--only", type=_names, metavar="NAME,NAME", help="measure these networks alone")
    parser.add_argument(
        "--experiments",
        type=_names,
        nargs="?",
        const=[],
        metavar="NAME,NAME",
        help="measure these experiments, or of each the variant in NAME/VARIANT, or all where none is named",
    )
    parser.add_argument("--epochs", type=_count, help="train for so many epochs (default: 3)")
    parser.add_argument(
        "--seconds",
        type=_seconds,
        help="end each training after so many seconds; without --epochs nothing else ends it",
    )
    parser.add_argument(
        "--seed", type=_seed, default=0, help="of weights, shuffling and random layers (default: 0)"
    )
    parser.add_argument(
        "--images", type=_count, help="train on so many images, of a fixed shuffle (default: all)"
    )
    parser.add_argument(
        "--split",
        choices=("published", "project"),
        default="published",
        help="the split that anyone can draw (default), or the project's secret one",
    )
    parser.add_argument("--backend", choices=("tensorflow", "jax"), help="what Keras runs on")
    parser.add_argument("--again", action="store_true", help="measure also what is measured already")
    parser.add_argument("--output", type=Path, help="folder for all results, whatever their protocol")
    parser.add_argument("--no-leaderboard", action="store_true", help="log nothing to MLflow")
    parser.add_argument("--list", action="store_true", help="show what the zoo holds and end")
    return parser


def _run(given: argparse.Namespace, console: Console, places: Places) -> int:
    def say(text: str) -> None:
        _say(console, text)

    output: Path | None = given.output.resolve() if given.output else None
    if output is not None and output.is_relative_to(places.reference.resolve()):
        raise UsageError(
            f"--output is {given.output}: {places.reference} takes rows of the standard protocol alone."
        )
    python = zoo_python(say)
    catalogue = read_catalogue(python, given.backend or DEFAULT_BACKEND)
    if given.list:
        _print_catalogue(catalogue, say)
        return 0
    targets = catalogue.choose(given.only, given.experiments)
    split = draw_split(given.split, places.workplace, say)
    usual = Store(places.results if output is None else output, places.work, say)
    standard = usual if output is not None or split.stand_in else Store(places.reference, places.work, say)
    tasks = []
    for target in targets:
        protocol = _protocol(given, target, split.split_id)
        store = standard if protocol == target.standard(split.split_id) else usual
        tasks.append(Task(target, protocol, store))
    leaderboard = None
    if not given.no_leaderboard:
        rubric = places.workplace.rubric()
        where = default_artifacts(places.workplace.project, os.environ)
        leaderboard = (places.workplace.tracking_uri(), rubric.experiment, where)
    bench = Workbench(python, split, places.work, catalogue.order(), given.again, leaderboard, console)
    say(told(phrase("text", text=split.origin)))
    rows = measure_all(tasks, bench)
    for folder in dict.fromkeys(task.store.folder for task in tasks):
        say(f"Results: {folder / TABLE} and {folder / RESULTS}")
    return _summed_up(rows, say)


def _protocol(given: argparse.Namespace, target: Target, split_id: str) -> Protocol:
    """How a target is trained: as the command says, and where it says nothing, as the target does."""
    epochs, seconds = given.epochs, given.seconds
    if epochs is None and (seconds is None or target.seconds is not None):
        epochs = target.epochs
    if seconds is None and given.epochs is None:
        seconds = target.seconds
    return Protocol(
        split=given.split,
        split_id=split_id,
        epochs=epochs,
        seconds=seconds,
        seed=given.seed,
        images=given.images if given.images is not None else target.images,
        backend=given.backend or target.backend,
    )


def _summed_up(rows: Sequence[Row], say: Say) -> int:
    failed = [row.name for row in rows if row.failed]
    if failed:
        say(f"Failed: {', '.join(failed)}; the table says why.")
    return FAILED_EXIT_CODE if failed else 0


def _print_catalogue(catalogue: Catalogue, say: Say) -> None:
    say("Networks (--only):")
    for network in catalogue.networks:
        say(f"  {network.name}: {network.title} ({network.source})")
    say("Experiments (--experiments):")
    for experiment in catalogue.experiments:
        variants = ", ".join(variant.name for variant in experiment.variants)
        say(f"  {experiment.name}: {experiment.question} ({experiment.source}); {variants}")


def _names(text: str) -> list[str]:
    names = names_in(text)
    if not names:
        raise argparse.ArgumentTypeError("give at least one name")
    return names


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number of at least 1")
    return int(text)


def _seed(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 0 to 2**32 - 1")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above zero")
    return seconds


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def _interrupt(signum: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
