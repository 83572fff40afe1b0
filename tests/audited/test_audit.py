"""Works that are run on a twin of the data, too: what follows the data, and what does not."""

import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from harness.checks.case import View
from harness.grading.points import judges_of
from harness.workplace import Workplace
from tests.audited.works import lay_out
from tests.e2e.conftest import Project
from tests.e2e.works import CLASS, SECONDS

ENTRY = "work.ipynb"
pytestmark = [pytest.mark.slow, pytest.mark.guest]

WORKS = {
    "honest": ("computed", "neighbours"),
    "dishonest": ("shipped", "networks"),
    "only_these_counts": ("only_these_counts",),
}
"""Each is one notebook: of the works of this folder, the cells one after another, those that are the same once."""
STATISTICS = ["dataset.class_counts", "dataset.mean_and_deviation", "dataset.class_means"]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, real_data: Path, guest_python: Path) -> Path:
    """The results folder of all works."""
    project = Project(tmp_path_factory.mktemp("audit"), real_data)
    for name, parts in WORKS.items():
        cells: list[nbformat.NotebookNode] = []
        for part in parts:
            lay_out(part, project.folder / part, real_data)
            known = [cell.source for cell in cells]
            book = nbformat.read(project.folder / part / ENTRY, as_version=4)
            cells += [cell for cell in book.cells if cell.source not in known]
            shutil.copytree(project.folder / part, project.folder / CLASS / name, dirs_exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=cells), project.folder / CLASS / name / ENTRY)
    options = ("--runner", "local", "--jobs", "2", "--smoke", "--audit", "--no-leaderboard")
    done = project.run("batch", CLASS, *options, timeout=SECONDS)
    assert done.returncode == 22, done.stdout + done.stderr
    return project.folder / "results"


@pytest.fixture(scope="module")
def audited(graded: Path) -> dict[str, dict[str, Any]]:
    """The grade of each work, with what the twin said."""
    return {name: json.loads((graded / name / "1" / "grade.json").read_text("utf-8")) for name in WORKS}


def networks(grade: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {one["title"]: (one["finding"], one["reason"]) for one in grade["audit"]["networks"]}


def found(grade: dict[str, Any]) -> dict[str, str]:
    return {check["id"]: check["finding"] for check in grade["audit"]["checks"]}


def test_what_is_computed_follows_the_data(audited: dict[str, dict[str, Any]]) -> None:
    grade = audited["honest"]
    assert {name: found(grade)[name] for name in STATISTICS} == dict.fromkeys(STATISTICS, "follows")
    assert grade["held"] == []
    assert "contradicts" not in found(grade).values()


def test_numbers_from_a_file_hold_the_grade(audited: dict[str, dict[str, Any]]) -> None:
    grade = audited["dishonest"]
    assert {name: found(grade)[name] for name in STATISTICS} == dict.fromkeys(STATISTICS, "contradicts")
    titles = {check["id"]: check["title"] for criterion in grade["criteria"] for check in criterion["checks"]}
    assert all(titles[name].rstrip(".") in " ".join(grade["held"]) for name in STATISTICS)
    assert not grade["is_mark"]


def test_work_that_runs_on_no_other_counts_is_not_blamed(audited: dict[str, dict[str, Any]]) -> None:
    grade = audited["only_these_counts"]
    assert grade["audit"]["renamed_alone"]
    assert grade["held"] == []
    assert set(found(grade).values()) == {"unknown"}


def test_what_honest_code_does_with_weights_is_not_held_against_it(
    audited: dict[str, dict[str, Any]],
) -> None:
    grade = audited["honest"]
    assert grade["audit"]["networks"]
    assert [one for one in networks(grade).items() if one[1][0] == "contradicts"] == []
    assert (grade["held"], grade["facts"]) == ([], [])


def test_weights_that_no_training_left_are_named(audited: dict[str, dict[str, Any]]) -> None:
    named = [fact for fact in audited["dishonest"]["facts"] if "got weights that no training" in fact]
    assert [fact.split()[3] for fact in named] == ["weights_last"]


def test_where_something_is_listed_a_second_twin_has_the_same_counts(
    audited: dict[str, dict[str, Any]],
) -> None:
    assert audited["honest"]["audit"]["keys"] == 1
    found = {one["id"]: one for one in audited["dishonest"]["audit"]["checks"]}
    assert found["dataset.class_counts"]["by_keys"] == {"contradicts": 1, "unknown": 1}
    assert found["dataset.class_means"]["by_keys"] == {"contradicts": 2}


FIRST, OTHER = "Before the first step of training that was seen", "knew the names of the first data"


@pytest.mark.parametrize(
    ("network", "finding", "words"),
    [
        ("learned", "follows", "moved towards the names"),
        ("again", "follows", "moved towards the names"),
        ("still", "unknown", "This says nothing against it."),
        ("weights_first", "contradicts", FIRST),
        ("weights_last", "contradicts", OTHER),
        ("overwritten", "contradicts", OTHER),
        ("predict(images)", "contradicts", OTHER),
    ],
)
def test_what_a_network_learned(
    network: str, finding: str, words: str, audited: dict[str, dict[str, Any]]
) -> None:
    found, reason = networks(audited["dishonest"])[network]
    assert (found, words in reason) == (finding, True), reason


def test_weights_from_elsewhere_hold_the_grade(audited: dict[str, dict[str, Any]]) -> None:
    grade = audited["dishonest"]
    assert any(FIRST in held or OTHER in held for held in grade["held"])
    assert not grade["is_mark"]


def test_all_views_of_a_work_are_asked_together_with_the_same_answers(graded: Path) -> None:
    rubric = Workplace.find(None).rubric()
    with judges_of(rubric, 2) as judges:
        for name in WORKS:
            attempt = graded / name / "1"
            together = judges.of_views(attempt, dict.fromkeys(View, rubric.checks()))
            assert together == {view: judges.verdicts(attempt, view) for view in View}
