"""A notebook of two cells that computes next to nothing: what a grader costs by itself.

The peers get the same two cells as each wants them: nbgrader with its marks on the cells, Otter as a question with a
test. Their set-up (a released assignment, a packed autograder) is not timed.
"""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_raw_cell

from benchmarks.rerun import QUIET
from benchmarks.timing import Contender

CELLS = ("x = 1 + 1\nprint(x)", "assert x == 2")
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
STUDENTS = ("anna", "boris", "vera")
GOALS = {"harness, local": 1.0, "harness, Docker": 1.3}


def contenders(folder: Path, peers: Path, docker: bool) -> list[Contender]:
    """The bare execution first. ``peers`` is the environment of the lock ``bench``; everything is made in ``folder``."""
    return [
        _bare(folder / "bare", peers),
        *_harness(folder / "harness", docker),
        _nbgrader(folder / "nbgrader", peers),
        _otter(folder / "otter", peers),
    ]


def class_of_three(folder: Path, peers: Path) -> list[Contender]:
    """The same cells of three students, with what each grader has for a class; Otter has nothing that does without Docker."""
    course = folder / "harness"
    for name in STUDENTS:
        _write(course / "class" / name / "work.ipynb", [new_code_cell(cell) for cell in CELLS])
    _rubric(course)
    batch = [sys.executable, "-m", "harness", "batch", "class", "--jobs", "2", *QUIET]
    otter = _otter(folder / "otter", peers)
    thrice = " && ".join([shlex.join(otter.command)] * len(STUDENTS))
    return [
        Contender(
            "harness batch, local, two slots",
            ["sh", "-c", f"rm -rf results && exec {shlex.join(batch)}"],
            course,
        ),
        _nbgrader(folder / "nbgrader", peers, STUDENTS),
        Contender("otter run, three times", ["sh", "-c", thrice], otter.folder, otter.variables),
    ]


def nothing_to_run(folder: Path) -> list[Contender]:
    """A command that finds nothing to run, against an interpreter that does nothing."""
    (folder / "empty").mkdir(parents=True)
    return [
        Contender("python -c pass", [sys.executable, "-c", "pass"], folder),
        Contender("harness --help", [sys.executable, "-m", "harness", "--help"], folder),
        Contender(
            "harness grade of an empty folder",
            [sys.executable, "-m", "harness", "grade", "empty", "--runner", "local", "--no-leaderboard"],
            folder,
            codes=(15,),
        ),
    ]


def _write(path: Path, cells: list[nbformat.NotebookNode]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), path)


def _bare(folder: Path, peers: Path) -> Contender:
    _write(folder / "work.ipynb", [new_code_cell(cell) for cell in CELLS])
    words = ["--to", "notebook", "--execute", "work.ipynb", "--output", "executed.ipynb"]
    command = [str(peers / "bin" / "jupyter"), "nbconvert", *words]
    return Contender("jupyter nbconvert --execute", command, folder, variables=_first(peers))


def _harness(folder: Path, docker: bool) -> list[Contender]:
    _write(folder / "anna" / "work.ipynb", [new_code_cell(cell) for cell in CELLS])
    places = ["--output", str(folder / "results"), "--rubric", str(_rubric(folder))]
    grade = [sys.executable, "-m", "harness", "grade", "anna", *places, "--runner"]
    commands = {
        "harness, local": [*grade, "local", "--no-leaderboard"],
        **({"harness, Docker": [*grade, "docker", "--no-leaderboard"]} if docker else {}),
        "harness, local, with MLflow": [*grade, "local"],
    }
    home = {"HARNESS_HOME": str(folder / "home")}
    return [Contender(name, command, folder, variables=home) for name, command in commands.items()]


def _rubric(folder: Path) -> Path:
    """The rubric of the package, in a course folder of its own, where the leaderboard then lies, too."""
    from harness.assignment.kit import find_kit

    path = folder / "rubric.yaml"
    shutil.copy(find_kit(None).rubric, path)
    return path


def _nbgrader(folder: Path, peers: Path, students: Sequence[str] = STUDENTS[:1]) -> Contender:
    marks = {"locked": False, "schema_version": 3, "task": False}
    solution = marks | {"grade": False, "grade_id": "answer", "solution": True}
    test = marks | {"grade": True, "grade_id": "test", "solution": False, "points": 1}
    cells = [
        new_code_cell(CELLS[0], metadata={"nbgrader": solution}),
        new_code_cell(CELLS[1], metadata={"nbgrader": test}),
    ]
    _write(folder / "source" / "ps1" / "work.ipynb", cells)
    for name in students:
        _write(folder / "submitted" / name / "ps1" / "work.ipynb", cells)
    nbgrader = str(peers / "bin" / "nbgrader")
    _quietly([nbgrader, "generate_assignment", "ps1", "--create"], folder, peers)
    command = [nbgrader, "autograde", "ps1", "--force"]
    return Contender("nbgrader autograde", command, folder, variables=_first(peers))


def _otter(folder: Path, peers: Path) -> Contender:
    config = "# ASSIGNMENT CONFIG\ninit_cell: false\ngenerate: true\nexport_cell: false\nrun_tests: false"
    cells = [
        *(
            new_raw_cell(text)
            for text in (config, "# BEGIN QUESTION\nname: q1\npoints: 1", "# BEGIN SOLUTION")
        ),
        new_code_cell(f"{CELLS[0].splitlines()[0]}  # SOLUTION\nprint(x)"),
        *(new_raw_cell(text) for text in ("# END SOLUTION", "# BEGIN TESTS")),
        new_code_cell("x == 2"),
        *(new_raw_cell(text) for text in ("# END TESTS", "# END QUESTION")),
    ]
    _write(folder / "master.ipynb", cells)
    otter = str(peers / "bin" / "otter")
    _quietly([otter, "assign", "master.ipynb", "made", "--no-run-tests"], folder, peers)
    [packed] = (folder / "made" / "autograder").glob("*.zip")
    _write(folder / "work.ipynb", [new_code_cell(CELLS[0]), new_code_cell('grader.check("q1")')])
    command = [otter, "run", "-a", str(packed), "work.ipynb"]
    return Contender("otter run", command, folder, variables=_first(peers))


def _first(peers: Path) -> dict[str, str]:
    """The kernels and programs of the peers come first."""
    return {"PATH": f"{peers / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": ""}


def _quietly(command: list[str], folder: Path, peers: Path) -> None:
    variables = {**os.environ, **_first(peers)}
    subprocess.run(command, cwd=folder, env=variables, check=True, capture_output=True)
