"""What persons decided on a grade, as its readers see it; the grade itself stays as it was made.

``decision.json`` beside a grade is where a release or a rejection stood before `harness.grade.decisions`; it is still read.
"""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError

from harness.errors import UsageError
from harness.evidence.network import Record
from harness.grade.version import version_check
from harness.words.phrase import Phrase, phrase
from harness.words.say import say

DECISION = "decision.json"
SCHEMA_VERSION = 1


class Verdict(StrEnum):
    """What can be decided, as the code that ``decision.json`` holds."""

    RELEASED = "released"
    REJECTED = "rejected"


class Decision(Record):
    """One decision. ``by`` is who decided, ``why`` the reason that the student reads, ``at`` when, ISO 8601 in UTC.

    ``reasons`` are those for which the grade was held, as the person saw them. ``of_attempt`` is the attempt that was
    looked at; another attempt on the same work takes the decision over.
    """

    schema_version: int = SCHEMA_VERSION
    verdict: Verdict
    by: str = Field(min_length=1, max_length=200)
    why: str = Field(min_length=1, max_length=2000)
    at: str
    of_attempt: int
    reasons: list[str]

    _is_ours = version_check(SCHEMA_VERSION)

    @property
    def releases(self) -> bool:
        """Whether the grade becomes a mark by it."""
        return self.verdict is Verdict.RELEASED

    def is_for(self, held: Iterable[str]) -> bool:
        """Whether it still decides a grade that is held for these reasons: a rejection always does, a release where it saw
        all of them."""
        return not self.releases or set(held) <= set(self.reasons)

    @property
    def phrase(self) -> Phrase:
        """The decision as a sentence that its student reads."""
        return phrase(f"decision.{self.verdict.value}", by=self.by, why=self.why, day=self.at[:10])

    @property
    def sentence(self) -> str:
        """The words of `phrase`."""
        return say(self.phrase)

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """The decision on the attempt in ``folder``; None where there is none.

        Raises `UsageError` where the file cannot be read, or is not one of ours.
        """
        path = folder / DECISION
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UsageError(phrase("stored.cannot_read", path=path, why=error.strerror)) from error
        except ValidationError as error:
            raise UsageError(phrase("decide.foreign", path=path)) from error


class Override(Record):
    """A criterion whose points a person set: ``points`` in place of the ``automatic`` ones, which were ``then`` when that was
    decided (None where nobody wrote that down). ``at`` is ISO 8601."""

    criterion: str
    points: float
    automatic: float
    then: float | None
    by: str
    why: str
    at: str

    @property
    def phrase(self) -> Phrase:
        """Who decided, and why, as a sentence that the student reads; it tells no automatic points."""
        return phrase("person.override", by=self.by, why=self.why, day=self.at[:10])


class Comment(Record):
    """What a person says to the student; it changes no points."""

    text: str
    by: str
    at: str

    @property
    def phrase(self) -> Phrase:
        """The comment with its author and day."""
        return phrase("person.comment", by=self.by, text=self.text, day=self.at[:10])


class Decided(Record):
    """What persons decided on an attempt, and what it counts after that: ``points`` and ``is_mark``.

    Those of the grade beside it are the automatic ones.
    """

    points: float
    is_mark: bool
    decision: Decision | None
    overrides: tuple[Override, ...]
    comments: tuple[Comment, ...]
