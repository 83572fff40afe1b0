"""Many small works, each with what its author says the checks must make of it: ``table.yaml`` and ``cases/``. Those
that are one notebook share runs (`tests.e2e.sections`)."""

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat
import pytest

from harness.grade.record import Status
from tests.e2e.conftest import Project
from tests.e2e.sections import dry_run_together
from tests.e2e.works import CLASS, notebook, selected
from tests.tables import rows_of

HERE = Path(__file__).parent
TABLE: list[dict[str, Any]] = rows_of(HERE / "table.yaml")
NAMES = [row["case"] for row in TABLE]
PER_RUN = 20
"""Works that share a run: few enough for the time of a dry run."""
LOST = {Status.FAILED, Status.SKIPPED}


def hand_in(case: str, folder: Path) -> None:
    """Lays a case out as its author would hand it in."""
    source = HERE / "cases" / case
    if source.is_dir():
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("__pycache__", "notebook.py"))
        text = source / "notebook.py"
    else:
        folder.mkdir(parents=True)
        text = source.with_suffix(".py")
    if text.is_file():
        nbformat.write(notebook(text.read_text(encoding="utf-8")), folder / "work.ipynb")


def books() -> dict[str, list[str]]:
    """Works that share a run."""
    sources = {path.parent if path.name == "notebook.py" else path for path in HERE.glob("cases/**/*.py")}
    files = [case for case in NAMES if sources & {HERE / "cases" / case, HERE / "cases" / f"{case}.py"}]
    return {f"book-{begin}": files[begin : begin + PER_RUN] for begin in range(0, len(files), PER_RUN)}


@pytest.fixture(scope="module")
def grades(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    real_data: Path,
    guest_python: Path,
) -> dict[str, dict[str, Any]]:
    """What one dry run of the whole class made of each."""
    project = Project(tmp_path_factory.mktemp("study"), real_data)
    cases = [row["case"] for row in selected(request, TABLE)]
    for case in cases:
        hand_in(case, project.folder / CLASS / case)
    return dry_run_together(project, cases, books(), "local")


def test_every_case_has_its_row() -> None:
    files = {path.stem for path in (HERE / "cases").iterdir() if path.name != "__pycache__"}
    assert Counter(NAMES) == Counter(files)
    assert len(NAMES) >= 40


@pytest.mark.slow
@pytest.mark.guest
@pytest.mark.parametrize("row", TABLE, ids=NAMES)
def test_the_checks_say_what_the_author_wrote_down(
    row: dict[str, Any], grades: dict[str, dict[str, Any]]
) -> None:
    grade = grades[row["case"]]
    checks = {check["id"]: check for criterion in grade["criteria"] for check in criterion["checks"]}
    assert grade["outcome"] == row.get("outcome", "graded"), (grade["reason"], grade["failure"])
    wrong = [
        f"{name}: {checks[name]['status']} {checks[name]['reason']}"
        for expected, statuses in ((row["passed"], {Status.PASSED}), (row["lost"], LOST))
        for name in expected
        if checks[name]["status"] not in statuses
    ]
    partly = row.get("partly", {})
    assert {name: checks[name]["points"] for name in partly} == partly, row["about"]
    assert not wrong, f"{row['about']}: {'; '.join(wrong)}"
    silent = [name for name, check in checks.items() if check["status"] in LOST and not check["reason"]]
    assert not silent, "each lost point has its reason"
