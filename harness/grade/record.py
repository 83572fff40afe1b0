"""The grade of one attempt: what ``grade.json`` holds, and nothing that it does not.

Every record is frozen and checked by pydantic. ``schema_version`` rises when a reader of an older version would
misread a newer file.
"""

from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from harness.errors import UsageError, wrong_value
from harness.evidence.diagnosis import Failure
from harness.evidence.inventory import Tried
from harness.evidence.network import NOT_IN_THE_GRADE, Metrics, Network, Record
from harness.evidence.schema import Adapted
from harness.grade.audit import Audit
from harness.grade.decision import Comment, Decided, Decision, Override
from harness.grade.insight import Insight
from harness.grade.version import version_check
from harness.outcome import EXIT_CODES, HELD_EXIT_CODE, Outcome
from harness.words.phrase import Phrase, phrase
from harness.words.spoken import Spoken

SCHEMA_VERSION = 2


class Status(StrEnum):
    """What became of a check, or of a criterion as a whole, as the code that ``grade.json`` holds."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    SKIPPED = "not_checked"
    ERROR = "broken"

    @property
    def phrase(self) -> Phrase:
        """What people call it."""
        return phrase(f"status.{self.value}")


class Compared(Record):
    """Two roles whose networks the feedback sets side by side, and the heading above them."""

    first: str
    second: str
    heading: str


class PairedDifference(Record):
    """Macro-F1 of network ``second`` less that of ``first`` (their names) on the same hidden ``images``, with the
    95 % paired bootstrap interval (low, high)."""

    first: str
    second: str
    images: int
    difference: float
    interval: tuple[float, float]


class CheckResult(Record, Spoken):
    """One check: ``title`` is the sentence it stands for, ``reason`` why it went as it did."""

    id: str
    title: str
    points: float
    max_points: float
    status: Status
    reason: str = ""


class CriterionGrade(Record, Spoken):
    """One line of the rubric; its points are the sum of its checks'."""

    id: str
    task: int
    title: str
    points: float
    max_points: float
    status: Status
    reason: str = ""
    automatic: float | None = Field(default=None, exclude_if=lambda points: points is None)
    """The points by the checks or the scale, where a person gave others."""
    checks: list[CheckResult]


class Late(Record, Spoken):
    """When the work came, against the deadline, both ISO 8601; ``reason`` says it in words.

    ``days`` are those begun after the deadline, 0 in time, None where it is not known. ``penalty`` are the points taken off.
    """

    deadline: str
    handed_in: str | None
    days: int | None
    penalty: float = Field(ge=0)
    reason: str = ""


class Earlier(Record):
    """What an attempt's grade was before it was graded anew from its evidence, ``at`` a moment in ISO 8601, UTC; ``file`` holds
    that grade whole, beside this one."""

    at: str
    points: float
    max_points: float
    is_mark: bool
    file: str


class Grade(Record, Spoken):
    """One attempt, whole.

    ``points`` are those of the criteria, less what ``late`` takes off. ``metrics`` are those of the best network on the
    hidden split. ``reason`` is the one sentence for ``outcome``. ``inputs_id`` is equal for two attempts exactly when
    submission, rubric, split, environment and harness were the same. ``times`` are seconds per stage; ``started`` is ISO
    8601 in UTC.
    """

    schema_version: int = SCHEMA_VERSION
    assignment: str
    title: str
    """Of the assignment, on the pages that people read."""
    data: str
    """The name of the data set."""
    submission: str
    attempt: int
    entry: str | None
    content_hash: str
    inputs_id: str
    outcome: Outcome
    reason: str = ""
    points: float
    max_points: float
    is_mark: bool
    """False for a smoke run, on stand-in data, where our side failed, and where the grade is held: such a result is not
    a mark and reaches no leaderboard."""
    held: list[str] = Field(default_factory=list)
    """Why a person must look before this can be a mark, a sentence each; until then its points are provisional."""
    decided: Decided | None = Field(default=None, exclude_if=lambda decided: decided is None)
    """What persons decided on it, see `harness.grade.decided.decided`; None where nobody did."""
    smoke: bool
    stand_in: bool
    notes: list[str] = Field(default_factory=list)
    """Sentences a person should read beside the mark: no isolation, events that were refused, a clamped run."""
    facts: list[str] = Field(default_factory=list)
    """What a teacher may want to look at, a sentence each. It blames nobody, and the student's page does not show it."""
    criteria: list[CriterionGrade]
    metrics: Metrics | None
    networks: list[Network]
    roles: dict[str, str]
    """The words for each role that a network can play in the assignment."""
    compared: Compared | None = None
    gain: PairedDifference | None = None
    """What the second of the two roles that are compared gained over the first, where both were scored."""
    audit: Audit | None = None
    late: Late | None = None
    """None where the rubric has no deadline."""
    earlier: list[Earlier] = Field(default_factory=list)
    """Of each regrade, the oldest first."""
    baseline: str = ""
    """Its name on the leaderboard, where it is no student's but what students are measured against."""
    aliases: list[str] = Field(default_factory=list, exclude_if=lambda aliases: not aliases)
    """What the board calls the student, see `harness.grade.alias.aliases_of`; none where it shows names."""
    tried: list[Tried] = Field(default_factory=list)
    adapted: list[Adapted] = Field(default_factory=list)
    insight: Insight = Insight()
    failure: Failure | None
    also_failed: list[Failure] = Field(default_factory=list)
    """Other cells that failed, without their source and traceback."""
    split_id: str
    runner: str
    image_id: str
    gpus: str = Field(default="", exclude_if=lambda gpus: not gpus)
    """The GPUs that its sandboxes were given, as ``--gpus`` names them; ``none`` for none, empty where nobody wrote that down."""
    versions: dict[str, str]
    started: str
    times: dict[str, float]

    _is_ours = version_check(SCHEMA_VERSION)
    _made: "Grade | None" = PrivateAttr(default=None)
    """As it was before `counting`."""

    @model_validator(mode="after")
    def _held_is_not_a_mark(self) -> Self:
        if self.held and self.is_mark:
            raise ValueError("a grade that is held is not a mark")
        return self

    @property
    def can_be_a_mark(self) -> bool:
        """Whether it was made under the conditions of a mark: a whole run on the data of the assignment, in which nothing
        of ours failed."""
        return not (self.smoke or self.stand_in or self.outcome.needs_human)

    @property
    def earned(self) -> float:
        """The points before anything was taken off for lateness."""
        return self.points if self.late is None else round(self.points + self.late.penalty, 2)

    @property
    def waits(self) -> bool:
        """Whether it is held, and nobody has decided on it yet."""
        return bool(self.held) and self.decision is None

    @property
    def decision(self) -> Decision | None:
        """The release or the rejection that counts."""
        return None if self.decided is None else self.decided.decision

    @property
    def overrides(self) -> tuple[Override, ...]:
        """The criteria whose points a person set."""
        return () if self.decided is None else self.decided.overrides

    @property
    def comments(self) -> tuple[Comment, ...]:
        """What persons say to the student, the oldest first."""
        return () if self.decided is None else self.decided.comments

    @property
    def automatic_points(self) -> float:
        """The points as they were made, whatever persons decided."""
        return self.points if self._made is None else self._made.points

    def counting(self, decided: Decided, **changes: Any) -> "Grade":
        """The grade as it counts after what persons decided; it remembers how it was made."""
        changed = {**changes, "decided": decided, "points": decided.points, "is_mark": decided.is_mark}
        grade = self.model_copy(update=changed)
        grade._made = self
        return grade

    @property
    def exit_code(self) -> int:
        """What a command that made this grade ends with; see docs/exit-codes.md."""
        held = self.waits and not self.outcome.needs_human
        return HELD_EXIT_CODE if held else EXIT_CODES[self.outcome]

    def text(self) -> str:
        """What ``grade.json`` holds: the grade as it was made, and beside it what was decided."""
        left_out = {"networks": {"__all__": set(NOT_IN_THE_GRADE)}}
        made = (self._made or self).model_copy(update={"decided": self.decided})
        return made.model_dump_json(indent=2, exclude=left_out) + "\n"

    def write(self, path: Path) -> None:
        """Writes ``grade.json``."""
        path.write_text(self.text(), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Grade":
        """Reads ``grade.json``, the grade as it was made. Raises `UsageError` where it is not such a file, or one of another
        version."""
        try:
            # What stands there of decisions is for other readers: here the file of decisions is read.
            return cls.model_validate_json(path.read_bytes()).model_copy(update={"decided": None})
        except OSError as error:
            raise UsageError(phrase("stored.cannot_read", path=path, why=error.strerror)) from error
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "file"
            said = phrase("stored.broken", path=path, place=place, why=wrong_value(first))
            raise UsageError(said) from error

    def with_role(self, role: str) -> Network | None:
        """The network that plays a role; None where none does."""
        return next((network for network in self.networks if role in network.roles), None)
