"""What is kept of an attempt so that its checks can be asked again without a sandbox, beside its grade, for the teacher alone.

A compressed file of two lines of JSON: what the evidence is of (`Made`), and the evidence (`Judged`). It holds no hidden
label; it does hold what networks scored on the hidden images.
"""

import gzip
import zlib
from pathlib import Path
from typing import Self

from pydantic import BaseModel, Field, ValidationError

from harness.checks.case import Case, Pair
from harness.errors import UsageError, wrong_value
from harness.evidence.network import Record
from harness.grade.version import version_check
from harness.words.phrase import Phrase, phrase

KEPT = "evidence.json.gz"
KEPT_VERSION = 1
MAX_BYTES = 64 * 1024**2
"""Of the file before it is compressed. What is larger is not kept: such a work is graded again."""
MAX_MADE_BYTES = 4 * 1024**2
LEVEL = 6


class Made(Record):
    """What the evidence of an attempt is of.

    Args:
        guest_id: of the code in the sandboxes that made it.
        split_id: of the hidden split that its networks were scored on.
        content_hash: of the work.
        asked: what the rubric said of the run, by the names of its parts, each as JSON.
        gpus: as the command line took them.
        audit: whether a person asked for an audit.
        held: why the run and the scoring held the grade.
        broke: why the run on the twin did not go as the graded one; None where it did, or there was none.
        has_twin: whether there was a run on a twin.
        suspicious: whether something asked for one; None in what was kept before that was looked at.
    """

    schema_version: int = KEPT_VERSION
    guest_id: str
    split_id: str
    content_hash: str
    asked: dict[str, str]
    gpus: str
    audit: bool
    held: list[Phrase] = Field(default_factory=list)
    broke: Phrase | None = None
    has_twin: bool = False
    suspicious: bool | None = None

    _is_ours = version_check(KEPT_VERSION)


class Judged(BaseModel, frozen=True, extra="forbid"):
    """What the checks look at."""

    graded: Case
    twin: Case | None = None

    @property
    def pair(self) -> Pair:
        """Both runs."""
        return Pair(self.graded, self.twin)


class Kept(BaseModel, frozen=True, extra="forbid"):
    """Both."""

    made: Made
    judged: Judged

    def content(self) -> bytes | None:
        """What the file holds; None where that is more than `MAX_BYTES`, or its first line more than `MAX_MADE_BYTES`."""
        made = self.made.model_dump_json().encode()
        judged = self.judged.model_dump_json(by_alias=True).encode()
        if len(made) >= MAX_MADE_BYTES or len(made) + len(judged) > MAX_BYTES:
            return None
        return gzip.compress(made + b"\n" + judged, LEVEL, mtime=0)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """What is kept in an attempt's folder. Raises `UsageError` as `read_made` does."""
        made, rest = _lines(folder, MAX_BYTES)
        try:
            return cls(made=Made.model_validate_json(made), judged=Judged.model_validate_json(rest))
        except ValidationError as error:
            raise _unreadable(folder, error) from None


def read_made(folder: Path) -> Made:
    """What the evidence in an attempt's folder is of; the evidence itself is not read.

    Raises `UsageError` where there is none, or it is damaged, too large, or of another version.
    """
    made, _ = _lines(folder, 0)
    try:
        return Made.model_validate_json(made)
    except ValidationError as error:
        raise _unreadable(folder, error) from None


def _lines(folder: Path, most: int) -> tuple[bytes, bytes]:
    """The first line, and of what follows it ``most`` bytes at most."""
    path = folder / KEPT
    try:
        with gzip.open(path) as file:
            made = file.readline(MAX_MADE_BYTES)
            rest = file.read(most + 1) if most else b""
    except FileNotFoundError:
        raise UsageError(phrase("kept.none", path=path)) from None
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(phrase("kept.unreadable", path=path, error=error)) from None
    if len(rest) > most:
        raise UsageError(phrase("kept.large", path=path, most=most))
    return made, rest


def _unreadable(folder: Path, error: ValidationError) -> UsageError:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"][:6])) or "file"
    return UsageError(phrase("kept.broken", path=folder / KEPT, place=place, why=wrong_value(first)))
