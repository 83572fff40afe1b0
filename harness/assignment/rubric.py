"""The rubric file: which assignment is graded, and with which limits, criteria, checks and points."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from harness.assignment.assignment import Assignment
from harness.assignment.criterion import CriterionPart, Titles
from harness.assignment.deadline import DeadlinePart, LatePart
from harness.assignment.find import find_assignment
from harness.checks.names import Place, find_check, is_own
from harness.checks.own_words import learn, word_files
from harness.errors import UsageError, WrongValueError
from harness.sandbox.contract import Limits
from harness.words.language import ENGLISH, Language, spoken
from harness.words.phrase import Phrase, phrase
from harness.words.shown import Shown
from harness.yaml_lines import read_yaml

GIB = 1024**3
FOLDER = "folder"
"""Key of the rubric's folder in the context of its validation."""


NOT_DECIDING = {
    "attempts",
    "attempts_count",
    "feedback",
    "deadline",
    "language",
    "late",
    "leaderboard",
    "title",
}
"""Fields by which no run and no check changes, so that changing one grades nobody anew; whose lateness changes is graded
anew all the same."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LimitsPart(_Part):
    """Limits of the sandbox that runs student code."""

    wall_minutes: float = Field(60, gt=0)
    memory_gb: float = Field(8, gt=0)
    cpus: float | None = Field(None, gt=0)
    processes: int = Field(1024, ge=32)
    disk_gb: float = Field(4, gt=0)
    evidence_gb: float = Field(2, gt=0)

    def limits(self) -> Limits:
        """The same as a sandbox takes them."""
        return Limits(
            wall_seconds=self.wall_minutes * 60,
            memory_bytes=int(self.memory_gb * GIB),
            cpus=self.cpus,
            processes=self.processes,
            disk_bytes=int(self.disk_gb * GIB),
            evidence_bytes=int(self.evidence_gb * GIB),
        )


REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9,._-]+\])?([=<>!~]=?[A-Za-z0-9.*,<>=!~]+)?")


class RunPart(_Part):
    """How student code is run.

    ``on_error`` says what a cell that fails means for those after it. ``packages`` are installed for student code beside
    those of the lock. After ``training_share`` of the wall time every
    ``fit`` is ended after its current step, so that what comes after the training has time to run.
    """

    on_error: Literal["continue", "stop"] = "continue"
    packages: list[str] = []
    training_share: float = Field(0.9, gt=0, le=1)

    @field_validator("packages")
    @classmethod
    def _are_packages(cls, packages: list[str]) -> list[str]:
        for package in packages:
            if not REQUIREMENT.fullmatch(package):
                raise WrongValueError(phrase("rubric.package", package=package))
        return packages


class DatasetPart(_Part):
    """The hidden split: how many images of each class it holds; by default as many as the assignment says."""

    hidden_per_class: int | None = Field(None, ge=1)


class FeedbackPart(_Part):
    """What a student's page shows of the hidden split; the grade itself is exact in any case."""

    hidden: Shown = Shown.EXACT


class LeaderboardPart(_Part):
    """What the board calls students: an alias, or the name of the submission. MLflow, which is the teacher's own, shows aliases
    where a rubric asks for them by a line of its own."""

    names: Literal["alias", "name"] = "alias"

    @property
    def says_alias(self) -> bool:
        """Whether the rubric asks for aliases, and does not only leave out what else it could ask for."""
        return self.names == "alias" and "names" in self.model_fields_set


class Rubric(_Part):
    """The whole file. ``experiment`` is the leaderboard that marks go to, by default that of the assignment; ``attempts``
    how many different works of one student are graded, by default any number."""

    version: int = Field(1, ge=1, le=1)
    assignment: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str | Titles
    language: Language = ENGLISH
    """In which pages and the terminal speak, unless a command says otherwise."""
    experiment: str = ""
    limits: LimitsPart = LimitsPart()
    run: RunPart = RunPart()
    dataset: DatasetPart = DatasetPart()
    attempts: int | None = Field(None, ge=1)
    attempts_count: Literal["last", "best"] = "last"
    feedback: FeedbackPart = FeedbackPart()
    leaderboard: LeaderboardPart = LeaderboardPart()
    deadline: DeadlinePart | None = None
    late: LatePart | None = None
    audit: Literal["always", "suspicion", "never"] | Annotated[float, Field(ge=0, le=1)] = "always"
    """Whether the same work runs on a twin, too (`harness.audit`): where something asks for it (`harness.audit.suspicion`), or
    for a share of the marks, drawn by the split key."""
    criteria: list[CriterionPart] = Field(min_length=1)
    _folder: Path = PrivateAttr(Path())
    _found: Assignment = PrivateAttr()
    _remarks: list[Phrase] = PrivateAttr(default_factory=list)

    @model_validator(mode="after")
    def _find(self, info: ValidationInfo) -> "Rubric":
        self._folder = (info.context or {}).get(FOLDER, Path())
        self._found = find_assignment(self.assignment, self._folder)
        return self

    @model_validator(mode="after")
    def _ids_differ(self) -> "Rubric":
        ids = [c.id for c in self.criteria]
        if twice := {i for i in ids if ids.count(i) > 1}:
            raise WrongValueError(phrase("rubric.two_ids", id=min(twice)))
        return self

    @model_validator(mode="after")
    def _late_for_something(self) -> "Rubric":
        if self.late is not None and self.deadline is None:
            raise WrongValueError(phrase("rubric.late"))
        return self

    @property
    def called(self) -> str:
        """Its title in the language that is spoken, or the only one."""
        return self.title if isinstance(self.title, str) else self.title.of(spoken())

    def deciding(self) -> str:
        """All of it that decides a mark, as text: equal for two files that mark alike."""
        return self.model_dump_json(exclude=NOT_DECIDING)

    def of_the_run(self) -> dict[str, str]:
        """What it says of the run of student code, by the names of its fields, each as JSON: where that changes, the run may
        come to another thing."""
        parts: dict[str, _Part] = {"limits": self.limits, "run": self.run, "dataset": self.dataset}
        return {
            "assignment": self.assignment,
            **{name: part.model_dump_json() for name, part in parts.items()},
        }

    def of(self) -> Assignment:
        """The assignment that it marks."""
        return self._found

    @property
    def experiment_name(self) -> str:
        """The name of the experiment that marks go to."""
        return self.experiment or self.assignment

    @property
    def max_points(self) -> float:
        return sum(c.points for c in self.criteria)

    @property
    def folder(self) -> Path:
        """Where its file stands, and the teacher's own checks below."""
        return self._folder

    def checks(self) -> list[str]:
        """Names of all checks, in order."""
        return [c.check for criterion in self.criteria for c in criterion.checks]

    def own_files(self) -> list[Path]:
        """The files of the teacher's own checks."""
        places = (self.place(name) for name in self.checks() if is_own(name))
        return sorted({place.file for place in places})

    def own_word_files(self) -> list[Path]:
        """The files of words that the teacher's own checks bring."""
        return word_files(self.place(name) for name in self.checks() if is_own(name))

    @property
    def remarks(self) -> list[Phrase]:
        """What is not wrong, and a teacher should know: words that one language lacks."""
        return self._remarks

    def place(self, name: str) -> Place:
        """Where one of its checks is. Raises `ValueError` where it is nowhere."""
        return find_check(name, self._found.checks, self._folder)


def read_rubric(path: Path) -> Rubric:
    """Reads a rubric; the words of its checks are known to this process from then on. Raises `UsageError` with file and line
    where it is not one."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(phrase("rubric.unreadable", path=path, why=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise UsageError(phrase("rubric.not_utf8", path=path)) from error
    written = read_yaml(path, text)
    try:
        rubric = Rubric.model_validate(written.data, context={FOLDER: path.parent})
    except ValidationError as error:
        raise written.wrong(error) from error
    except UsageError as error:
        line = written.line(("assignment",))
        raise UsageError(phrase("rubric.of_assignment", path=path, line=line, error=error)) from error
    for place, criterion in enumerate(rubric.criteria):
        if criterion.task > (tasks := rubric.of().tasks):
            many = phrase("rubric.tasks", assignment=rubric.assignment, tasks=tasks)
            raise written.at(("criteria", place, "task"), many)
        for inside, part in enumerate(criterion.checks):
            try:
                rubric.place(part.check)
            except WrongValueError as error:
                raise written.at(("criteria", place, "checks", inside, "check"), error.phrase) from error
    rubric._remarks = learn([rubric.place(name) for name in rubric.checks()], rubric.language)
    return rubric
