"""Runs the real command line over small real notebooks, in real sandboxes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from harness.intake.names import results_name
from tests.conftest import ROOT


@dataclass(frozen=True)
class Answer:
    """What a command printed, how it ended, and the newest grade of the submission."""

    code: int
    text: str
    grade: dict[str, Any]
    folder: Path


class Project:
    """A project folder of its own: rubric with small limits, results, key, leaderboard."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.folder = folder
        self.env = {
            **os.environ,
            "FASHION_MNIST_DIR": str(data),
            "HARNESS_SPLIT_KEY": "a key for the tests alone",
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "110",
        }
        self.env.pop("MLFLOW_TRACKING_URI", None)
        self.rubric()

    def rubric(self, **limits: float) -> None:
        """Writes the rubric, with some limits replaced."""
        text = (
            (ROOT / "rubric.yaml")
            .read_text(encoding="utf-8")
            .replace("hidden_per_class: 500", "hidden_per_class: 100")
            .replace("audit: always", "audit: never")
        )
        head, tail = text.split("limits:", 1)
        _, rest = tail.split("\n\n", 1)
        lines = "".join(f"  {name}: {value}\n" for name, value in limits.items())
        limited = f"limits:\n{lines}\n" if limits else ""
        (self.folder / "rubric.yaml").write_text(head + limited + rest, encoding="utf-8")

    def notebook(self, name: str, *cells: str) -> Path:
        """A submission of one notebook with these code cells."""
        folder = self.folder / "handed-in" / name
        folder.mkdir(parents=True, exist_ok=True)
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        nbformat.write(book, folder / "work.ipynb")
        return folder

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "harness", *arguments]

    def run(
        self, *arguments: str, env: dict[str, str] | None = None, timeout: float = 900
    ) -> subprocess.CompletedProcess[str]:
        """Runs one command in the project folder."""
        return subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env={**self.env, **(env or {})},
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def grade(self, path: Path, *options: str) -> Answer:
        """Grades one submission."""
        done = self.run("grade", str(path), *options)
        return self.newest(results_name(path.name), done)

    def newest(self, name: str, done: subprocess.CompletedProcess[str]) -> Answer:
        """The newest attempt of a submission."""
        root = self.folder / "results" / name
        attempts = sorted((p for p in root.glob("*") if p.name.isdigit()), key=lambda p: int(p.name))
        assert attempts, done.stdout + done.stderr
        grade = json.loads((attempts[-1] / "grade.json").read_text(encoding="utf-8"))
        return Answer(done.returncode, done.stdout + done.stderr, grade, attempts[-1])


@pytest.fixture
def project(tmp_path: Path, real_data: Path) -> Project:
    """A fresh project folder on real data."""
    return Project(tmp_path, real_data)


@pytest.fixture(params=["local", pytest.param("docker", marks=pytest.mark.docker)])
def runner(request: pytest.FixtureRequest, guest_python: Path) -> str:
    """Each backend in turn; Docker is skipped where it does not answer."""
    if request.param == "docker":
        request.getfixturevalue("docker_engine")
    return str(request.param)


Criteria = Callable[[Answer], dict[str, float]]


def points(answer: Answer) -> dict[str, float]:
    """Points by criterion."""
    return {criterion["id"]: criterion["points"] for criterion in answer.grade["criteria"]}
