"""A course folder with grades that were written down by hand."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from harness.cli import main
from harness.grade.record import Grade
from harness.grade.results import new_attempt
from harness.handing_over import Exports
from harness.publish import publish
from tests.conftest import ROOT
from tests.report import sample_grades


class Course:
    """A course folder that commands run in."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder, self._capsys = folder, capsys
        shutil.copy(ROOT / "rubric.yaml", folder)
        monkeypatch.chdir(folder)
        monkeypatch.setattr("harness.publish.page", lambda *_: "")

    def put(self, name: str, points: float = 80, grade: Grade | None = None, **changes: Any) -> None:
        """Writes an attempt of the submission ``name``."""
        made = grade or sample_grades.good(submission=name, points=points, **changes)
        with new_attempt(self.folder / "results", name) as attempt:
            publish(made, attempt, Exports({}, self.folder / "results", print))

    def run(self, *words: str | Path, code: int = 0) -> str:
        """Runs ``harness gradebook``; returns all that it said."""
        ended = main(["gradebook", *map(str, words)])
        said = self._capsys.readouterr()
        assert ended == code, said.out + said.err
        return " ".join((said.out + said.err).split())

    def made(self, name: str) -> bytes:
        """A file of the results folder."""
        return (self.folder / "results" / name).read_bytes()
