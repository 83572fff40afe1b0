"""Works that share one run: most of a dry run is TensorFlow that starts, in the kernel and where networks are scored.

Each work is a section of one notebook, which `harness batch` runs and scores; then each is judged alone, by the checks and
the roles of the rubric, on what its own cells showed and what the kernel said between its first cell and the next
section's. A cell before each section takes away the variables of the one before it, puts settings of Keras back (`SETTINGS`),
and goes back to the folder of the first. What a work leaves outside of these (other settings, files, imported modules) stays: a
work that changes those is the last of its notebook, or runs alone. So does one that says something of the notebook as a file, or
of the whole run.
"""

import json
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from harness.assignment.assignment import Assignment
from harness.assignment.rubric import Rubric
from harness.audit.suspicion import set_outside
from harness.checks.case import Case, Verdict
from harness.checks.kept import Kept
from harness.evidence.diagnosis import also_failed, diagnose
from harness.evidence.network import BEST
from harness.evidence.schema import CellRun, NotebookCell, Value
from harness.grade.record import Grade
from harness.grade.results import read_attempt
from harness.grading.points import judges_of, marked
from harness.sandbox.contract import RunResult
from harness.wire.events import CellState, Event, RunEnd
from harness.workplace import Workplace
from tests.e2e.conftest import Project
from tests.e2e.works import CLASS, dry_run

Cells = Sequence[Mapping[str, Any]]
Works = Mapping[str, Cells]
Cell = TypeVar("Cell", CellRun, NotebookCell)
MARK = "section_begins"
HOME = "section_home"
SETTINGS = (
    ("set_floatx", "float32"),
    ("set_dtype_policy", "float32"),
    ("set_image_data_format", "channels_last"),
)
"""Of Keras, what they are when it is imported."""
KEEP_MEMORY = (
    "(lambda gc, c: (gc.collect(), gc.freeze(), c.mallopt(-4, 0), c.mallopt(-1, -1)))"
    "(__import__('gc'), __import__('ctypes').CDLL(None))"
)
"""A network is garbage late, and with it the images that it was fitted on; and memory that was given back (malloc's M_MMAP_MAX
and M_TRIM_THRESHOLD) is cleared before it is got again. Both took a seventh of all processor time."""
BETWEEN = (
    f"%reset_selective -f ^(?!(exit|quit|open|{HOME})$)\n"
    "(lambda keras: keras and [getattr(keras.config, name)(value) for name, value in "
    f"{SETTINGS}])(__import__('sys').modules.get('keras'))\n"
    f"{HOME} = globals().get('{HOME}') or __import__('os').getcwd()\n__import__('os').chdir({HOME})\n"
    f"{KEEP_MEMORY}\n"
    f"{MARK} = {{place}}"
)
KIND, FIT = re.compile(r'\{"event": "([^"]*)"'), re.compile(r'"fit": "(f\d+)"')
MODEL = re.compile(r'"model": "(m\d+)"')
OF_NETWORKS = frozenset({"fact.set_outside", "fact.set_within", "fact.frozen", "fact.still"})
"""What `set_outside` says: of some networks, and of those that play a part, which in a section are others."""
HEAD = 200
"""Of a line, the characters in which ids stand."""
WELL = RunResult(0, frozenset(), "")


def dry_run_together(
    project: Project, names: Sequence[str], books: Mapping[str, Sequence[str]], runner: str
) -> dict[str, dict[str, Any]]:
    """The grades of the submissions in the folder `CLASS` of the project, as `dry_run` gives them. Those of ``books`` share a
    notebook, in this order; each of them is a notebook, with whatever lies beside it, or a script and nothing else."""
    together: dict[str, Works] = {}
    for book, members in books.items():
        if wanted := [name for name in members if name in names]:
            together[book] = lay_together(project.folder / CLASS, book, wanted)
    alone = [name for name in names if not any(name in works for works in together.values())]
    found = dry_run(project, [*together, *alone], runner)
    for book, works in together.items():
        found |= apart(project.folder, book, works)
    return found


def lay_together(classroom: Path, book: str, members: Sequence[str]) -> Works:
    """Makes a submission of this name from those of the members, which lie in the same folder and are taken away. Its format is
    the oldest of theirs."""
    taken = {name: _taken(classroom / name, classroom / book) for name in members}
    works = {name: work.cells for name, work in taken.items()}
    (classroom / book).mkdir(exist_ok=True)
    metadata: dict[str, Any] = {}
    for work in taken.values():
        metadata |= work.metadata
    text = notebook_of(works, min(work.minor for work in taken.values()), metadata)
    (classroom / book / taken[members[0]].name).write_text(text, encoding="utf-8")
    return works


@dataclass(frozen=True)
class _Work:
    """A notebook as it was handed in, or the one of a script: ``minor`` and ``metadata`` are those of its format."""

    cells: Cells
    name: str = "work.ipynb"
    minor: int = 4
    metadata: Mapping[str, Any] = field(default_factory=dict)


def _taken(folder: Path, shared: Path) -> _Work:
    """A work, which is taken away. What lies beside its notebook goes to the folder of all."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    (entry,) = files if len(files) == 1 else folder.glob("*.ipynb")
    content = entry.read_text(encoding="utf-8")
    for path in files:
        if path != entry:
            there = shared / path.relative_to(folder)
            assert not there.exists(), f"{there.name} lies beside two works"
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, there)
    shutil.rmtree(folder)
    if entry.suffix != ".ipynb":
        return _Work([_cell(content)])
    book = json.loads(content)
    return _Work(book["cells"], entry.name, book["nbformat_minor"], book["metadata"])


def _cell(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": source}


def notebook_of(works: Works, minor: int = 4, metadata: Mapping[str, Any] | None = None) -> str:
    """A notebook of which each work is a section: all cells as they were handed in, whatever the format says of them."""
    cells: list[Mapping[str, Any]] = []
    for place, work in enumerate(works.values()):
        cells += [_cell(BETWEEN.format(place=place)), *work]
    return json.dumps({"nbformat": 4, "nbformat_minor": minor, "metadata": metadata or {}, "cells": cells})


@dataclass
class _Said:
    """What the kernel said in one section: of kinds without ids, the places in the list of their kind."""

    fits: set[str] = field(default_factory=set)
    networks: set[str] = field(default_factory=set)
    names: dict[str, list[str]] = field(default_factory=dict)
    places: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def _said(log: str) -> list[_Said]:
    """The sections of a run. Of its lines, those of the kernel keep their order among each other; those of the driver may come
    earlier, so that the number of a cell would not do. A long line is kept in part."""
    sections, counts = [_Said()], Counter[str]()
    for line in log.splitlines():
        found = KIND.match(line)
        kind = found[1] if found else ""
        if kind == Event.VALUES and f'"{MARK}"' in line:
            sections.append(_Said())
        now = sections[-1]
        if kind in (Event.CALL, Event.INPUT, Event.PLOT):
            now.places[kind].append(counts[kind])
            counts[kind] += 1
        elif kind == Event.NAMES:
            now.names |= json.loads(line)["names"]
        elif kind in (Event.FIT, Event.MODEL):
            now.fits.update(FIT.findall(line[:HEAD]))
            now.networks.update(MODEL.findall(line[:HEAD]))
    return sections[1:]


@dataclass(frozen=True)
class Shared:
    """One run of several works."""

    case: Case
    assignment: Assignment
    said: list[_Said]
    begins: list[int]
    """The number of the cell before the first of each work, and of the one that would follow the last."""

    @classmethod
    def of(cls, case: Case, assignment: Assignment, log: Path, works: Works) -> "Shared":
        """That of a notebook by `notebook_of`, with the log of its events."""
        begins = [1]
        for cells in works.values():
            begins.append(begins[-1] + len(cells) + 1)
        said = _said(log.read_text(encoding="utf-8"))
        assert len(said) == len(works), case.evidence.cells[-1:]
        return cls(case, assignment, said, begins)

    def apart(self, place: int) -> Case:
        """What checks would look at if the work had run alone."""
        said, evidence = self.said[place], self.case.evidence
        known = {network: said.names.get(network, []) for network in said.networks | set(said.names)}
        found = [
            network.model_copy(update={"names": known[network.id] or [network.name], "roles": []})
            for network in self.case.networks
            if network.id in known
        ]
        cast = self.assignment.cast(found)
        networks = [
            network.model_copy(
                update={"roles": [role for role in self.assignment.roles if cast.get(role) == network.id]}
            )
            for network in found
        ]
        cells = self._cells(place, evidence.cells)
        failed = any(cell.state == CellState.ERROR for cell in cells)
        notebook = self._cells(place, evidence.notebook)
        own = {
            "cells": cells,
            "notebook": notebook,
            "fits": [fit for fit in evidence.fits if fit.fit in said.fits],
            "idle_fits": [fit for fit in evidence.idle_fits if fit.fit in said.fits],
            "inputs": [evidence.inputs[one] for one in said.places[Event.INPUT]],
            "calls": [evidence.calls[one] for one in said.places[Event.CALL]],
            "plots": [evidence.plots[one] for one in said.places[Event.PLOT]],
            "values": self._values(place, notebook),
            "networks": {one: told for one, told in evidence.networks.items() if one in known},
            "names": known,
            "unmapped": [one for one in evidence.unmapped if one in known],
            "end": RunEnd.ERROR if failed else RunEnd.FINISHED,
        }
        return self.case.model_copy(
            update={"evidence": evidence.model_copy(update=own), "networks": networks}
        )

    def _cells(self, place: int, cells: Sequence[Cell]) -> list[Cell]:
        """Those of one work, numbered as in a notebook of its own."""
        before, after = self.begins[place : place + 2]
        return [
            cell.model_copy(
                update={"number": cell.number - before}
                | ({"total": after - 1 - before} if isinstance(cell, CellRun) else {})
            )
            for cell in cells
            if before < cell.number < after
        ]

    def _values(self, place: int, notebook: Sequence[NotebookCell]) -> list[Value]:
        """Of the variables that its code names. The probe tells of a value once: one that an earlier section had under the same
        name was told of there."""
        values = self.case.evidence.values
        marks = [number for number, value in enumerate(values) if value.name == MARK] + [len(values)]
        begin, end = marks[place : place + 2]
        own = values[begin:end]
        fresh = {value.name for value in own}
        before = {value.name: value for value in values[:begin] if value.name not in fresh}
        named = set(re.findall(r"\w+", " ".join(cell.source for cell in notebook if cell.code)))
        return [value for value in [*before.values(), *own] if value.name in named]


def apart(project: Path, name: str, works: Works) -> dict[str, dict[str, Any]]:
    """The grade of each work that has a section in this submission."""
    attempt = project / "results" / name / "1"
    rubric, shared, kept = (
        Workplace.find(project / "rubric.yaml").rubric(),
        read_attempt(attempt),
        Kept.read(attempt),
    )
    run = Shared.of(kept.judged.graded, rubric.of(), attempt / "events.jsonl", works)
    found = {}
    with judges_of(rubric, 1) as judges:
        for place, work in enumerate(works):
            case = run.apart(place)
            found[work] = json.loads(_graded(shared, case, rubric, judges.of_case(case)).text())
    return found


def _graded(shared: Grade, case: Case, rubric: Rubric, verdicts: Mapping[str, Verdict]) -> Grade:
    """The grade of one work. What was changed for it (``adapted``) is told once in a run: it is that of all, and so is why a
    person must look."""
    best = next((network for network in case.networks if BEST in network.roles), None)
    loading = rubric.of().data.loading
    outcome, reason, failure = diagnose(case.evidence, WELL, rubric.limits.limits(), loading, is_script=False)
    facts = [fact for fact in shared.phrases("facts") if fact.code not in OF_NETWORKS]
    facts += set_outside(case.evidence, case.networks)
    criteria = marked(rubric, dict(verdicts), best)
    own = {
        "outcome": outcome,
        "failure": failure,
        "also_failed": also_failed(case.evidence, loading),
        "networks": case.networks,
        "criteria": criteria,
        "points": round(sum(criterion.points for criterion in criteria), 2),
    }
    return shared.saying(reason=[reason], facts=facts).model_copy(update=own)
