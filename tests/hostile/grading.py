"""Grades tricks as a class, and tells what of the grades is not as their rows say."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harness.intake.names import results_name
from tests.e2e.conftest import Project
from tests.e2e.sections import apart, notebook_of
from tests.e2e.works import CLASS
from tests.hostile import lookups
from tests.hostile.notebooks import CELLS, TEXTS, code
from tests.hostile.tables import BOOKS, MAKERS, Expected, Trick, of_the_whole

SECONDS = 3000
SMALL = {"wall_minutes": 3, "memory_gb": 2, "processes": 256, "disk_gb": 0.25}
"""The limits of a work without networks: bombs go off soon."""
LOST = ("failed", "not_checked")
Notebook = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """What grading made of one work, of which these are the ``parts``, and ``whole`` those of its notebook: the grade, or why
    it was left out; the executed notebook, all that a person reads (page, terminal, table), the page alone, and the
    project folder."""

    parts: list[Trick]
    whole: list[Trick]
    grade: dict[str, Any]
    left_out: str
    executed: Notebook
    read: str
    page: str
    project: Path

    def shown(self, trick: Trick) -> str:
        """What the cells of a trick show in the executed notebook, errors included; all cells where odd ones are in it, for
        of those not every one is a cell."""
        cells = self.executed["cells"]
        if not any(part.makes in CELLS for part in self.parts) and trick.sources:
            begin = sum(len(part.sources) for part in self.parts[: self.parts.index(trick)])
            cells = cells[begin : begin + len(trick.sources)]
        found = list[Any]()
        for output in [one for cell in cells for one in cell.get("outputs", [])]:
            found += [output.get("text", ""), output.get("data", {}).get("text/plain", "")]
            if output["output_type"] == "error":
                found.append(f"{output['ename']}: {output['evalue']}")
        return "\n".join("".join(part) if isinstance(part, list) else part for part in found)


def lay_out(parts: Sequence[Trick], classroom: Path, data: Path) -> None:
    """Makes a work of its parts in a class's folder; ``data`` is the folder of the real data."""
    work = classroom / name_of(parts)
    work.mkdir()
    cells = list[Any]()
    for part in parts:
        cells += [code(source) for source in part.sources]
        if part.script is not None:
            (work / "solution.py").write_text(part.script, encoding="utf-8")
        for relative, text in part.files.items():
            path = work / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if part.makes in CELLS:
            cells += CELLS[part.makes]()
        elif part.makes is not None and hasattr(lookups, part.makes):
            getattr(lookups, part.makes)(work, data)
        elif part.makes is not None and part.makes not in TEXTS:
            next(vars(module)[part.makes] for module in MAKERS if part.makes in vars(module))(work)
    written = [TEXTS[part.makes] for part in parts if part.makes in TEXTS]
    if cells or written:
        made: str | bytes = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
        for write in written:
            assert isinstance(made, str), "what is bytes comes last"
            made = write(made)
        (work / "work.ipynb").write_bytes(made.encode() if isinstance(made, str) else made)


def name_of(parts: Sequence[Trick]) -> str:
    """Of the folder of a work."""
    return next((part.folder for part in parts if part.folder), parts[0].of)


def graded(project: Project, works: Sequence[list[Trick]], runner: str) -> dict[str, Seen]:
    """What one batch makes of each work, by name of the work."""
    first = works[0][0]
    limits = dict(first.limits)
    if not first.network:
        limits = {**SMALL, **limits}
    project.rubric(**limits)
    (project.folder / CLASS).mkdir()
    named = {parts[0].of: parts for parts in works}
    books = {book: [named[one] for one in members if one in named] for book, members in BOOKS.items()}
    books = {book: members for book, members in books.items() if members}
    for book, members in books.items():
        (project.folder / CLASS / book).mkdir()
        (project.folder / CLASS / book / "work.ipynb").write_text(
            notebook_of(_sections(members)), encoding="utf-8"
        )
    alone = [parts for parts in works if not any(parts in members for members in books.values())]
    for parts in alone:
        lay_out(parts, project.folder / CLASS, Path(project.env["FASHION_MNIST_DIR"]))
    options = ["--runner", runner, "--jobs", "2", "--no-leaderboard", "--export", "csv"]
    options += ["--audit"] if first.audit else []
    done = project.run("batch", CLASS, *options, timeout=SECONDS)
    printed = done.stdout + done.stderr
    assert "Traceback" not in printed, printed
    found = {parts[0].of: _seen(project, parts, name_of(parts), printed) for parts in alone}
    for book, members in books.items():
        found |= _seen_apart(project, book, members, printed)
    return found


def _sections(works: Sequence[list[Trick]]) -> dict[str, list[dict[str, Any]]]:
    return {parts[0].of: [code(source) for part in parts for source in part.sources] for parts in works}


def _seen_apart(project: Project, book: str, works: Sequence[list[Trick]], printed: str) -> dict[str, Seen]:
    """What grading made of each section of a book: what is read is that of the whole."""
    whole = _seen(project, [part for parts in works for part in parts], book, printed)
    found, begin = dict[str, Seen](), 0
    sections = _sections(works)
    grades = apart(project.folder, book, sections)
    for parts, (name, cells) in zip(works, sections.items(), strict=True):
        begin += 1
        shown = {"cells": whole.executed["cells"][begin : begin + len(cells)]}
        found[name] = replace(whole, parts=parts, grade=grades[name], executed=shown)
        begin += len(cells)
    return found


def _seen(project: Project, parts: list[Trick], name: str, printed: str) -> Seen:
    attempt = project.folder / "results" / results_name(name) / "1"
    if not (attempt / "grade.json").is_file():
        # Rich breaks a long sentence over lines.
        whole = " ".join(printed.split())
        _, _, why = whole.partition(f"{name}: left out: ")
        return Seen(parts, parts, {}, why[:2000], {"cells": []}, printed, "", project.folder)
    executed = attempt / "executed.ipynb"
    book = json.loads(executed.read_text(encoding="utf-8")) if executed.is_file() else {"cells": []}
    page = (attempt / "feedback.html").read_text(encoding="utf-8")
    table = project.folder / "results" / "grades.csv"
    grade = (attempt / "grade.json").read_text(encoding="utf-8")
    assert project.env["HARNESS_SPLIT_KEY"] not in grade + page + printed
    told = [page, printed, *([table.read_text(encoding="utf-8")] if table.is_file() else [])]
    return Seen(parts, parts, json.loads(grade), "", book, "\n".join(told), page, project.folder)


def faults(trick: Trick, seen: Seen) -> list[str]:
    """What is not as the row says, or as rows of its work say of the whole, one sentence each."""
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
    found += _faults_of_the_whole(of_the_whole(seen.whole), grade)
    if grade["points"] < wanted.at_least:
        found.append(f"{grade['points']} points")
    if wanted.notes not in " ".join(grade["notes"]):
        found.append(f"the notes are {grade['notes']}")
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
        shown = seen.shown(trick)
        found += [
            f"'{text}' is not shown, but: {shown[-1500:]}" for text in wanted.shows if text not in shown
        ]
    return found


def _faults_of_the_whole(wanted: Expected, grade: dict[str, Any]) -> list[str]:
    found = []
    outcomes = [wanted.outcome] if isinstance(wanted.outcome, str) else wanted.outcome
    if grade["outcome"] not in outcomes or wanted.reason not in grade["reason"]:
        found.append(f"{grade['outcome']}: {grade['reason']}")
    held = " ".join(grade["held"])
    if wanted.held not in held or bool(held) != bool(wanted.held):
        found.append(f"held is '{held}'")
    if grade["is_mark"] != (wanted.is_mark and not wanted.held):
        found.append(f"is_mark is {grade['is_mark']}")
    notes = " ".join(grade["notes"])
    if wanted.refused and f"{wanted.refused} lines of the event channel did not fit" not in notes:
        found.append(f"{wanted.refused} lines should be refused: {notes}")
    return found
