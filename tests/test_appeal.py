"""docs/appeals.md, followed to the letter by a person who decides on two grades that wait."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
import yaml

from harness.assignment.rubric import read_rubric
from harness.grade.decisions import DECISIONS
from harness.grade.results import new_attempt
from harness.handing_over import Exports
from harness.publish import publish
from tests.command import said
from tests.conftest import ROOT
from tests.report import sample_grades

PAGE = (ROOT / "docs" / "appeals.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"(?:^|`)nox -s ([^`\n]+)", re.MULTILINE)
ON_WORKS = ("audit", "check", "grade", "likeness", "regrade")
"""What looks at works themselves, and not at grades alone; other tests run these."""
FOUND = re.compile(r"`(networks|metrics|late|split_id|image_id|inputs_id)`")


def commands() -> list[list[str]]:
    """The words of each command of the page, in order."""
    return [[word for word in shlex.split(line) if word != "--"] for line in COMMAND.findall(PAGE)]


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Grades of anna and boris that are held, in the results folder of a course."""
    shutil.copy(ROOT / "rubric.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    results = tmp_path / "results"
    most = {one.id: one.points for one in read_rubric(ROOT / "rubric.yaml").criteria}
    held = sample_grades.held()
    criteria = [one.model_copy(update={"max_points": most[one.id]}) for one in held.criteria]
    for name in ("anna", "boris"):
        grade = held.model_copy(update={"submission": name, "criteria": criteria})
        with new_attempt(results, name) as attempt:
            publish(grade, attempt, Exports({}, results, print))
    return results


def test_the_page_is_followed(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    followed = [words for words in commands() if words[0] not in ON_WORKS]
    assert {words[0] for words in followed} == {"show", "override", "release", "reject"}
    for words in followed:
        # What MLflow makes of a decision is looked at elsewhere.
        more = ["--no-leaderboard"] if words[0] in {"override", "release", "reject"} else []
        code, text = said(capsys, *words, *more)
        assert code == 0, f"{words}: {text}"
    kept = yaml.safe_load((results / "anna" / DECISIONS).read_text(encoding="utf-8"))
    assert [(one["decision"], one["why"]) for one in kept] == [
        (words[0], words[words.index("--why") + 1])
        for words in followed
        if "--why" in words and "anna" in words
    ]
    assert all(one["by"] and one["at"] for one in kept)
    record = json.loads((results / "anna" / "1" / "grade.json").read_text(encoding="utf-8"))
    assert record["decided"]["points"] != record["points"]
    shown = said(capsys, "show", "anna")[1]
    page = (results / "anna" / "1" / "feedback.html").read_text(encoding="utf-8")
    for one in kept:
        assert one["why"] in shown
        assert one["why"] in page
    assert "boris" in said(capsys, "show", "boris")[1]


def test_the_record_has_what_the_page_sends_a_person_to(
    results: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = set(FOUND.findall(PAGE))
    assert len(named) == 6
    assert named <= json.loads(said(capsys, "show", "anna", "--json")[1])["grade"].keys()
