"""A rubric may bound how many works of one student are graded; no fault of ours and no regrade counts."""

import shutil
from pathlib import Path

import pytest

from harness.assignment.rubric import read_rubric
from harness.cli import main
from harness.grade import counting
from harness.grade.record import Grade
from harness.grade.results import new_attempt
from harness.handing_over import Exports
from harness.intake.submission import read_submission
from harness.outcome import Outcome
from harness.publish import publish
from harness.words.say import say
from tests.conftest import ROOT
from tests.report import sample_grades


def too_many(results: Path, submission: str, content_hash: str, most: int | None) -> str:
    said = counting.too_many(results, submission, content_hash, most)
    return "" if said is None else say(said)


def put(results: Path, *grades: Grade) -> None:
    for grade in grades:
        with new_attempt(results, "alice") as attempt:
            publish(grade, attempt, Exports({}, results, print))


def work(letter: str, **changes: object) -> Grade:
    return sample_grades.good(content_hash=letter * 64, **changes)


def test_another_work_beyond_the_number_is_not_graded_and_the_same_work_is(tmp_path: Path) -> None:
    put(tmp_path, work("a"), work("a"), work("b"))
    assert too_many(tmp_path, "alice", "c" * 64, None) == ""
    assert too_many(tmp_path, "alice", "c" * 64, 3) == ""
    assert too_many(tmp_path, "alice", "a" * 64, 2) == ""
    assert too_many(tmp_path, "alice", "c" * 64, 2).startswith(
        "the 2 attempts that the rubric allows were graded before"
    )
    assert too_many(tmp_path, "alice", "c" * 64, 1).startswith(
        "the one attempt that the rubric allows was graded"
    )
    assert too_many(tmp_path, "bob", "c" * 64, 1) == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": Outcome.INFRASTRUCTURE, "is_mark": False},
        {"outcome": Outcome.GRADER_BUG, "is_mark": False},
        {"outcome": Outcome.NO_ENTRY},
        {"smoke": True, "is_mark": False},
        {"stand_in": True, "is_mark": False},
    ],
)
def test_what_is_not_an_attempt_of_the_student_does_not_count(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    put(tmp_path, work("a", **changes))
    assert too_many(tmp_path, "alice", "b" * 64, 1) == ""


def test_a_held_grade_counts(tmp_path: Path) -> None:
    put(tmp_path, work("a", held=["A checker broke."], is_mark=False))
    assert too_many(tmp_path, "alice", "b" * 64, 1) != ""


def test_the_command_says_so_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "rubric.yaml").read_text(encoding="utf-8")
    (tmp_path / "rubric.yaml").write_text(
        text.replace("\ncriteria:", "\nattempts: 1\n\ncriteria:"), encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    (tmp_path / "alice").mkdir()
    (tmp_path / "alice" / "solution.py").write_text("print(1)\n", encoding="utf-8")
    put(tmp_path / "results", work("a"))
    assert read_submission(tmp_path / "alice").content_hash != "a" * 64
    assert main(["grade", "alice", "--runner", "local"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "alice: the one attempt that the rubric allows was graded before (attempts: 1)" in said
    assert said.endswith("to grant one more: harness grade PATH --extra-attempt.")


def test_only_what_decides_a_mark_grades_a_class_anew(tmp_path: Path) -> None:
    shutil.copy(ROOT / "rubric.yaml", tmp_path)
    text = (tmp_path / "rubric.yaml").read_text(encoding="utf-8")
    (tmp_path / "more.yaml").write_text(
        text.replace("Глубокое", "Очень глубокое") + "\n# a remark\nattempts: 5\n", encoding="utf-8"
    )
    (tmp_path / "other.yaml").write_text(
        text.replace("wall_minutes: 90", "wall_minutes: 80"), encoding="utf-8"
    )
    first, same, other = (
        read_rubric(tmp_path / name).deciding() for name in ("rubric.yaml", "more.yaml", "other.yaml")
    )
    assert first == same
    assert first != other
