"""A class that is graded already: what a batch costs that finds nothing to do. The goals are seconds."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from benchmarks.timing import Contender
from harness.assignment.kit import find_kit
from harness.grade.results import FEEDBACK, GRADE
from harness.intake.submission import read_submission
from harness.sandbox.choose import choose_backend
from harness.workplace import Workplace

COUNTS = (250, 1000)
GOALS = {"batch of 1,000, all graded": 5.0}
QUIET = ("--runner", "local", "--no-leaderboard")


def contenders(folder: Path) -> list[Contender]:
    """One class after the other; memory should not grow with them."""
    return [_graded(folder / str(count), count) for count in COUNTS]


def _graded(course: Path, count: int) -> Contender:
    """One work of two cells is graded; of the others the grades are written down."""
    course.mkdir(parents=True)
    rubric, results = course / "rubric.yaml", course / "results"
    rubric.write_text(find_kit(None).rubric.read_text(encoding="utf-8"), encoding="utf-8")
    name = f"batch of {count:,}, all graded"
    command = [sys.executable, "-m", "harness", "batch", "class", *QUIET]
    _hand_in(course / "class" / "student00000", 0)
    subprocess.run(command, cwd=course, check=False, capture_output=True)
    grade = json.loads((results / "student00000" / "1" / GRADE).read_bytes())
    place = Workplace.find(rubric)
    backend = choose_backend("local", installation=place.for_sandboxes, gpus="none")
    setting = place.setting(backend, "none", False, print)
    for number in range(1, count):
        work = course / "class" / f"student{number:05}"
        _hand_in(work, number)
        submission = read_submission(work)
        its = {
            "submission": work.name,
            "content_hash": submission.content_hash,
            "inputs_id": setting.inputs_id(submission),
        }
        attempt = results / work.name / "1"
        attempt.mkdir(parents=True)
        (attempt / GRADE).write_text(json.dumps({**grade, **its}, indent=2) + "\n", encoding="utf-8")
        (attempt / FEEDBACK).write_text("", encoding="utf-8")
    return Contender(name, command, course, codes=(0, 22))


def _hand_in(folder: Path, number: int) -> None:
    folder.mkdir(parents=True)
    cells = [new_code_cell(f"x = {number}"), new_code_cell("print(x)")]
    nbformat.write(new_notebook(cells=cells), folder / "work.ipynb")
