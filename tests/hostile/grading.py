"""Grades tricks as a class, and tells what of the grades is not as their rows say."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from harness.intake.names import results_name
from tests.e2e.conftest import Project
from tests.e2e.works import CLASS
from tests.hostile import folders, lookups, notebooks
from tests.hostile.tables import Expected, Trick

SECONDS = 3000
SMALL = {"wall_minutes": 3, "memory_gb": 2, "processes": 256, "disk_gb": 0.25}
"""The limits of a work without networks: bombs go off soon."""
LOST = ("failed", "not_checked")
Notebook = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """What grading made of one work: the grade, or why it was left out; the executed notebook, all that a person
    reads (page, terminal, table), the page alone, and the project folder."""

    grade: dict[str, Any]
    left_out: str
    executed: Notebook
    read: str
    page: str
    project: Path

    def shown(self, number: int) -> str:
        """What a cell of the executed notebook shows, its error included; ``number`` counts from 0."""
        found = list[Any]()
        for output in [
            one for cell in self.executed["cells"][number : number + 1] for one in cell.get("outputs", [])
        ]:
            found += [output.get("text", ""), output.get("data", {}).get("text/plain", "")]
            if output["output_type"] == "error":
                found.append(f"{output['ename']}: {output['evalue']}")
        return "\n".join("".join(part) if isinstance(part, list) else part for part in found)


def lay_out(tricks: Sequence[Trick], folder: Path, data: Path) -> None:
    """Makes the works of these tricks in a class's folder; ``data`` is the folder of the real data."""
    for name in dict.fromkeys(trick.of for trick in tricks):
        of_it = [trick for trick in tricks if trick.of == name]
        first = of_it[0]
        work = folder / (first.folder or name)
        work.mkdir()
        cells = [trick.cell for trick in of_it if trick.cell is not None] or first.cells
        if cells:
            book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
            nbformat.write(book, work / "work.ipynb")
        if first.script is not None:
            (work / "solution.py").write_text(first.script, encoding="utf-8")
        for one in of_it:
            for relative, text in one.files.items():
                path = work / relative
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            if one.makes is not None and hasattr(lookups, one.makes):
                getattr(lookups, one.makes)(work, data)
            elif one.makes is not None:
                maker = getattr(notebooks, one.makes, None) or getattr(folders, one.makes)
                maker(work)


def graded(project: Project, tricks: Sequence[Trick], runner: str) -> dict[str, Seen]:
    """What one batch makes of each work, by name of the work."""
    limits = dict(tricks[0].limits)
    if not tricks[0].network:
        limits = {**SMALL, **limits}
    project.rubric(**limits)
    (project.folder / CLASS).mkdir()
    lay_out(tricks, project.folder / CLASS, Path(project.env["FASHION_MNIST_DIR"]))
    options = ["--runner", runner, "--jobs", "2", "--no-leaderboard", "--export", "csv"]
    options += ["--audit"] if tricks[0].audit else []
    done = project.run("batch", CLASS, *options, timeout=SECONDS)
    printed = done.stdout + done.stderr
    assert "Traceback" not in printed, printed
    return {trick.of: _seen(project, trick, printed) for trick in tricks}


def _seen(project: Project, trick: Trick, printed: str) -> Seen:
    name = trick.folder or trick.of
    attempt = project.folder / "results" / results_name(name) / "1"
    if not (attempt / "grade.json").is_file():
        # Rich breaks a long sentence over lines.
        whole = " ".join(printed.split())
        _, _, why = whole.partition(f"{name}: left out: ")
        return Seen({}, why[:2000], {"cells": []}, printed, "", project.folder)
    executed = attempt / "executed.ipynb"
    book = json.loads(executed.read_text(encoding="utf-8")) if executed.is_file() else {"cells": []}
    page = (attempt / "feedback.html").read_text(encoding="utf-8")
    table = project.folder / "results" / "grades.csv"
    grade = (attempt / "grade.json").read_text(encoding="utf-8")
    assert project.env["HARNESS_SPLIT_KEY"] not in grade + page + printed
    told = [page, printed, *([table.read_text(encoding="utf-8")] if table.is_file() else [])]
    return Seen(json.loads(grade), "", book, "\n".join(told), page, project.folder)


def faults(trick: Trick, seen: Seen, number: int) -> list[str]:
    """What is not as the row says, one sentence each; ``number`` is the place of its cell in the work, from 0."""
    wanted, grade = trick.expect, seen.grade
    found = [f"'{text}' can be read" for text in wanted.never if text in seen.read]
    found += [f"the page holds '{text}'" for text in wanted.unescaped if text in seen.page]
    found += [f"'{text}' cannot be read" for text in wanted.reads if text not in seen.read]
    found += [f"{path} is there" for path in wanted.gone if (seen.project / path).exists()]
    if wanted.left_out is not None:
        if wanted.left_out not in seen.left_out or not seen.left_out:
            found.append(f"it is not left out so: {seen.left_out or grade.get('reason')}")
        return found
    if not grade:
        return [*found, f"it was left out: {seen.left_out}"]
    if grade["outcome"] in ("grader_bug", "infrastructure"):
        found.append(f"a student chose {grade['outcome']}: {grade['reason']}")
    if trick.work is None:
        found += _faults_of_grade(wanted, grade)
    if grade["points"] > wanted.at_most:
        got = [check for criterion in grade["criteria"] for check in criterion["checks"] if check["points"]]
        found.append(f"{grade['points']} points: {[(check['id'], check['points']) for check in got]}")
    checks = {check["id"]: check for criterion in grade["criteria"] for check in criterion["checks"]}
    said = {name: f"{name} is {check['status']}: {check['reason']}" for name, check in checks.items()}
    found += [said[name] for name in wanted.lost if checks[name]["status"] not in LOST]
    found += [said[name] for name in wanted.passed if checks[name]["status"] != "passed"]
    found += [
        f"'{text}' is not listed: {grade['facts']}"
        for text in wanted.listed
        if text not in " ".join(grade["facts"])
    ]
    audited = {one["title"]: one for one in (grade["audit"] or {"networks": []})["networks"]}
    of_twin = {title: f"{title}: {audited.get(title)}" for title in wanted.contradicted}
    found += [
        of_twin[one] for one in of_twin if one not in audited or audited[one]["finding"] != "contradicts"
    ]
    if wanted.shows:
        shown = seen.shown(number)
        found += [
            f"'{text}' is not shown, but: {shown[-1500:]}" for text in wanted.shows if text not in shown
        ]
    return found


def _faults_of_grade(wanted: Expected, grade: dict[str, Any]) -> list[str]:
    found = []
    outcomes = [wanted.outcome] if isinstance(wanted.outcome, str) else wanted.outcome
    if grade["outcome"] not in outcomes or wanted.reason not in grade["reason"]:
        found.append(f"{grade['outcome']}: {grade['reason']}")
    held = " ".join(grade["held"])
    if wanted.held not in held or bool(held) != bool(wanted.held):
        found.append(f"held is '{held}'")
    if grade["is_mark"] != (wanted.is_mark and not wanted.held):
        found.append(f"is_mark is {grade['is_mark']}")
    if grade["points"] < wanted.at_least:
        found.append(f"{grade['points']} points")
    if wanted.notes not in " ".join(grade["notes"]):
        found.append(f"the notes are {grade['notes']}")
    return found
