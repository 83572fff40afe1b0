"""Finds one stored grade by what a person calls it."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from harness.errors import UsageError
from harness.grade.record import Grade
from harness.grade.results import GRADE, numbers, read_attempt, submissions
from harness.intake.names import results_name
from harness.words.phrase import Phrase, phrase

MOST_OFFERED = 3
MOST_LISTED = 10


@dataclass(frozen=True)
class Stored:
    """A grade, its folder, the numbers of all attempts of its submission, and why newer ones than this could not be
    read, a sentence each."""

    grade: Grade
    folder: Path
    numbers: tuple[int, ...]
    unread: tuple[Phrase, ...] = ()


def stored(results: Path, wanted: str, number: int | None = None) -> Stored:
    """One attempt of a submission: the one of this number, else the newest whose grade can be read.

    Args:
        results: the results folder.
        wanted: the name of the submission or of its results folder, the same with a number (``alice/2``), or a path to
            the folder of either, or to a file in an attempt's folder.
        number: which attempt.

    Raises:
        UsageError: there is none, it cannot be read, or two numbers are given.
    """
    root, named = _root(results, wanted)
    if number is not None and named is not None and number != named:
        raise UsageError(phrase("find.two_numbers", wanted=wanted, named=named, number=number))
    number = named if number is None else number
    have = tuple(sorted(numbers(root)))
    if number is not None:
        if number not in have:
            raise UsageError(phrase("find.no_attempt", root=root, number=number, have=have))
        return Stored(read_attempt(root / str(number)), root / str(number), have)
    unread = list[Phrase]()
    for one in reversed(have):
        try:
            return Stored(read_attempt(root / str(one)), root / str(one), have, tuple(unread))
        except UsageError as error:
            unread.append(error.phrase)
    raise UsageError(unread[0])


def _root(results: Path, wanted: str) -> tuple[Path, int | None]:
    """The folder of a submission, and the number that stands in what was wanted."""
    name, _, last = wanted.rstrip("/").rpartition("/")
    known = submissions(results)
    for one in (wanted, results_name(wanted)):
        if one in known:
            return results / one, None
    if last.isdecimal():
        for one in (name, results_name(name)):
            if one in known:
                return results / one, int(last)
    if (found := _by_path(Path(wanted))) is not None:
        return found
    raise UsageError(_unknown(results, name if last.isdecimal() and name else wanted, known))


def _by_path(path: Path) -> tuple[Path, int | None] | None:
    try:
        path = path.expanduser().resolve()
        if path.is_file():
            path = path.parent
        if path.name.isdecimal() and (path / GRADE).is_file():
            return path.parent, int(path.name)
        return (path, None) if numbers(path) else None
    except (OSError, RuntimeError, ValueError):
        return None


def _unknown(results: Path, name: str, known: list[str]) -> Phrase:
    if not known:
        return phrase("results.none", folder=results)
    plain = {one.lower(): one for one in known}
    like = difflib.get_close_matches(Path(name).name.lower(), plain, n=MOST_OFFERED)
    if like:
        return phrase("find.like", name=name, results=results, like=[plain[one] for one in like])
    more = max(0, len(known) - MOST_LISTED)
    return phrase("find.unknown", name=name, results=results, known=known[:MOST_LISTED], more=more)
