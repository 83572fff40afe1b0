"""docs/course.md, followed to the letter by somebody who has a class of two."""

import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

WORK = "print('hello')\n"
OURS = '''
def check_it(case):
    """Something of ours."""
    if any("Anna" in cell.text for cell in case.evidence.notebook):
        raise KeyError("text")
'''
CRITERION = """
  - id: ours
    title: Ours
    task: 1
    points: 10
    checks:
      - {check: "ours.py::check_it", points: 10}
"""


@pytest.mark.slow
def test_the_page_is_followed(tmp_path: Path, real_data: Path, guest_python: Path) -> None:
    checkout, course = tmp_path / "checkout", tmp_path / "my_course"
    (checkout / "submissions" / "plain").mkdir(parents=True)
    (checkout / "submissions" / "plain" / "solution.py").write_text(WORK, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "works.zip", "w") as works:
        works.writestr("anna/solution.py", f"{WORK}print('Anna')\n")
        works.writestr("boris/solution.py", f"{WORK}print('Boris')\n")
    (tmp_path / "roster.csv").write_text(
        "id,name\nanna,Anna Berg\nboris,Boris Orlov\nclara,Clara Ruiz\n", "utf-8"
    )
    (tmp_path / "canvas_export.csv").write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,Control work (4711)\n"
        "    Points Possible,,,,,110.00\n"
        '"Berg, Anna",67,anna,anna,Group 1,\n"Orlov, Boris",68,boris,boris,Group 1,\n',
        encoding="utf-8",
    )
    said = {}
    page = (ROOT / "docs" / "course.md").read_text(encoding="utf-8")
    for line in re.findall(r"^nox -s (.+)$", page, re.MULTILINE):
        verb, *rest = shlex.split(line)
        done = subprocess.run(
            [sys.executable, "-m", "harness", verb, *rest[1:]],
            cwd=checkout,
            # No engine answers there, so the local sandbox is taken.
            env={
                **os.environ,
                "DOCKER_HOST": f"unix://{tmp_path}/none",
                "FASHION_MNIST_DIR": str(real_data),
                "PYTHONPATH": str(ROOT),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        said[verb] = " ".join((done.stdout + done.stderr).split())
        assert done.returncode == (22 if verb == "batch" else 0), f"{line}: {said[verb]}"
        if verb == "init":
            (course / "ours.py").write_text(OURS, encoding="utf-8")
            rubric = (
                (course / "rubric.yaml").read_text(encoding="utf-8").replace("audit: always", "audit: never")
            )
            (course / "rubric.yaml").write_text(rubric + CRITERION, encoding="utf-8")
    assert "No work was found of clara (Clara Ruiz)." in said["batch"]
    assert "anna" in said["held"]
    assert "2 marks written" in said["gradebook"]
    assert "0 grades changed, 2 grades the same" in said["regrade"]
    board = (tmp_path / "board.html").read_text(encoding="utf-8")
    assert "plain" not in board, "a trial is no student"
