"""One entry of a student's file of decisions, as a person may write it."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

MOST_CHARACTERS = 2000
"""Of a reason; the student reads it."""
MOST_OF_A_COMMENT = 8000


def _moment(value: Any) -> Any:
    """A day or a moment as ISO 8601; one without a zone is in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise ValueError("a day such as 2026-11-30, or a moment such as 2026-11-30T10:00:00+03:00, is needed")


def _kept_apart(value: Any) -> Any:
    # YAML reads such digests and names as numbers, where no quotes stand around them.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Words = Annotated[str, StringConstraints(min_length=1, max_length=MOST_CHARACTERS, strip_whitespace=True)]
Name = Annotated[
    str, BeforeValidator(_kept_apart), StringConstraints(min_length=1, max_length=200, strip_whitespace=True)
]


class _Entry(BaseModel):
    """What all entries have: the attempt that was looked at, by whom, and when. ``work`` is the content hash of that attempt:
    the decision is about this work, in whichever attempt."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    attempt: int = Field(ge=1)
    by: Name
    at: Annotated[str, BeforeValidator(_moment)]
    work: Name | None = None


class OverrideEntry(_Entry):
    """A criterion gets these points in place of the automatic ones, which were ``automatic`` then."""

    decision: Literal["override"]
    criterion: Name
    points: float = Field(ge=0)
    why: Words
    automatic: float | None = None


class TakeBackEntry(_Entry):
    """The automatic points of a criterion count again."""

    decision: Literal["take_back"]
    criterion: Name
    why: Words


class CommentEntry(_Entry):
    """What the student shall read."""

    decision: Literal["comment"]
    text: Annotated[str, StringConstraints(min_length=1, max_length=MOST_OF_A_COMMENT, strip_whitespace=True)]


class ReleaseEntry(_Entry):
    """A held grade becomes a mark, where it is held for no other reason than ``reasons``."""

    decision: Literal["release"]
    why: Words
    reasons: list[str] = Field(min_length=1)


class RejectEntry(_Entry):
    """The work gets no mark."""

    decision: Literal["reject"]
    why: Words
    reasons: list[str] = []


Entry = OverrideEntry | TakeBackEntry | CommentEntry | ReleaseEntry | RejectEntry
KINDS: dict[str, type[Entry]] = {
    "override": OverrideEntry,
    "take_back": TakeBackEntry,
    "comment": CommentEntry,
    "release": ReleaseEntry,
    "reject": RejectEntry,
}
