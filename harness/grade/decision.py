"""What a person decided on a grade that was held: a file beside the grade, which itself stays as it was."""

import os
import tempfile
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError

from harness.errors import InfrastructureError, UsageError
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
    looked at; a later attempt on unchanged work takes the decision over.
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

    def text(self) -> str:
        """What ``decision.json`` holds."""
        return self.model_dump_json(indent=2) + "\n"

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

    def write(self, folder: Path) -> None:
        """Puts the decision beside the grade in ``folder``, whole. Of two persons who decide at once, the first one wins.

        Raises:
            UsageError: somebody has decided already.
            InfrastructureError: the folder cannot be written.
        """
        path = folder / DECISION
        try:
            handle, arriving = tempfile.mkstemp(prefix=f".{DECISION}.", dir=folder)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(self.text())
                Path(arriving).chmod(0o644)
                path.hardlink_to(arriving)
            finally:
                Path(arriving).unlink()
        except FileExistsError:
            raise UsageError(phrase("decide.taken", path=path)) from None
        except OSError as error:
            raise InfrastructureError(
                phrase("decide.not_written", folder=folder, why=error.strerror)
            ) from error
