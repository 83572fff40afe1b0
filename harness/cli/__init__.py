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
    completion,
    doctor,
    grade,
    gradebook,
    gradescope,
    held,
    image,
    init,
    key,
    leaderboard,
    likeness,
    override,
    regrade,
    reject,
    release,
    show,
)
from harness.cli.common import place_of, say
from harness.cli.parser import parse
from harness.errors import HarnessError, InfrastructureError
from harness.outcome import EXIT_CODES, INTERRUPTED_EXIT_CODE, USAGE_EXIT_CODE, Outcome
from harness.words.language import ENGLISH, Language, speaking

VERBS = (
    grade,
    check,
    batch,
    audit,
    likeness,
    held,
    release,
    reject,
    override,
    regrade,
    show,
    gradebook,
    gradescope,
    leaderboard,
    key,
    image,
    init,
    doctor,
    completion,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code (see docs/exit-codes.md)."""
    given = parse(VERBS, sys.argv[1:] if arguments is None else arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Like stderr: what the terminal cannot show never ends a command.
        sys.stdout.reconfigure(errors="backslashreplace")
    console = Console(width=None if sys.stdout.isatty() else 110)
    # A service manager or nox ends us with SIGTERM; it must clean up as Ctrl-C does.
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        with speaking(_language(given)):
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


def _language(given: argparse.Namespace) -> Language:
    """The language that the command speaks: the one that was asked for, else that of the rubric, else English."""
    asked: Language | None = given.lang
    if asked == ENGLISH or not hasattr(given, "rubric"):
        return asked or ENGLISH
    try:
        # With it comes the assignment, whose words in another language are known from then on.
        rubric = place_of(given).rubric()
    except HarnessError:
        # The verb meets the same error, and says it.
        return asked or ENGLISH
    return asked or rubric.language


def _interrupt(signum: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
