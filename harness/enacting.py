"""Puts a person's decision into force: into the student's file, onto the pages, and to the exporters."""

from datetime import UTC, datetime
from pathlib import Path

from harness.errors import InfrastructureError, UsageError
from harness.grade.adding import add
from harness.grade.decisions import decisions
from harness.grade.entries import MOST_CHARACTERS, Entry
from harness.grade.record import Grade
from harness.grade.results import attempts, numbers, read_attempt
from harness.handing_over import Exports
from harness.publish import is_behind, write_decided
from harness.words.phrase import phrase
from harness.words.shown import Shown

MOST_OF_A_NAME = 200


def one_sentence(why: str) -> str:
    """The reason as it is kept. Raises `UsageError`."""
    why = " ".join(why.split())
    if not why:
        raise UsageError(phrase("decide.no_why"))
    if len(why) > MOST_CHARACTERS:
        raise UsageError(phrase("decide.long_why", count=len(why), most=MOST_CHARACTERS))
    return why


def signed(grade: Grade, by: str) -> dict[str, str | int]:
    """What each decision says: on which attempt and work, who and when."""
    return {
        "attempt": grade.attempt,
        "by": " ".join(by.split())[:MOST_OF_A_NAME] or "unknown",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "work": grade.content_hash,
    }


def enact(grade: Grade, folder: Path, entry: Entry, exports: Exports, shown: Shown) -> Grade:
    """Writes the decision down and brings all attempts on the same work up to date; returns the grade of ``folder`` as it counts
    now.

    Raises:
        UsageError: the file of decisions cannot be read.
        InfrastructureError: the decision or a page cannot be written.
    """
    root = folder.parent
    try:
        # First, so that a command that is killed after the decision still owes the grade.
        for other, place in attempts(root.parent, root.name):
            if other.content_hash == grade.content_hash:
                exports.owe(place)
    except OSError as error:
        raise InfrastructureError(phrase("decide.not_written", folder=folder, why=error.strerror)) from error
    add(root, entry)
    catch_up(root, exports, shown)
    return read_attempt(folder)


def catch_up(root: Path, exports: Exports, shown: Shown) -> list[Grade]:
    """Writes the files of those attempts anew that say something else of decisions than the file of decisions does, and hands
    these to the exporters; returns them, the newest first.

    Raises:
        UsageError: the file of decisions cannot be read; its sentence names file and line.
        InfrastructureError: a file cannot be written.
    """
    if unread := decisions(root).unread:
        raise UsageError(unread)
    changed = list[Grade]()
    newest = max(numbers(root), default=0)
    for grade, folder in attempts(root.parent, root.name):
        try:
            if not is_behind(grade, folder):
                continue
            exports.owe(folder)
            write_decided(grade, folder, shown)
        except OSError as error:
            raise InfrastructureError(
                phrase(
                    "decide.page_not_written",
                    submission=grade.submission,
                    folder=folder,
                    why=error.strerror,
                    name=root.name,
                )
            ) from error
        exports.hand_over(grade, folder, newest=grade.attempt == newest)
        changed.append(grade)
    return changed
