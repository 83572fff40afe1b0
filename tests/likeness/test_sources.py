"""Sources: disguised copies stand out from honest works of the same class, and honest works do not."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from harness.cli import main
from harness.likeness.alike import Kind, judged
from harness.likeness.rates import Honest
from harness.likeness.report import report_of
from harness.words.phrase import plain
from tests.conftest import ROOT
from tests.likeness.disguise import code_cells, commented, hand_in, renamed, split

pytestmark = pytest.mark.slow

STUDY = ROOT / "tests" / "study" / "cases"
SECONDS = 120
FAIR = "This accuses nobody"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course folder with a class of two honest works, which are the samples."""
    shutil.copy(ROOT / "rubric.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    hand_in(tmp_path / "class" / "alice", code_cells())
    shutil.copytree(ROOT / "submissions" / "module", tmp_path / "class" / "module")
    return tmp_path


def found(course: Path, *more: str) -> dict[str, Any]:
    """What the command writes of the class."""
    assert main(["likeness", "class", "--json", "found.json", *more]) == 0
    report: dict[str, Any] = json.loads((course / "found.json").read_text(encoding="utf-8"))
    return report


def standing_out(report: dict[str, Any]) -> list[list[str]]:
    return [one["names"] for one in report["alike"] if one["stands_out"]]


def reordered(cells: Sequence[str]) -> list[str]:
    return random.Random(3).sample(list(cells), len(cells))


@pytest.mark.parametrize(
    "disguise",
    [
        list,
        renamed,
        reordered,
        commented,
        split,
        lambda cells: reordered(split(commented(renamed(cells)))),
        lambda cells: ["'''", *cells],
        lambda cells: ["(", *cells],
        lambda cells: ["\n".join(split(cells)).replace("%%time\n", "%time ").replace("%time ", "")],
    ],
    ids=[
        "as it is",
        "renamed",
        "reordered",
        "commented",
        "split",
        "all",
        "open text",
        "open bracket",
        "one cell",
    ],
)
def test_a_disguised_copy_stands_out(course: Path, disguise: Callable[[Sequence[str]], list[str]]) -> None:
    hand_in(course / "class" / "mallory", disguise(code_cells()), words="My own words.")
    report = found(course)
    assert standing_out(report) == [["alice", "mallory"]]
    [one] = [one for one in report["alike"] if one["stands_out"]]
    assert one["beyond_honest_pairs"]
    assert one["honest_rate"] < 1e-5
    assert any(FAIR in line for line in report["summary"])


def test_a_notebook_and_a_script_of_the_same_code_stand_out(course: Path) -> None:
    (course / "class" / "mallory").mkdir()
    (course / "class" / "mallory" / "solution.py").write_text(
        "\n".join(renamed(code_cells())), encoding="utf-8"
    )
    assert standing_out(found(course)) == [["alice", "mallory"]]


def test_honest_works_do_not_stand_out(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in sorted(STUDY.glob("*.py")):
        (course / "class" / path.stem).mkdir()
        shutil.copy(path, course / "class" / path.stem)
    report = found(course)
    assert standing_out(report) == []
    assert "No pair is alike beyond what honest pairs show." in report["summary"]
    assert "Most alike of the others" in capsys.readouterr().out


def test_what_is_known_to_all_is_not_alike(course: Path) -> None:
    hand_in(course / "class" / "mallory", renamed(code_cells()))
    shutil.copytree(course / "class" / "alice", course / "sample")
    report = found(course, "--known", "sample")
    assert standing_out(report) == []
    assert "too little code of its own" in report["not_compared"]["mallory"]


def test_a_template_in_the_course_folder_is_known(course: Path) -> None:
    hand_in(course / "class" / "mallory", code_cells())
    shutil.copytree(course / "class" / "alice", course / "template")
    assert standing_out(found(course)) == []


def test_the_port_that_the_tasks_ask_for_is_known(course: Path) -> None:
    known = code_cells(ROOT / "harness/assignments/fashion_mnist/likeness/known/port.ipynb")
    for name in ("bob", "carol"):
        hand_in(course / "class" / name, [*known, f"print('{name}')"])
    report = found(course)
    assert standing_out(report) == []
    assert {"bob", "carol"} <= report["not_compared"].keys()


def test_imports_are_not_alike(course: Path) -> None:
    imports = [
        f"from package{number} import (name{number} as n{number},\n    other)" for number in range(300)
    ]
    for name in ("bob", "carol"):
        hand_in(course / "class" / name, imports)
    assert found(course)["not_compared"]["bob"] == "it has too little code of its own to be compared"


def test_the_page_marks_passages_and_escapes_what_students_wrote(course: Path) -> None:
    evil = ["name = '<script>alert(1)</script>'", *code_cells()]
    hand_in(course / "class" / "<b>mallory", renamed(evil))
    found(course, "--html", "found.html")
    page = (course / "found.html").read_text(encoding="utf-8")
    assert page.count("<pre") >= 2
    assert '<mark class="c0" title="passage 1">' in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "<b>mallory" not in page
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")
    assert (course / "found.html").stat().st_mode & 0o077 == 0


def test_the_table_is_the_same_in_every_process(course: Path) -> None:
    hand_in(course / "class" / "mallory", renamed(code_cells())[:9])
    first = found(course)
    command = [sys.executable, "-m", "harness", "likeness", "class", "--json", "again.json"]
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "PYTHONPATH": paths}
    subprocess.run(command, cwd=course, env=environment, check=True, capture_output=True, timeout=SECONDS)
    assert json.loads((course / "again.json").read_text(encoding="utf-8")) == first


HOSTILE = {
    "brackets": "(" * 300_000,
    "quotes": '"""' * 100_000,
    "repeated": "x = 1\n" * 50_000,
    "dots": "a." * 150_000,
    "imports": "from (\n" * 50_000,
    "not_python": "\x00\udcff ¡" * 60_000,
    "backslashes": "\\" * 300_000,
}


def test_hostile_sources_are_bounded_and_cost_nobody_else(course: Path) -> None:
    for name, text in HOSTILE.items():
        (course / "class" / name).mkdir()
        content = text.encode("utf-8", "surrogatepass")
        (course / "class" / name / "solution.py").write_bytes(content)
    (course / "class" / "no_notebook").mkdir()
    (course / "class" / "no_notebook" / "work.ipynb").write_text('{"cells": ' + "[" * 100_000)
    (course / "class" / "empty").mkdir()
    hand_in(course / "class" / "mallory", renamed(code_cells()))
    report = found(course)
    assert ["alice", "mallory"] in standing_out(report)
    assert "first 200,000 characters" in report["not_compared"]["repeated"]
    assert "cannot be read" in report["not_compared"]["no_notebook"]
    assert "no code" in report["not_compared"]["empty"]


def test_one_work_is_refused_in_a_sentence(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(course / "class" / "module")
    assert main(["likeness", "class"]) == 2
    assert "there is only one" in " ".join(capsys.readouterr().err.split())


def test_the_submissions_of_the_course_folder_are_compared_where_none_are_named(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "class").rename(course / "submissions")
    assert main(["likeness"]) == 0
    assert "1 pair of 2 works was compared by code." in " ".join(capsys.readouterr().out.split())


def test_few_honest_works_make_no_rate(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["likeness", "class", "--honest", "class"]) == 2
    assert "a rate needs at least 1,000" in " ".join(capsys.readouterr().err.split())


def test_what_is_beyond_honest_pairs_is_listed_also_where_so_large_a_class_has_such_by_chance() -> None:
    honest = Honest.of([number / 100 for number in range(2000)], works=64)
    found = [((f"a{number}", f"b{number}"), 20.5 - number / 20, plain("x")) for number in range(20)]
    alike = judged(Kind.SOURCES, found, 10**7, [honest] * 20, lambda record, strength: plain("y"))
    report = report_of([alike], {}, [])
    assert report.standing_out == []
    assert [one.names for one in report.next_ones] == [one.names for one in alike if one.beyond]
    assert len(report.next_ones) == 11
    [alone] = judged(Kind.SOURCES, found[:1], 1, [honest], lambda record, strength: plain("y"))
    assert alone.stands_out


def test_without_honest_pairs_nothing_stands_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples" / "digits", tmp_path / "digits")
    monkeypatch.chdir(tmp_path / "digits")
    for name in ("bob", "carol"):
        hand_in(tmp_path / "digits" / "class" / name, code_cells())
    report = found(tmp_path / "digits")
    assert standing_out(report) == []
    assert "not known" in report["alike"][0]["how_sure"]
