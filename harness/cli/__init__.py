"""The command line: one file a verb, each with its own arguments.

A verb's module is quick to import: what it needs beyond the arguments is imported when it runs, so that no command
pays for another.
"""

import argparse
import io
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from rich.console import Console

from harness.cli import (
    audit,
    batch,
    check,
    grade,
    gradebook,
    gradescope,
    held,
    image,
    init,
    key,
    leaderboard,
    likeness,
    reject,
    release,
)
from harness.cli.common import say
from harness.errors import HarnessError, InfrastructureError
from harness.outcome import EXIT_CODES, INTERRUPTED_EXIT_CODE, USAGE_EXIT_CODE, Outcome

VERBS = (
    grade,
    check,
    batch,
    audit,
    likeness,
    held,
    release,
    reject,
    gradebook,
    gradescope,
    leaderboard,
    key,
    image,
    init,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code (see docs/exit-codes.md)."""
    given = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Like stderr: what the terminal cannot show never ends a command.
        sys.stdout.reconfigure(errors="backslashreplace")
    console = Console(width=None if sys.stdout.isatty() else 110)
    # A service manager or nox ends us with SIGTERM; it must clean up as Ctrl-C does.
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        code: int = given.run(given, console)
    except KeyboardInterrupt:
        say(
            Console(stderr=True),
            "Interrupted; nothing half-written was kept. Give the same command again to go on.",
        )
        return INTERRUPTED_EXIT_CODE
    except InfrastructureError as error:
        say(Console(stderr=True), str(error))
        return EXIT_CODES[Outcome.INFRASTRUCTURE]
    except HarnessError as error:
        say(Console(stderr=True), str(error))
        return USAGE_EXIT_CODE
    finally:
        signal.signal(signal.SIGTERM, before)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="harness",
        description="Grades notebooks of a deep-learning course: student code runs in a sandbox, the mark is made "
        "outside it.",
        allow_abbrev=False,
    )
    verbs = parser.add_subparsers(metavar="COMMAND", required=True)
    for verb in VERBS:
        name = verb.__name__.rpartition(".")[2]
        own = verbs.add_parser(name, help=verb.HELP, description=f"{verb.HELP[0].upper()}{verb.HELP[1:]}.")
        verb.add_arguments(own)
        own.set_defaults(run=verb.run)
    return parser


def _interrupt(signum: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
