"""Small works made from public trouble reports, and works that once got a wrong mark: ``works/``, each with what is right
in a row of the tables beside this file. `tests.e2e.works.faults` says what a row may hold; `docker` is for those that
touch a boundary of the sandbox and so run there, too."""

import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.conftest import Project
from tests.e2e.works import CLASS, dry_run, faults, selected

HERE = Path(__file__).parent
TABLE: list[dict[str, Any]] = [
    row
    for path in sorted(HERE.glob("*.yaml"))
    for row in yaml.safe_load(path.read_text(encoding="utf-8")) or []
]
WITH_DOCKER = [row for row in TABLE if row.get("docker")]
NOT_KEPT = {"04b_file_name_not_utf8": b"\xe4\xe0\xed\xed\xfb\xe5.csv"}
"""File names that archives and git do not carry well, by case."""


def graded(
    request: pytest.FixtureRequest, folder: Path, data: Path, rows: list[dict[str, Any]], runner: str
) -> dict[str, dict[str, Any]]:
    project = Project(folder, data)
    cases = [row["case"] for row in selected(request, rows)]
    for case in cases:
        work = project.folder / CLASS / case
        shutil.copytree(HERE / "works" / case, work)
        if case in NOT_KEPT:
            (work / os.fsdecode(NOT_KEPT[case])).write_bytes(b"")
    return dry_run(project, cases, runner)


@pytest.fixture(scope="module")
def local(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    real_data: Path,
    guest_python: Path,
) -> dict[str, dict[str, Any]]:
    """What one dry run of all made of each."""
    return graded(request, tmp_path_factory.mktemp("local"), real_data, TABLE, "local")


@pytest.fixture(scope="module")
def docker(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    real_data: Path,
    docker_engine: None,
) -> dict[str, dict[str, Any]]:
    return graded(request, tmp_path_factory.mktemp("docker"), real_data, WITH_DOCKER, "docker")


def test_every_case_has_its_row() -> None:
    works = {path.name for path in (HERE / "works").iterdir()}
    assert Counter(row["case"] for row in TABLE) == Counter(works)


@pytest.mark.slow
@pytest.mark.guest
@pytest.mark.parametrize("row", TABLE, ids=[row["case"] for row in TABLE])
def test_each_gets_what_is_right(row: dict[str, Any], local: dict[str, dict[str, Any]]) -> None:
    assert faults(row, local[row["case"]]) == []


@pytest.mark.slow
@pytest.mark.docker
@pytest.mark.guest
@pytest.mark.parametrize("row", WITH_DOCKER, ids=[row["case"] for row in WITH_DOCKER])
def test_each_does_in_docker_too(row: dict[str, Any], docker: dict[str, dict[str, Any]]) -> None:
    assert faults(row, docker[row["case"]]) == []
