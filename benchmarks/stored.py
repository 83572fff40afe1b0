"""A class whose grades are stored: what it takes to grade it anew from what was kept.

One work is graded; the others are copies of its attempt under other names. The goals are seconds for each command.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.timing import Contender
from harness.assignment.kit import find_kit
from harness.checks.kept import KEPT
from harness.checks.known import KNOWN
from harness.grade.record import Grade
from harness.grade.results import FEEDBACK, GRADE

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "submissions" / "alice"
COUNT = 1000
NOTHING, POINTS, WRITTEN, CHECK, ALL = (
    f"regrade of {COUNT:,}: {what}"
    for what in (
        "nothing changed, dry run",
        "points changed, dry run",
        "points changed, written",
        "a check changed, dry run",
        "every check asked, dry run",
    )
)
GOALS = dict.fromkeys((NOTHING, POINTS, WRITTEN, CHECK, ALL), 60.0)
OWN = 'def check_ran(evidence):\n    """It ran to its end."""\n    assert evidence.ran_through{more}\n'
CRITERION = """
  - id: ours
    title: It ran
    task: 1
    points: {points}
    checks: [{{check: "ours.py::check_ran", points: {points}}}]
"""


def contenders(folder: Path) -> list[Contender]:
    """Each command has a course folder of its own, in which one thing is another than when the works were graded."""
    first = _course(folder / "first")
    grade = [sys.executable, "-m", "harness", "grade", str(WORK), "--no-leaderboard", "--runner", "local"]
    subprocess.run(grade, cwd=first, check=True, capture_output=True)
    return [
        _regrade(folder, first, NOTHING, "--dry-run"),
        _regrade(folder, first, POINTS, "--dry-run", points=2),
        _regrade(folder, first, WRITTEN, points=2),
        _regrade(folder, first, CHECK, "--dry-run", more=", 'It broke off.'"),
        _regrade(folder, first, ALL, "--dry-run", "--again"),
    ]


def _regrade(folder: Path, first: Path, name: str, *words: str, points: int = 1, more: str = "") -> Contender:
    course = _course(folder / name.replace(" ", "-"), points, more)
    shutil.copytree(first / ".harness", course / ".harness")
    copies(first / "results" / WORK.name / "1", course / "results", COUNT)
    command = [sys.executable, "-m", "harness", "regrade", "--no-leaderboard", *words]
    return Contender(name, command, course)


def copies(attempt: Path, results: Path, count: int) -> None:
    """So many submissions in a results folder with this attempt, each under a name of its own."""
    grade = json.loads((attempt / GRADE).read_bytes())
    for number in range(count):
        name = f"student{number:05}"
        to = results / name / "1"
        to.mkdir(parents=True)
        text = json.dumps({**grade, "submission": name}, indent=2)
        (to / GRADE).write_text(text + "\n", encoding="utf-8")
        for file in (KEPT, KNOWN, FEEDBACK):
            shutil.copy(attempt / file, to / file)
    Grade.read(to / GRADE)


def _course(folder: Path, points: int = 1, more: str = "") -> Path:
    """A course folder with the rubric of the package and a check of its own, in a file that is the same wherever it lies."""
    folder.mkdir(parents=True)
    text = find_kit(None).rubric.read_text(encoding="utf-8")
    head, _, rest = text.partition("criteria:\n")
    criterion = CRITERION.format(points=points)
    (folder / "rubric.yaml").write_text(f"{head}criteria:{criterion}{rest}", encoding="utf-8")
    (folder / "ours.py").write_text(OWN.format(more=more), encoding="utf-8")
    return folder
