"""The roster of a class, kept with its results: whoever was graded under an id once is called so ever after."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

from harness.grade.results import replace_file
from harness.intake.roster import Student, read_roster
from harness.words.phrase import Phrase, phrase

NAME = "roster.csv"
_KEPT = [field.name for field in fields(Student) if field.name != "submitted_at"]
"""Not when works came: that is known of one handing in, and those of the next came later."""


def has_roster(given: Path | None, results: Path) -> bool:
    """Whether a roster is ``given``, or kept with the results."""
    return given is not None or (results / NAME).is_file()


def roster_for(given: Path | None, results: Path, say: Callable[[Phrase], None]) -> list[Student]:
    """The students of the roster that is ``given`` or, without one, of that which the results keep, of which a sentence is said;
    empty where there is none. Raises `UsageError` where it is no roster."""
    if given is not None:
        return read_roster(given)
    if not has_roster(given, results):
        return []
    kept = results / NAME
    roster = read_roster(kept)
    say(phrase("roster.kept", path=kept, count=len(roster)))
    return roster


def keep_roster(roster: Sequence[Student], results: Path) -> None:
    """Writes the roster where `roster_for` finds it, readable by its owner alone. Raises OSError."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(_KEPT)
    table.writerows([getattr(student, name) for name in _KEPT] for student in roster)
    kept, content = results / NAME, text.getvalue().encode()
    # A batch that watches a folder reads its roster every few seconds.
    if not kept.is_file() or kept.read_bytes() != content:
        results.mkdir(parents=True, exist_ok=True)
        replace_file(kept, content, mode=0o600)
