"""What several verbs share: arguments, and how they speak."""

import argparse
import errno
import getpass
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from harness.cli.parser import group, whole_number
from harness.errors import UsageError
from harness.words.phrase import phrase
from harness.words.say import say as told

if TYPE_CHECKING:
    from harness.grade.decision import Verdict
    from harness.workplace import Workplace

COURSE, SANDBOX = phrase("help.group.course"), phrase("help.group.sandbox")
RUN, GRADES = phrase("help.group.run"), phrase("help.group.grades")
"""Titles of groups of options, in the help of every verb that has them."""


def add_rubric(parser: argparse.ArgumentParser) -> None:
    """``--rubric``."""
    group(parser, COURSE).add_argument(
        "--rubric",
        type=Path,
        metavar="FILE",
        help=told(phrase("help.all.rubric")),
    )


def place_of(given: argparse.Namespace) -> "Workplace":
    """The course folder that a command is about, found once for all who ask: its rubric is read once. Raises `UsageError`."""
    from harness.workplace import Workplace

    if getattr(given, "place", None) is None:
        given.place = Workplace.find(given.rubric)
    place: Workplace = given.place
    return place


def add_runner(parser: argparse.ArgumentParser) -> None:
    """``--runner``."""
    group(parser, SANDBOX).add_argument(
        "--runner",
        default="auto",
        metavar="NAME",
        help=told(phrase("help.all.runner")),
    )


def add_gpus(parser: argparse.ArgumentParser) -> None:
    """``--gpus``."""
    group(parser, SANDBOX).add_argument(
        "--gpus", default="auto", metavar="WHICH", help=told(phrase("help.all.gpus"))
    )


def add_output(parser: argparse.ArgumentParser) -> None:
    """``--output``."""
    group(parser, GRADES).add_argument(
        "--output", type=Path, metavar="DIR", help=told(phrase("help.all.output"))
    )


def add_left_out(parser: argparse._ActionsContainer) -> None:
    """``--except``."""
    parser.add_argument(
        "--except",
        dest="left_out",
        action="append",
        default=[],
        metavar="NAME",
        help=told(phrase("help.leaderboard.except")),
    )


def left_out(given: argparse.Namespace, results: Path) -> list[str]:
    """The names of ``--except``. Raises `UsageError` where the results hold none of that name, as far as they hold any."""
    from harness.grade.find import stored
    from harness.grade.results import submissions

    names: list[str] = given.left_out
    if names and submissions(results):
        for name in names:
            stored(results, name)
    return names


def add_grading(parser: argparse.ArgumentParser) -> None:
    """The arguments of a verb that makes grades."""
    add_rubric(parser)
    add_runner(parser)
    add_gpus(parser)
    how = group(parser, RUN)
    how.add_argument("--smoke", action="store_true", help=told(phrase("help.all.smoke")))
    add_exporting(parser)


def add_exporting(parser: argparse.ArgumentParser) -> None:
    """The arguments that say where grades go."""
    add_output(parser)
    where = group(parser, GRADES)
    where.add_argument(
        "--export",
        action="append",
        default=[],
        metavar="NAME",
        help=told(phrase("help.all.export")),
    )
    where.add_argument("--no-leaderboard", action="store_true", help=told(phrase("help.all.no_leaderboard")))


def add_deciding(parser: argparse.ArgumentParser) -> None:
    """The arguments of a verb by which a person decides on a held grade."""
    add_rubric(parser)
    add_exporting(parser)
    parser.add_argument("name", help=told(phrase("help.all.name")))
    parser.add_argument("--why", required=True, metavar="SENTENCE", help=told(phrase("help.all.why")))
    parser.add_argument("--by", metavar="PERSON", help=told(phrase("help.all.by")))
    parser.add_argument(
        "--attempt",
        type=whole_number,
        metavar="NUMBER",
        help=told(phrase("help.all.attempt")),
    )
    parser.add_argument("--anew", action="store_true", help=told(phrase("help.all.anew")))


def decide(given: argparse.Namespace, verdict: "Verdict", console: Console) -> int:
    """Decides on a held grade and says what became of it; returns 0. Raises `HarnessError`."""
    from harness import deciding

    place = place_of(given)
    exports = place.exports(
        given.export,
        leaderboard=not given.no_leaderboard,
        output=given.output,
        say=lambda text: say(console, text),
    )
    opinion = deciding.Opinion(verdict, given.why, given.by or author(), given.anew)
    results, shown = place.results(given.output), place.rubric().feedback.hidden
    grade, folder = deciding.decide(results, given.name, given.attempt, opinion, exports, shown)
    assert grade.decision is not None
    decision = grade.decision
    became = phrase(
        "decide.became",
        attempt=grade.attempt,
        name=grade.submission,
        is_mark=grade.is_mark,
        by=decision.by,
        why=decision.why,
    )
    say(console, told(became))
    say(console, told(phrase("decide.page", path=folder / "feedback.html")))
    exports.close()
    return 0


def author() -> str:
    """Who sits here: git's ``user.name``, else the user of this machine."""
    try:
        git = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607 - whichever git the person uses
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
        if name := git.stdout.strip():
            return name
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        pass
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}"


def warn(console: Console, backend: object) -> None:
    """Says loudly what a person must know of the backend before student code runs there."""
    if warning := getattr(backend, "warning", None):
        console.print(warning, style="bold red", markup=False)


def say(console: Console, text: str) -> None:
    """One line for a person, as it is."""
    from harness.report.text import visible

    console.print(visible(text), markup=False, highlight=False, soft_wrap=True)


def must_be_writable(*paths: Path | None) -> None:
    """To be called before the work whose end is written there. Raises `UsageError` where a file cannot be."""
    for path in paths:
        if path is None:
            continue
        place = path if path.exists() else path.absolute().parent
        code = errno.EISDIR if path.is_dir() else errno.EACCES if place.exists() else errno.ENOENT
        if path.is_dir() or not os.access(place, os.W_OK):
            raise UsageError(phrase("file.not_written", path=path, why=os.strerror(code)))


def write_private(path: Path, text: str) -> None:
    """Writes a file that the person alone can read: it is about persons. Raises `UsageError`."""
    try:
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(phrase("file.not_written", path=path, why=error.strerror)) from error
