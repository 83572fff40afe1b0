"""Whole classes of small works: from texts with cells to what one dry run makes of each."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import nbformat
import pytest

from tests.e2e.conftest import Project

CLASS = "class"
SECONDS = 2400


def notebook(text: str) -> nbformat.NotebookNode:
    """A notebook from a text whose cells begin with ``# %%``."""
    cells = []
    for part in ("\n" + text).split("\n# %%")[1:]:
        head, _, body = part.partition("\n")
        if "[markdown]" in head:
            lines = (line.removeprefix("#").removeprefix(" ") for line in body.strip().splitlines())
            cells.append(nbformat.v4.new_markdown_cell("\n".join(lines)))
        else:
            cells.append(nbformat.v4.new_code_cell(body.strip("\n")))
    made: nbformat.NotebookNode = nbformat.v4.new_notebook(cells=cells)
    return made


def selected(request: pytest.FixtureRequest, table: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that a test of the asking file takes as its ``row`` in this run: with ``-k NAME`` one work is graded, not
    the whole class."""
    parameters = (
        getattr(item, "callspec").params  # noqa: B009 - pytest gives no typed way to it
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    )
    wanted = {one["row"]["case"] for one in parameters if "row" in one}
    return [row for row in table if row["case"] in wanted]


def dry_run(project: Project, names: Sequence[str], runner: str) -> dict[str, dict[str, Any]]:
    """The grades of the submissions in the folder `CLASS` of the project, each fit cut to a few steps."""
    options = ("--runner", runner, "--jobs", "2", "--smoke", "--no-leaderboard")
    done = project.run("batch", CLASS, *options, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    found = (project.folder / "results" / name / "1" / "grade.json" for name in names)
    return {
        name: json.loads(path.read_text(encoding="utf-8")) for name, path in zip(names, found, strict=True)
    }


Row = dict[str, Any]
LOST = ("failed", "not_checked")


def as_it_is(row: Row, name: str) -> str:
    """The name of a network where each work is a notebook of its own."""
    return name


def faults(row: Row, grade: dict[str, Any], named: Callable[[Row, str], str] = as_it_is) -> list[str]:
    """What of a grade differs from a row of a table, one sentence each.

    A row tells its `outcome` (graded), parts of its `reason` and `hint`; what it `got` in the place of what it asked
    for; the names of networks that are `scored`, and `unscored` with part of the reason; `roles`, each with the name
    of the network that plays it; checks that are `passed`, `partial`, `failed`, `skipped` (could not be checked) and `lost`
    (either of both); what a check `says`, in part; texts that stand `never` in the grade's sentences.
    """
    found = []
    failure = grade["failure"] or {}
    if grade["outcome"] != row.get("outcome", "graded"):
        found.append(f"{grade['outcome']}: {grade['reason']} {failure.get('traceback', '')[-800:]}")
    if row.get("reason", "") not in grade["reason"]:
        found.append(f"the reason is {grade['reason']}")
    if row.get("hint", "") not in failure.get("hint", ""):
        found.append(f"the hint is {failure.get('hint')!r}")
    got = {one["was"] for one in grade["adapted"]}
    wanted = [named(row, name) for name in row.get("got", [])]
    found += [f"{name} was not changed, only {sorted(got)}" for name in wanted if name not in got]
    return found + _faults_of_networks(row, grade, named) + _faults_of_checks(row, grade)


def _faults_of_networks(row: Row, grade: dict[str, Any], named: Callable[[Row, str], str]) -> list[str]:
    found = []
    models = {one["names"][0]: one for one in grade["networks"] if one["names"]}
    for name in [*row.get("scored", []), *(["model"] if "network" in row else [])]:
        name = named(row, name)
        if name not in models or models[name]["visible"] is None:
            found.append(f"{name} was not scored: {models.get(name, sorted(models))}")
    for name, reason in row.get("unscored", {}).items():
        if models[name]["visible"] is not None or reason not in models[name]["reason"]:
            found.append(f"{name} was scored, or not for the reason {reason}: {models[name]['reason']}")
    for role, name in row.get("roles", {}).items():
        if name not in models or role not in models[name]["roles"]:
            found.append(
                f"{name} is not the {role}: {[(one['names'], one['roles']) for one in models.values()]}"
            )
    return found


def _faults_of_checks(row: Row, grade: dict[str, Any]) -> list[str]:
    found = []
    checks = {check["id"]: check for criterion in grade["criteria"] for check in criterion["checks"]}
    said = {name: f"{name} is {check['status']}: {check['reason']}" for name, check in checks.items()}
    for expected, statuses in (
        ("passed", ("passed",)),
        ("failed", ("failed",)),
        ("partial", ("partial",)),
        ("skipped", ("not_checked",)),
        ("lost", LOST),
    ):
        names = row.get(expected, [])
        found += [said[name] for name in names if checks[name]["status"] not in statuses]
    found += [said[name] for name, part in row.get("says", {}).items() if part not in checks[name]["reason"]]
    found += [
        f"the reason of {name} is lost"
        for name, check in checks.items()
        if check["status"] in LOST and not check["reason"]
    ]
    sentences = [grade["reason"], *said.values(), json.dumps([grade["failure"], grade["also_failed"]])]
    found += [
        f"'{text}' stands in: {one}" for text in row.get("never", []) for one in sentences if text in one
    ]
    return found
