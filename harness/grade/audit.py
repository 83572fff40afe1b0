"""What runs on other data said of a work, as ``grade.json`` holds it."""

from enum import StrEnum

from pydantic import Field

from harness.evidence.network import Record
from harness.words.spoken import Spoken


class Finding(StrEnum):
    """What a run on other data said of what a check saw, as the code that ``grade.json`` holds."""

    FOLLOWS = "follows"
    CONTRADICTS = "contradicts"
    UNKNOWN = "unknown"


class AuditedCheck(Record, Spoken):
    """What became of one check on the twin; ``reason`` says how it is known, or why it is not, and where there was more than
    one key, how sure it is. ``by_keys`` says then how many of them found what."""

    id: str
    finding: Finding
    reason: str = ""
    by_keys: dict[Finding, int] = Field(default_factory=dict)


class AuditedNetwork(Record, Spoken):
    """Whether one network learned from the data that it met; ``reason`` and ``by_keys`` are as in `AuditedCheck`.
    ``fits_as_well`` is the share of all ways to name the classes that fit its change as well as the true one does; None where
    it was not measured."""

    id: str
    title: str
    finding: Finding
    reason: str = ""
    fits_as_well: float | None = None
    by_keys: dict[Finding, int] = Field(default_factory=dict)


class Audit(Record, Spoken):
    """The same work on a twin of the visible split, or on one for each of several ``keys``: ``reason`` says how that ended.
    ``longer`` where fits were ten times as long there as they are by default."""

    checks: list[AuditedCheck]
    networks: list[AuditedNetwork] = Field(default_factory=list)
    renamed_alone: bool
    """Whether each twin had other names of classes alone, since the work did not run on one with other counts."""
    keys: int = 1
    longer: bool = False
    reason: str = ""
