"""The command line: one file a verb, each with its own arguments.

A verb's module is quick to import: what it needs beyond the arguments is imported when it runs, so that no command
pays for another.
"""

import argparse
import io
import sys
from collections.abc import Sequence

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
    report,
    show,
)
from harness.cli.common import place_of, say
from harness.cli.language import asked_for, before_reading
from harness.cli.parser import parse
from harness.errors import HarnessError, InfrastructureError
from harness.outcome import EXIT_CODES, INTERRUPTED_EXIT_CODE, USAGE_EXIT_CODE, Outcome
from harness.words.language import ENGLISH, Language, speaking, spoken
from harness.words.phrase import phrase
from harness.words.say import say as told

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
    report,
    key,
    image,
    init,
    doctor,
    completion,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code (see docs/exit-codes.md)."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        with speaking(before_reading(words)):
            return _run(parse(VERBS, words), asked_for(words))
    except KeyboardInterrupt:
        # What comes before a verb runs imports for a second.
        return interrupted(words)


def interrupted(words: Sequence[str]) -> int:
    """Says that a command of these words was interrupted before its verb ran; returns the exit code of an interruption."""
    with speaking(before_reading(words)):
        return _interrupted()


def _run(given: argparse.Namespace, asked: Language | None) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Like stderr: what the terminal cannot show never ends a command.
        sys.stdout.reconfigure(errors="backslashreplace")
    console = Console(width=None if sys.stdout.isatty() else 110)
    with speaking(_language(given, asked)):
        return _answer(given, console)


def _answer(given: argparse.Namespace, console: Console) -> int:
    try:
        code: int = given.run(given, console)
    except KeyboardInterrupt:
        return _interrupted()
    except InfrastructureError as error:
        say(Console(stderr=True), told(error.phrase))
        return EXIT_CODES[Outcome.INFRASTRUCTURE]
    except HarnessError as error:
        say(Console(stderr=True), told(error.phrase))
        return USAGE_EXIT_CODE
    return code


def _language(given: argparse.Namespace, asked: Language | None) -> Language:
    """The language that the command speaks: the one that was asked for, else that of the rubric, else English."""
    if asked == ENGLISH or not hasattr(given, "rubric"):
        return asked or spoken()
    try:
        # With it comes the assignment, whose words in another language are known from then on.
        rubric = place_of(given).rubric()
    except HarnessError:
        # The verb meets the same error, and says it.
        return spoken()
    return asked or rubric.language


def _interrupted() -> int:
    say(Console(stderr=True), told(phrase("command.interrupted")))
    return INTERRUPTED_EXIT_CODE
