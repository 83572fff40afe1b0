"""The tables of tricks beside this file, one a kind, as typed rows; the page docs/security.md is made of them, too."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tests.hostile import folders, lookups, notebooks
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
MAKERS = (folders, lookups, notebooks)
BOOKS = {
    "trainings": [
        "aware",
        "nets",
        "without_module",
        "not_taught",
        "again",
        "rebound",
        "idle",
        "untrained",
    ]
}
"""Works that share a notebook, each a section that is judged apart (`tests.e2e.sections`), for each start of TensorFlow takes ten
seconds. Of the last one alone, functions are asked."""
WHOLE = frozenset({"outcome", "reason", "held", "is_mark"})
"""What is expected of a work as a whole."""
Pending = Literal["structure", "channels", "twin", "buying", "faults"]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expected(_Row):
    """What grading must make of a work.

    ``outcome``, or those that it may be, and part of the ``reason``; ``left_out``, part of the sentence with which a batch
    leaves it out; whether it is a mark; part of a sentence that holds it, or none: of a work that several share, one row says
    this for all. Points ``at_most`` and ``at_least``; how many lines of the event channel are ``refused``, and none beside those
    that rows of the work tell of;
    networks that a twin's run ``contradicted``; texts that stand in what is ``listed`` for the teacher;
    checks that are ``passed`` or ``lost`` (failed, or not to be checked); texts that stand in what its cells ``show``, in the
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
    refused: int = 0
    never: list[str] = []
    unescaped: list[str] = []
    gone: list[str] = []


class Trick(_Row):
    """One trick: a work of its own, or a part of the ``work`` that several share, for most of what a work takes is a sandbox
    that starts. It is of a ``cell`` or ``cells``, a ``script``, further ``files``, the name of its ``folder``, or what a
    function ``makes``: the folder (`tests.hostile.folders`, `notebooks`), something beside the cells (`lookups`), odd cells,
    or the text of a notebook made odd (`CELLS` and `TEXTS` of `notebooks`). With ``audit`` it meets a twin, too.

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
    def _is_a_work_or_a_part(self) -> "Trick":
        parts = [bool(self.sources), self.script is not None, self.makes is not None]
        if self.work is None and not any(parts):
            raise ValueError("give cells, a script or a maker, or the work that it is a part of")
        if self.work is not None and not any([*parts, self.files, self.folder]):
            raise ValueError("a part of a work adds something to it")
        if self.makes is not None and not any(self.makes in vars(module) for module in MAKERS):
            raise ValueError(f"there is no maker {self.makes}")
        return self

    @property
    def of(self) -> str:
        """The work that it is part of, or is."""
        return self.work or self.case

    @property
    def sources(self) -> list[str]:
        """The cells of which it is."""
        return self.cells if self.cell is None else [self.cell]

    @property
    def asks_for(self) -> str:
        """Works of which this is equal are graded in one batch."""
        return f"{self.network} {self.audit} {sorted(self.limits.items())}"


def of_the_whole(parts: Sequence[Trick]) -> Expected:
    """What the rows of a work that is whole in ``parts`` say of it as a whole. Raises `ValueError` where they do not agree."""
    found = dict[str, Any]()
    for trick in parts:
        for name in WHOLE & trick.expect.model_fields_set:
            if found.setdefault(name, said := getattr(trick.expect, name)) != said:
                raise ValueError(f"{trick.case}: {name} of {trick.of} is another in another row")
    return Expected(**found, refused=sum(trick.expect.refused for trick in parts))


def tricks(kind: str) -> list[Trick]:
    """The rows of one table. Raises `ValidationError` where one is not as it should be."""
    return [Trick.model_validate(row) for row in rows_of(HERE / f"{kind}.yaml")]


def all_tricks() -> list[Trick]:
    """All rows of all tables."""
    return [trick for kind in KINDS for trick in tricks(kind)]
