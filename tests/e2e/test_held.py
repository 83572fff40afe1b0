"""A teacher's own check that breaks holds the grade: points are provisional, and no leaderboard sees them."""

import json
from pathlib import Path

from harness.grade.find import stored
from tests.e2e.conftest import Project

OURS = '''
def check_it(case):
    """The notebook says hello."""
    assert any("hello" in cell.text for cell in case.evidence.notebook), "It does not."
    if any("break" in cell.text for cell in case.evidence.notebook):
        raise KeyError("text")
'''
RUBRIC = """
assignment: fashion_mnist
title: A work of our own
audit: always
criteria:
  - id: ours
    title: Ours
    task: 1
    points: 10
    checks:
      - {check: "ours.py::check_it", points: 10}
"""


def regraded(project: Project, code: int) -> str:
    """What a regrade says that ends with this code."""
    done = project.run("regrade", "--no-leaderboard")
    assert done.returncode == code, done.stdout + done.stderr
    return " ".join(done.stdout.split())


def test_a_broken_check_holds_the_grade(project: Project, guest_python: Path) -> None:
    (project.folder / "ours.py").write_text(OURS, encoding="utf-8")
    (project.folder / "rubric.yaml").write_text(RUBRIC, encoding="utf-8")
    answer = project.grade(project.notebook("vera", "print('hello, break')"), "--runner", "local")
    grade = answer.grade
    assert (answer.code, grade["outcome"], grade["points"]) == (22, "graded", 0.0), answer.text
    assert grade["held"] == ["A checker broke (“The notebook says hello”): KeyError: 'text'."]
    assert grade["is_mark"] is False
    assert "0 of 10 points (provisional)" in answer.text
    assert "provisional" in (answer.folder / "feedback.html").read_text(encoding="utf-8")
    assert not (project.folder / "mlflow.db").exists()

    # When the check is mended, the grade is made anew of what was kept, its audit included.
    (project.folder / "ours.py").write_text(OURS.replace("raise KeyError", "KeyError"), encoding="utf-8")
    assert "0 → 10" in regraded(project, 0)
    mended = stored(project.folder / "results", "vera").grade
    assert (mended.points, mended.held, mended.is_mark) == (10.0, [], True)
    assert mended.audit is not None
    assert [check.finding for check in mended.audit.checks] == ["unknown"]
    (project.folder / "ours.py").write_text(OURS, encoding="utf-8")
    regraded(project, 22)
    assert stored(project.folder / "results", "vera").grade.held == grade["held"]

    project.notebook("anna", "print('hello')")
    for said in (
        "vera: already graded, unchanged (attempt 1, held)",
        "anna: already graded, unchanged (attempt 1)",
    ):
        done = project.run("batch", "handed-in", "--runner", "local", "--no-leaderboard")
        text = " ".join(done.stdout.split())
        assert done.returncode == 22, done.stdout + done.stderr
        assert (
            "Needs a human: vera (held: A checker broke (“The notebook says hello”): KeyError: 'text')."
            in text
        )
        assert said in text
    released = project.run("release", "vera", "--why", "It says hello.", "--by", "Ada", "--no-leaderboard")
    assert released.returncode == 0, released.stdout + released.stderr
    done = project.run("batch", "handed-in", "--runner", "local", "--no-leaderboard")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "vera: already graded, unchanged (attempt 1, released)" in done.stdout
    assert "Nothing needs a human." in done.stdout
    grades = [
        json.loads(path.read_text()) for path in (project.folder / "results" / "anna").glob("*/grade.json")
    ]
    assert [(grade["points"], grade["held"]) for grade in grades] == [(10.0, [])]
