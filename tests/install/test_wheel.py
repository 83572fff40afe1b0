"""The wheel holds all that the package needs, and grades outside any checkout."""

import email
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.grade.record import Status
from harness.installation import PACKAGE
from tests.conftest import ROOT

from .conftest import User

pytestmark = pytest.mark.slow


def files_of(package: Path) -> set[str]:
    """The files of the package's folder, relative to the folder above, but for bytecode."""
    found = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(package.parent).as_posix() for path in found}


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == files_of(PACKAGE)
    assert {"harness/py.typed", "harness/checks/pytest.ini", "harness/sandbox/docker/Dockerfile.gpu"} <= held


def test_the_wheel_says_what_it_is_and_needs_what_the_lock_has(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = email.message_from_bytes(archive.read(name))
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())
    assert metadata["License-Expression"] == "MIT"
    assert "Typing :: Typed" in (metadata.get_all("Classifier") or [])

    def names(lines: list[str]) -> set[str]:
        return {re.split(r"[<>=!~; \[]", one)[0].lower() for one in lines if one and one[0] not in "#-"}

    locked = [
        line
        for lock in ("host.in", "ray.in")
        for line in (ROOT / "locks" / lock).read_text("utf-8").splitlines()
    ]
    assert names(metadata.get_all("Requires-Dist") or []) == names(locked) - {"pip", "setuptools"}


def grade_in(results: Path, name: str) -> dict[str, Any]:
    """The first grade of a submission."""
    found: dict[str, Any] = json.loads((results / name / "1" / "grade.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def untouched(user: User) -> Iterator[None]:
    """Checks that nothing is written into the package."""
    before = files_of(user.package)
    yield
    assert files_of(user.package) == before


@pytest.mark.slow
@pytest.mark.usefixtures("untouched")
def test_a_course_is_made_and_grades(user: User) -> None:
    done = user.run("init", "course")
    assert done.returncode == 0, done.stderr
    course = user.home / "work" / "course"
    done = user.run("grade", str(course / "template"), "--runner", "local", folder=course)
    assert done.returncode == 0, done.stdout + done.stderr
    grade = grade_in(course / "results", "template")
    assert (grade["outcome"], grade["is_mark"]) == ("graded", True)
    checks = [check for criterion in grade["criteria"] for check in criterion["checks"]]
    assert len(checks) > 30
    assert Status.ERROR.value not in {check["status"] for check in checks}, "no check is broken"
    assert 0 <= grade["points"] <= 2
    nothing = {one["id"]: one["points"] for one in grade["criteria"]}
    assert nothing["cnn_port"] == nothing["inception_module"] == nothing["best_f1"] == 0
    assert (course / "results" / "template" / "1" / "feedback.html").stat().st_size
    assert (course / ".harness" / "split.key").is_file()
    assert (course / "mlflow.db").is_file()
    assert not (user.home / ".local" / "share" / "harness").exists(), "a course keeps its own"


@pytest.mark.usefixtures("untouched")
def test_without_a_course_the_results_are_the_user_s_own(user: User) -> None:
    nothing = user.home / "work" / "nothing"
    nothing.mkdir()
    done = user.run("grade", str(nothing), "--runner", "local", "--no-leaderboard")
    assert done.returncode == 15, done.stdout + done.stderr
    data = user.home / ".local" / "share" / "harness"
    assert grade_in(data / "course" / "results", "nothing")["points"] == 0
    assert (data / "course" / ".harness" / "split.key").is_file()
    assert str(data) in done.stdout


@pytest.mark.slow
@pytest.mark.usefixtures("untouched")
def test_an_assignment_outside_of_the_package_is_graded(user: User) -> None:
    course = user.home / "work" / "digits"
    shutil.copytree(ROOT / "examples" / "digits", course)
    done = user.run("grade", "submissions/honest", "--runner", "local", "--no-leaderboard", folder=course)
    assert done.returncode == 0, done.stdout + done.stderr
    grade = grade_in(course / "results", "honest")
    assert (grade["assignment"], grade["points"], grade["is_mark"]) == ("digits", 10, True)
