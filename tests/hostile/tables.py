"""The tables of tricks beside this file, one a kind, as typed rows; the page docs/security.md is made of them, too."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tests.hostile import lookups
from tests.tables import rows_of

HERE = Path(__file__).parent
KINDS = {
    "walls": "Walls of the sandbox",
    "files": "What is handed in",
    "marks": "Points for work that was not done",
    "channel": "What is told of a run",
    "networks": "Networks",
    "training": "Training that teaches nothing",
    "lookups": "Look-ups",
    "resources": "Time, memory and space",
    "reports": "Pages, tables and terminals",
    "peers": "Other students and the course folder",
}
"""Names of the tables, in the order of the page, and what it calls them."""
Pending = Literal["structure", "channels", "twin", "buying", "faults"]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expected(_Row):
    """What grading must make of a work.

    ``outcome``, or those that it may be, and part of the ``reason``; ``left_out``, part of the sentence with which a batch
    leaves it out; whether it is a mark; part of a sentence that holds it, or none; points ``at_most`` and ``at_least``;
    networks that a twin's run ``contradicted``; texts that stand in what is ``listed`` for the teacher;
    checks that are ``passed`` or ``lost`` (failed, or not to be checked); texts that stand in what the cell ``shows``, in the
    grade's ``notes``, somewhere in what a person ``reads`` (page, terminal, table), ``never`` there, or never ``unescaped`` in
    the page; ``gone``, paths below the project folder that must not be there.
    """

    outcome: str | list[str] = "graded"
    reason: str = ""
    left_out: str | None = None
    is_mark: bool = True
    held: str = ""
    at_most: float = 100
    at_least: float = 0
    contradicted: list[str] = []
    listed: list[str] = []
    passed: list[str] = []
    lost: list[str] = []
    shows: list[str] = []
    notes: str = ""
    reads: list[str] = []
    never: list[str] = []
    unescaped: list[str] = []
    gone: list[str] = []


class Trick(_Row):
    """One trick: a work of its own, of ``cells``, a ``script``, further ``files`` or what a function of
    `tests.hostile.notebooks` or `folders` ``makes``; or a ``cell`` in the ``work`` that several share. What a function of
    `lookups` makes lies beside the cells. With ``audit`` it meets a twin, too.

    ``goal`` is what the attacker wants, ``cost`` what a trick that is possible costs or, else, what stops it.
    Where the defence is still to be built, ``pending`` names the part, and the test fails as soon as the row holds.
    """

    case: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    trick: str
    goal: str
    verdict: Literal["no effect", "detected", "possible"]
    cost: str
    work: str | None = None
    cell: str | None = None
    cells: list[str] = []
    script: str | None = None
    files: dict[str, str] = {}
    makes: str | None = None
    folder: str | None = None
    limits: dict[str, float] = {}
    network: bool = False
    audit: bool = False
    local: bool = False
    expect: Expected = Expected()
    pending: Pending | None = None

    @model_validator(mode="after")
    def _is_one_work(self) -> "Trick":
        if (self.work is None) != (self.cell is None):
            raise ValueError("a cell stands in a shared work, and a shared work is of cells")
        made = self.makes is not None and not hasattr(lookups, self.makes)
        own = [bool(self.cells), self.script is not None, made]
        if self.cell is None and sum(own) != 1:
            raise ValueError("give cells, a script or a maker")
        return self

    @property
    def of(self) -> str:
        """The work that it is part of, or is."""
        return self.work or self.case


def tricks(kind: str) -> list[Trick]:
    """The rows of one table. Raises `ValidationError` where one is not as it should be."""
    return [Trick.model_validate(row) for row in rows_of(HERE / f"{kind}.yaml")]


def all_tricks() -> list[Trick]:
    """All rows of all tables."""
    return [trick for kind in KINDS for trick in tricks(kind)]
