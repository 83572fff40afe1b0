"""A regrade asks a check again where something that its answer depends on has changed, and only there."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import pytest

from harness.checks import identity
from harness.checks.case import Verdict, View
from harness.checks.judges import Judges
from harness.checks.kept import KEPT, Kept
from harness.checks.known import KNOWN
from harness.checks.names import FIXTURES, Place
from harness.checks.process import Budget
from harness.grade.record import Status
from harness.workplace import Workplace
from tests.conftest import ROOT
from tests.forked import forked_checks as forked_checks
from tests.test_import_rule import guest_of, imported
from tests.test_regrade import Course, standing
from tests.test_regrade import course as course

RUBRIC = """
assignment: fashion_mnist
title: A work of our own
audit: never
criteria:
  - {id: one, title: One, task: 1, points: 10, checks: [{check: "one.py::check_one", points: 10}]}
  - {id: two, title: Two, task: 2, points: 5, checks: [{check: "two.py::check_two", points: 5}]}
  - {id: best, title: Best, task: 7, points: 10, scale: [[0.0, 0], [0.2, 10]]}
"""
CHECK = '{}\n\ndef check_{}(evidence):\n    """It ran."""\n    assert evidence.ran_through\n    {}\n'
ONE, TWO = "one.py::check_one", "two.py::check_two"


def write(course: Course, name: str, more: str = "", *, before: str = "import re") -> None:
    (course.folder / f"{name}.py").write_text(CHECK.format(before, name, more), encoding="utf-8")


@pytest.fixture
def graded(course: Course) -> Path:
    (course.folder / "rubric.yaml").write_text(RUBRIC, encoding="utf-8")
    write(course, "one")
    write(course, "two")
    return course.grade("alice")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The checks that were asked, in order."""
    names = list[str]()
    ask = Judges.of_views

    def record(
        self: Judges, folder: Path, wanted: Mapping[View, Collection[str]]
    ) -> dict[View, dict[str, Verdict]]:
        names.extend(name for of_view in wanted.values() for name in of_view)
        return ask(self, folder, wanted)

    monkeypatch.setattr(Judges, "of_views", record)
    return names


@pytest.fixture(autouse=True)
def files_of_a_course_are_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command reads each file once. Here many run in one process, and what a teacher writes changes between them; the
    harness does not."""
    for name in ("_digest", "_imported"):
        monkeypatch.setattr(identity, name, _of_ours_alone(getattr(identity, name)))


def _of_ours_alone(cached: Any) -> Callable[[Path], object]:
    return lambda path: (cached if path.is_relative_to(identity.PACKAGE) else cached.__wrapped__)(path)


def test_points_and_scales_ask_nothing(course: Course, graded: Path, asked: list[str]) -> None:
    text = RUBRIC.replace("points: 10", "points: 8").replace("[0.2, 10]", "[0.2, 8]")
    (course.folder / "rubric.yaml").write_text(text.replace("title: One", "title: First"), encoding="utf-8")
    assert "one 10 → 8" in course.regrade()
    assert asked == []


def test_a_changed_check_is_asked_alone_and_once(course: Course, graded: Path, asked: list[str]) -> None:
    write(course, "two", "assert False, 'Nobody passes.'")
    assert "two 5 → 0" in course.regrade("--dry-run")
    assert "two 5 → 0" in course.regrade()
    assert asked == [TWO, TWO]
    assert "0 grades changed" in course.regrade()
    assert asked == [TWO, TWO]
    assert (graded / KNOWN).stat().st_mode & 0o077 == 0
    course.regrade("--again")
    assert asked == [TWO, TWO, ONE, TWO]


@pytest.mark.parametrize(
    ("before", "more"),
    [
        ("import time", ""),
        ("import numpy as np", "np.load"),
        ("import numpy as np", "np.random.rand()"),
        ("from numpy import loadtxt", ""),
        ("from pathlib import Path", ""),
        ("", "open"),
        ("import helper_of_a_teacher", ""),
        ("from harness.dataset.load import load_drawing", ""),
    ],
)
def test_what_may_read_a_clock_a_file_or_chance_has_no_id(tmp_path: Path, before: str, more: str) -> None:
    file = tmp_path / "one.py"
    file.write_text(CHECK.format(before, "one", more), encoding="utf-8")
    calls = Workplace.find(None).rubric().of().data.calls
    assert identity.ids_of({ONE: Place(file, "check_one")}, tmp_path / FIXTURES, calls) == {}


def test_what_broke_is_asked_again(course: Course, graded: Path, asked: list[str]) -> None:
    write(course, "two", "raise KeyError(1)")
    course.regrade(code=22)
    assert standing(graded)[2] is False
    course.regrade(code=22)
    assert asked == [TWO, TWO]


def test_other_evidence_and_damaged_answers_are_asked(course: Course, graded: Path, asked: list[str]) -> None:
    (graded / KNOWN).write_text((graded / KNOWN).read_text(encoding="utf-8")[:-20], encoding="utf-8")
    course.regrade()
    assert asked == [ONE, TWO]
    kept = Kept.read(graded)
    evidence = kept.judged.graded.evidence.model_copy(update={"has_predict": False})
    judged = kept.judged.model_copy(
        update={"graded": kept.judged.graded.model_copy(update={"evidence": evidence})}
    )
    content = kept.model_copy(update={"judged": judged}).content()
    assert content is not None
    (graded / KEPT).write_bytes(content)
    course.regrade()
    assert asked == [ONE, TWO, ONE, TWO]


def test_the_code_of_a_check_is_all_that_it_loads() -> None:
    """What our checks import when they are collected is among the files by which they are known."""
    rubric = Workplace.find(None).rubric()
    own = rubric.of().checks
    files = sorted({rubric.place(name).file for name in rubric.checks()})
    code = (
        "import importlib.util, json, sys\n"
        "from pathlib import Path\n"
        "import harness.checks.run, harness.checks.kept\n"
        "for file in sys.argv[1:]:\n"
        "    spec = importlib.util.spec_from_file_location('check', file)\n"
        "    spec.loader.exec_module(importlib.util.module_from_spec(spec))\n"
        "loaded = [m.__file__ for name, m in sys.modules.items() if name.split('.')[0] == 'harness']\n"
        "print(json.dumps(loaded))\n"
    )
    words = [sys.executable, "-c", code, *map(str, [*files, own / FIXTURES])]
    loaded = json.loads(subprocess.run(words, cwd=ROOT, capture_output=True, check=True, text=True).stdout)
    known = identity._closure([*identity.RUNNERS, *files, own / FIXTURES])
    sentences = {path for path in map(Path, loaded) if path.is_relative_to(identity.WORDS)}
    assert set(map(Path, loaded)) - known - sentences == set()
    matrices = own / "matrices.py"
    assert matrices in identity._closure([rubric.place("confusion.computed").file])
    assert matrices not in identity._closure([rubric.place("dataset.loaded").file])


def test_the_lines_of_our_files_say_what_they_import() -> None:
    for path in identity.PACKAGE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        package = ".".join(path.parent.relative_to(ROOT).parts)
        wanted = {module for _, module in imported(source, package) if module.startswith("harness.")}
        if guest_of(package) is None:
            said = list(identity.imports_of_ours(source))
            names = {f"{module}.{name}" for module, names in said for name in names}
            assert wanted <= names | {module for module, _ in said}, path


def test_another_process_knows_a_check_by_the_same_id() -> None:
    code = (
        "from harness.workplace import Workplace\n"
        "from harness.checks import identity\n"
        "rubric = Workplace.find(None).rubric()\n"
        "places = {'dataset.loaded': rubric.place('dataset.loaded')}\n"
        "print(identity.ids_of(places, rubric.of().checks / 'fixtures.py', rubric.of().data.calls))\n"
    )

    def ids(seed: int) -> str:
        seeded = {**os.environ, "PYTHONHASHSEED": str(seed)}
        words = [sys.executable, "-c", code]
        return subprocess.run(words, cwd=ROOT, env=seeded, capture_output=True, check=True, text=True).stdout

    one, other = ids(1), ids(2)
    assert "dataset.loaded" in one
    assert one == other


@pytest.mark.slow
def test_a_file_that_never_ends_holds_all_and_is_waited_for_once(course: Course, graded: Path) -> None:
    file = course.folder / "three.py"
    file.write_text("while True: pass\n", encoding="utf-8")
    places = {ONE: Place(course.folder / "one.py", "check_one"), "three": Place(file, "check_three")}
    calls = Workplace.find(None).rubric().of().data.calls
    with Judges(places, course.folder / FIXTURES, calls, 1, Budget(seconds=1)) as judges:
        for _ in range(2):
            verdicts = judges.verdicts(graded, View.GRADED)
            assert {one.status for one in verdicts.values()} == {Status.ERROR}
            assert verdicts[ONE].reason == "the checks did not end within 1 seconds"
