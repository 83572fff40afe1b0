"""A class whose works are graded by the real `harness batch`, but for the grading itself, which is a grade at once."""

import json
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harness.assignment.rubric import Rubric
from harness.batch import engine as module
from harness.cli import main
from harness.grade.record import Grade
from harness.intake.submission import Submission, SubmissionError
from harness.workplace import Workplace
from tests.conftest import ROOT
from tests.report import sample_grades
from tests.report.sample_insight import audit


@dataclass(frozen=True)
class _Setting:
    """What a batch asks of a setting."""

    rubric: Rubric
    audit: bool
    smoke: bool = False
    gpus: str = "none"
    backend: Any = field(default_factory=lambda: SimpleNamespace(isolates=False))

    def inputs_id(self, submission: Submission) -> str:
        return submission.content_hash + (" audited" if self.audit else "")

    def answers(self, submission: Submission, inputs_id: str) -> bool:
        return inputs_id in (self.inputs_id(submission), replace(self, audit=True).inputs_id(submission))


class Class:
    """A course folder with the folder ``class`` in it. ``works`` are the submissions that were graded, by name."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.course, self.folder, self._capsys = folder / "course", folder / "course" / "class", capsys
        self.works = dict[str, Submission]()
        self.points = 80.0
        self.by_content = False
        """Whether a work earns the number that stands in it."""
        self.make: Callable[..., Grade] = sample_grades.good
        self.temporary = folder / "temporary"
        self.folder.mkdir(parents=True)
        self.temporary.mkdir()
        self.rubric("")
        monkeypatch.chdir(self.course)
        monkeypatch.setattr(tempfile, "tempdir", str(self.temporary))
        monkeypatch.setattr("harness.sandbox.choose.choose_backend", lambda *_, **__: SimpleNamespace())
        monkeypatch.setattr(Workplace, "setting", self._setting)
        monkeypatch.setattr(module, "grade_submission", self._grade)
        # Pages are tested elsewhere, and each takes a tenth of a second.
        monkeypatch.setattr("harness.publish.page", lambda *_: "")

    @staticmethod
    def _setting(place: Workplace, *_: Any, audit: bool, **__: Any) -> _Setting:
        return _Setting(place.rubric(), audit)

    def _grade(self, submission: Submission, setting: _Setting, *_: Any) -> Grade:
        self.works[submission.name] = submission
        known: dict[str, Any] = {
            "submission": submission.name,
            "content_hash": submission.content_hash,
            "inputs_id": setting.inputs_id(submission),
            "audit": audit() if setting.audit else None,
            "points": self.points,
        }
        if self.by_content:
            known["points"] = float(re.sub(rb"\D", b"", next(iter(submission.files.values()))))
        try:
            known["entry"] = submission.entry()
        except SubmissionError as error:
            known |= {"outcome": error.outcome, "said": {"reason": (error.reason,)}, "points": 0.0}
        return self.make(**known)

    def rubric(self, more: str) -> None:
        """Gives the course the rubric of the assignment with these fields more."""
        text = (ROOT / "rubric.yaml").read_text(encoding="utf-8")
        (self.course / "rubric.yaml").write_text(text.replace("\ncriteria:", f"\n{more}\ncriteria:"), "utf-8")

    def put(self, files: Mapping[str, str | bytes]) -> None:
        """Writes files into the class's folder."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def batch(self, *arguments: str, path: str = "class", code: int = 0) -> str:
        """Runs ``harness batch`` on ``path``; returns all that it said. Nothing stays among the temporary files."""
        self.works.clear()
        ended = main(["batch", path, "--no-leaderboard", *arguments])
        said = self._capsys.readouterr()
        assert ended == code, said.out + said.err
        assert list(self.temporary.iterdir()) == []
        return " ".join((said.out + said.err).split())

    def entries(self) -> dict[str, str | None]:
        """The entry of each work that was graded, by name; None where it has none."""
        found = dict[str, str | None]()
        for name, work in self.works.items():
            try:
                found[name] = work.entry()
            except SubmissionError:
                found[name] = None
        return found

    def listing(self, *arguments: str, path: str = "class", code: int = 0) -> dict[str, Any]:
        """What ``--listing`` writes."""
        self.batch("--listing", "listing.json", *arguments, path=path, code=code)
        found: dict[str, Any] = json.loads((self.course / "listing.json").read_text(encoding="utf-8"))
        return found
