"""Phrases that the guest says: their codes are of the groups that it may speak of, and their values are bounded."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from harness.evidence.network import Count, Short
from harness.words.phrase import Phrase


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(pattern=r"^([a-z0-9_]+\.)?(adapted|scored)\.[a-z0-9_]+$", max_length=100)]
    values: Annotated[dict[Short, Short | Count], Field(max_length=4)] = {}


_GIVEN = TypeAdapter[str | _Told](Short | _Told)


def told(given: Any) -> Phrase | str:
    """What the guest gives for words: a short text as it is, or a phrase. Raises `ValueError` where it is neither."""
    found = _GIVEN.validate_python(given)
    return found if isinstance(found, str) else Phrase(found.code, dict(found.values))
