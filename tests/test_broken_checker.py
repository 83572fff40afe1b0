"""A checker that breaks never makes points: the grade waits for a person."""

import gc
import json
import re
import subprocess
from functools import partial
from pathlib import Path

import pytest

from harness.assignment.rubric import Rubric, read_rubric
from harness.assignments.fashion_mnist import ASSIGNMENT
from harness.assignments.fashion_mnist.data.spec import CALLS
from harness.checks import process
from harness.checks.case import Case
from harness.checks.judges import Judges
from harness.checks.process import Budget
from harness.dataset.drawing import Truth
from harness.evidence.event_log import EventLog
from harness.evidence.schema import NotebookCell
from harness.grade.record import CriterionGrade, Grade, Status
from harness.grading import points
from harness.grading.points import broken, judges_of
from harness.outcome import Outcome
from harness.words.phrase import phrase
from harness.words.say import say
from tests.conftest import ROOT
from tests.marking import mark
from tests.report import sample_grades

pytestmark = pytest.mark.slow

LOAD = "import keras\n(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()\n"
SHAPES = LOAD + "print(x_train.shape, x_test.shape)"
SHOWN = "(60000, 28, 28) (10000, 28, 28)"
BREAKING = """
import os, sys
import pytest

def check_raises(case):
    case.nothing_of_the_kind

def check_exits():
    sys.exit(0)

def check_dies():
    os._exit(0)

def check_kills_itself():
    os.kill(os.getpid(), 9)

def check_kills_what_asked_it():
    os.kill(os.getppid(), 9)
    os.kill(os.getpid(), 9)

def check_hangs():
    while True:
        pass

def check_waits():
    import subprocess
    subprocess.run(["sleep", "600"])

def check_eats_memory():
    held = [bytearray(2**26) for _ in range(10**6)]

@pytest.fixture
def unsteady():
    yield
    raise RuntimeError("after the check")

def check_breaks_afterwards(unsteady):
    pass

def check_is_sound():
    pass
"""
RUBRIC = """
assignment: fashion_mnist
title: A work of our own
criteria:
  - id: ours
    title: Ours
    task: 1
    points: 10
    checks:
      - {{check: "ours.py::{name}", points: 7}}
      - {{check: "ours.py::check_is_sound", points: 3}}
"""


def case(*lines: str, cells: list[NotebookCell] | None = None, modules: dict[str, str] | None = None) -> Case:
    """What the checks get where a run said these lines and left these cells."""
    log = EventLog()
    for line in lines:
        log.add(line)
    evidence = log.evidence(cells or [NotebookCell(number=1, code=True, source=SHAPES, text=SHOWN, count=1)])
    truth = Truth(mean=72.9, deviation=90.0, class_means=[50.0] * 10)
    return Case(evidence=evidence, networks=[], truth=truth, calls=CALLS, modules=modules or {}, smoke=False)


def marked(case: Case) -> list[CriterionGrade]:
    return mark(read_rubric(ROOT / "rubric.yaml"), case, None)


def shapes(criteria: list[CriterionGrade]) -> Status:
    checks = {check.id: check.status for criterion in criteria for check in criterion.checks}
    return checks["dataset.shapes"]


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity", "1" * 400])
def test_a_number_that_json_cannot_hold_costs_its_event_alone(number: str) -> None:
    events = [
        f'{{"event": "cell", "number": 1, "total": 1, "state": "done", "seconds": {number}}}',
        f'{{"event": "call", "function": "f1_score", "rows": 1, "truth": "test", "result": [{number}]}}',
        f'{{"event": "note", "message": "x", "more": {number}}}',
    ]
    found = case(*events)
    assert found.evidence == case().evidence
    criteria = marked(found)
    assert broken(ASSIGNMENT.name, criteria) == []
    assert shapes(criteria) is Status.PASSED
    assert sum(criterion.points for criterion in criteria) < 10


def test_a_long_run_of_spaces_is_read() -> None:
    source = LOAD + "print" + " " * 600_000 + "(x_train.shape, x_test.shape)"
    criteria = marked(case(cells=[NotebookCell(number=1, code=True, source=source, text=SHOWN, count=1)]))
    assert broken(ASSIGNMENT.name, criteria) == []
    assert shapes(criteria) is Status.PASSED


@pytest.mark.parametrize("cell", [SHAPES, "import helper\n" + SHAPES], ids=["unused", "imported"])
def test_a_helper_that_is_nested_too_deep_is_not_followed_and_no_more(cell: str) -> None:
    cells = [NotebookCell(number=1, code=True, source=cell, text=SHOWN, count=1)]
    for helper in ("x = " + "-" * 20_000 + "1", "x = 1" + " + 1" * 5_000, "x = " + "-" * 900 + "1"):
        criteria = marked(case(cells=cells, modules={"helper": helper}))
        assert broken(ASSIGNMENT.name, criteria) == []
        assert shapes(criteria) is Status.PASSED


@pytest.mark.parametrize(
    "padding",
    ["#" * 1_000_001, "x = 1" + " + 1" * 5_000, "".join(f"{' ' * i}for a{i} in a:\n" for i in range(19)) + " " * 19 + "b"],
    ids=["long", "deep", "slow"],
)  # fmt: skip
def test_padding_does_not_make_typed_numbers_count(padding: str) -> None:
    source = f"{LOAD}print('{SHOWN}')\n{padding}"
    criteria = marked(case(cells=[NotebookCell(number=1, code=True, source=source, text=SHOWN, count=1)]))
    assert shapes(criteria) is Status.ERROR
    (why,) = broken(ASSIGNMENT.name, criteria)
    assert "cell 1 is too long, or nested too deep, to be followed" in say(why)
    assert next(c for c in criteria if c.id == "dataset_stats").points == 0


def rubric(folder: Path, name: str) -> Rubric:
    (folder / "ours.py").write_text(BREAKING, encoding="utf-8")
    path = folder / "rubric.yaml"
    path.write_text(RUBRIC.format(name=name), encoding="utf-8")
    return read_rubric(path)


@pytest.mark.parametrize(
    ("name", "words", "others"),
    [
        ("check_raises", "AttributeError", 3.0),
        ("check_breaks_afterwards", "RuntimeError: after the check", 3.0),
        ("check_exits", "SystemExit", 3.0),
        ("check_eats_memory", "MemoryError", 3.0),
        ("check_dies", "ended without a result", 0.0),
        ("check_kills_itself", "were ended", 0.0),
        ("check_hangs", "2 seconds", 0.0),
        ("check_waits", "did not end within 2 seconds", 0.0),
    ],
)
def test_a_check_that_breaks_gives_no_points_and_holds(
    tmp_path: Path, name: str, words: str, others: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 2 if name in ("check_hangs", "check_waits") else 60
    monkeypatch.setattr(points, "Judges", partial(Judges, budget=Budget(seconds, 2 * 1024**3)))
    criteria = mark(rubric(tmp_path, name), case(), None)
    (ours,) = criteria
    assert (ours.checks[0].status, ours.checks[0].points) == (Status.ERROR, 0.0)
    assert (ours.status, ours.points) == (Status.ERROR, others)
    (why,) = broken(ASSIGNMENT.name, criteria)
    assert words in say(why)
    assert f"ours.py::{name}" in say(why)
    reason = "Error" in words or "Exit" in words
    assert reason or not re.search(r"[a-z]{3,} [a-z]", say(why, "ru").partition(": ")[2])


def test_a_process_that_began_early_judges_many_and_one_without_a_case_just_ends() -> None:
    with judges_of(read_rubric(ROOT / "rubric.yaml"), 2) as warm:
        warm.begin()
        early = [warm.of_case(case()) for _ in range(2)]
    with judges_of(read_rubric(ROOT / "rubric.yaml"), 2) as late:
        assert early == [late.of_case(case())] * 2
    with judges_of(read_rubric(ROOT / "rubric.yaml"), 2) as unused:
        unused.begin()
        (begun,) = processes(unused)
    assert begun.returncode is not None


def processes(of: Judges) -> "list[subprocess.Popen[bytes]]":
    """Those that run."""
    free = [of._free.get() for _ in range(of._free.qsize())]
    for judge in reversed(free):
        of._free.put(judge)
    return [judge._process for judge in free if judge._process is not None]


@pytest.mark.parametrize("has_judged", [False, True])
def test_a_process_that_was_killed_while_nobody_asked_it_is_started_again(*, has_judged: bool) -> None:
    with judges_of(read_rubric(ROOT / "rubric.yaml"), 2) as killed:
        killed.begin()
        said = killed.of_case(case()) if has_judged else None
        (begun,) = processes(killed)
        begun.kill()
        begun.wait()
        again = killed.of_case(case())
        assert processes(killed) != [begun]
    assert said in (None, again)
    assert not any(verdict.status is Status.ERROR for verdict in again.values())


def test_processes_that_nobody_holds_any_more_end() -> None:
    found = judges_of(read_rubric(ROOT / "rubric.yaml"), 1)
    found.begin()
    (begun,) = processes(found)
    del found
    gc.collect()
    assert begun.returncode is not None


def test_a_process_that_is_killed_while_it_judges_holds(tmp_path: Path) -> None:
    criteria = mark(rubric(tmp_path, "check_kills_what_asked_it"), case(), None)
    assert sum(criterion.points for criterion in criteria) == 0
    (why,) = broken(ASSIGNMENT.name, criteria)
    assert "2 checkers broke" in say(why)


def test_a_sentence_on_broken_checks_says_their_titles() -> None:
    found = read_rubric(ROOT / "rubric.yaml")
    gone = {name: process.broken(name, phrase("checks.gone")) for name in found.checks()}
    (why,) = broken(ASSIGNMENT.name, points.marked(found, gone, None))
    assert "“Fashion-MNIST was loaded”" in say(why)
    assert "«Набор Fashion-MNIST загружен»" in say(why, "ru")
    assert not re.search(r"dataset\.loaded|layers\.core", say(why) + say(why, "ru"))


def test_a_check_that_says_nothing_is_called_as_its_docstring_says(tmp_path: Path) -> None:
    found = rubric(tmp_path, "check_dies")
    (tmp_path / "ours.py").write_text(
        BREAKING.replace("check_dies():", 'check_dies():\n    """It\n    dies."""'), encoding="utf-8"
    )
    criteria = mark(found, case(), None)
    assert criteria[0].checks[0].title == "It dies."
    assert "“It dies”" in say(broken(ASSIGNMENT.name, criteria)[0])


def test_a_file_of_checks_that_cannot_be_imported_holds(tmp_path: Path) -> None:
    found = rubric(tmp_path, "check_raises")
    (tmp_path / "ours.py").write_text("import nothing_of_this_name\n" + BREAKING, encoding="utf-8")
    criteria = mark(found, case(), None)
    assert criteria[0].points == 0
    assert "2 checkers broke" in say(broken(ASSIGNMENT.name, criteria)[0])
    assert "импортировать ours.py не удалось: ModuleNotFoundError" in say(
        broken(ASSIGNMENT.name, criteria)[0], "ru"
    )


def test_the_case_arrives_as_it_was_sent() -> None:
    mapping = {"layout": "hw", "size": [28, 28], "channels": 1, "geometry": "none", "corner": [0, 0]}
    numbers = {"scale": 1e-308, "offset": -1.7e308, "max_error": 0, "rows": 1}
    events = [
        {"event": "input", "fit": "f1", "model": "m1", "mapping": {**mapping, **numbers}},
        {"event": "call", "function": "f1_score", "rows": 1, "truth": "test", "result": 0.5},
        {"event": "call", "function": "report", "rows": 1, "truth": "test", "result": "0.5 \ud83d\ude00"},
        {"event": "call", "function": "report", "rows": 1, "truth": "test", "result": [[[0.5]] * 100]},
        {"event": "note", "message": "\x00\x1b"},
    ]
    sent = case(*map(json.dumps, events))
    assert [call.result for call in sent.evidence.calls] == [0.5, "0.5 \U0001f600", None]
    assert Case.model_validate_json(sent.model_dump_json(by_alias=True)) == sent


def test_a_held_grade_cannot_be_a_mark() -> None:
    with pytest.raises(ValueError, match="not a mark"):
        sample_grades.held(is_mark=True)


def test_a_held_grade_has_an_exit_code_of_its_own(tmp_path: Path) -> None:
    held = sample_grades.held()
    assert (held.exit_code, sample_grades.good().exit_code) == (22, 0)
    assert sample_grades.held(outcome=Outcome.CODE_ERROR).exit_code == 22
    assert sample_grades.held(outcome=Outcome.GRADER_BUG).exit_code == 21
    held.write(tmp_path / "grade.json")
    assert Grade.read(tmp_path / "grade.json") == held
