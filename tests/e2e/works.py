"""Whole classes of small works: from texts with cells to what one dry run makes of each."""

import json
from collections.abc import Sequence
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
