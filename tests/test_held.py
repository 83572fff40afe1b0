"""A held grade becomes a mark or ends without one by a person's word, which is kept with name, time and reason."""

import csv
import json
import shutil
import socket
from pathlib import Path

import pytest
import yaml

from harness.grade.decision import DECISION, Decision, Verdict
from harness.grade.decisions import DECISIONS
from harness.grade.record import Grade
from harness.grade.results import new_attempt, read_attempt
from harness.handing_over import Exports
from harness.outcome import Outcome
from harness.publish import publish
from tests.command import said
from tests.conftest import ROOT
from tests.report import sample_grades

WHY = "I ran the notebook by hand, and the number is right."


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course folder whose results a command looks at."""
    shutil.copy(ROOT / "rubric.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    return tmp_path


def put(course: Path, grade: Grade) -> Path:
    """Writes an attempt as a grading does, with what was decided before."""
    results = course / "results"
    with new_attempt(results, grade.submission) as attempt:
        return publish(grade, attempt, Exports({}, results, print))[1]


def decide(capsys: pytest.CaptureFixture[str], verb: str, *more: str) -> tuple[int, str]:
    return said(capsys, verb, "alice", "--why", WHY, "--by", "Dr. Ada", "--no-leaderboard", *more)


def test_what_waits_is_listed_with_its_reason_and_where_the_evidence_lies(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "held") == (0, "No grade waits for a person.")
    held = sample_grades.held()
    folder = put(course, held)
    put(course, sample_grades.good(submission="bob"))
    put(course, sample_grades.held(submission="carol", smoke=True))
    code, text = said(capsys, "held")
    assert code == 0
    assert f"alice, attempt 1: {round(held.points, 2):g} of 100 points (provisional) {held.held[0]}" in text
    assert f"Evidence: {folder}" in text
    assert "1 grade waits for a person." in text
    assert 'harness release NAME --why "…"' in text
    assert "bob" not in text
    assert "carol" not in text


def test_a_released_grade_is_a_mark_everywhere_and_its_record_stays(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = put(course, sample_grades.held())
    before = Grade.read(folder / "grade.json")
    code, text = decide(capsys, "release", "--export", "csv")
    assert (code, text.startswith(f"Attempt 1 of alice is a mark now, by Dr. Ada: {WHY}")) == (0, True)

    assert Grade.read(folder / "grade.json") == before
    grade = read_attempt(folder)
    assert (grade.is_mark, grade.waits, grade.exit_code) == (True, False, 0)
    assert grade.decision is not None
    [written] = yaml.safe_load((folder.parent / DECISIONS).read_text())
    assert (written["decision"], written["by"], written["why"]) == ("release", "Dr. Ada", WHY)
    assert json.loads((folder / "grade.json").read_text())["decided"]["decision"]["by"] == "Dr. Ada"
    page = (folder / "feedback.html").read_text(encoding="utf-8")
    assert f"made it a mark (Dr. Ada, {grade.decision.at[:10]}): {WHY}" in page
    assert "provisional" not in page
    with (course / "results" / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["is_mark"], row["decision"]) == ("true", "released")
    assert said(capsys, "held") == (0, "No grade waits for a person.")


def test_a_rejected_grade_ends_without_a_mark(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = put(course, sample_grades.held())
    assert decide(capsys, "reject")[0] == 0
    grade = read_attempt(folder)
    assert (grade.is_mark, grade.waits) == (False, False)
    page = (folder / "feedback.html").read_text(encoding="utf-8")
    assert "decided that it is not a mark (Dr. Ada, " in page
    assert WHY in page


@pytest.mark.slow
@pytest.mark.usefixtures("leaderboard")
def test_a_released_grade_goes_on_the_leaderboard(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from mlflow import MlflowClient

    put(course, sample_grades.held())
    code, _ = said(capsys, "release", "alice", "--why", WHY, "--by", "Dr. Ada")
    client = MlflowClient(tracking_uri=f"sqlite:///{course}/mlflow.db")
    [experiment] = [one for one in client.search_experiments() if one.name != "Default"]
    [run] = client.search_runs([experiment.experiment_id])
    assert (code, run.data.tags["decision"], run.data.tags["decided_by"]) == (0, "released", "Dr. Ada")


def test_a_leaderboard_that_is_away_does_not_undo_a_decision(
    course: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{server.getsockname()[1]}")
    folder = put(course, sample_grades.held())
    code, text = said(capsys, "release", "alice", "--why", WHY, "--by", "Dr. Ada")
    assert (code, read_attempt(folder).is_mark) == (0, True)
    assert "does not answer (Connection refused)" in text
    assert text.count("1 grade waits in") == 1
    assert (folder / ".owed-mlflow").is_file()


@pytest.mark.parametrize(
    ("grade", "words", "sentence"),
    [
        (sample_grades.held(submission="alicia"), ["alice"], "did you mean alicia?"),
        (sample_grades.held(submission="zoe"), ["alice"], "These wait: zoe."),
        (sample_grades.good(), ["alice"], "Attempt 1 of alice is not held: it is a mark already."),
        (
            sample_grades.held(outcome=Outcome.GRADER_BUG),
            ["alice"],
            "failed on our side and has no points to decide on: grade it again.",
        ),
        (sample_grades.held(smoke=True), ["alice"], "was a dry run"),
        (sample_grades.held(), ["alice", "--attempt", "7"], "has no attempt 7 that can be read in"),
        (sample_grades.held(), ["alice", "--why", "  "], "--why is empty"),
    ],
)
def test_wrong_use_is_one_sentence(
    course: Path, capsys: pytest.CaptureFixture[str], grade: Grade, words: list[str], sentence: str
) -> None:
    put(course, grade)
    given = words if "--why" in words else [*words, "--why", WHY]
    code, text = said(capsys, "release", *given, "--no-leaderboard")
    assert (code, sentence in text) == (2, True), text


def test_a_course_without_grades_says_so(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = decide(capsys, "release")
    assert (code, "There are no grades in" in text) == (2, True)


def test_a_decision_is_made_once(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(course, sample_grades.held())
    assert decide(capsys, "reject")[0] == 0
    code, text = decide(capsys, "release")
    assert (code, "is decided already (rejected by Dr. Ada, 2" in text) == (2, True)
    assert decide(capsys, "release", "--anew")[0] == 0
    written = yaml.safe_load((course / "results" / "alice" / DECISIONS).read_text())
    assert [one["decision"] for one in written] == ["reject", "release"]
    assert read_attempt(course / "results" / "alice" / "1").is_mark


def test_a_release_outlives_a_regrade_that_is_held_for_the_same_reasons(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(course, sample_grades.held())
    decide(capsys, "release")
    again = read_attempt(put(course, sample_grades.held(inputs_id="b" * 64)))
    assert (again.attempt, again.is_mark) == (2, True)
    assert again.decision is not None
    assert again.decision.of_attempt == 1
    # For another reason, or other work, a person must look anew.
    other = read_attempt(put(course, sample_grades.held(held=["Something else broke."])))
    assert (other.is_mark, other.waits) == (False, True)
    changed = read_attempt(put(course, sample_grades.held(content_hash="f" * 64)))
    assert changed.waits


def test_a_rejection_outlives_every_regrade_of_the_same_work(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(course, sample_grades.held())
    decide(capsys, "reject")
    again = read_attempt(put(course, sample_grades.good()))
    assert (again.is_mark, again.waits) == (False, False)
    assert read_attempt(put(course, sample_grades.good(content_hash="f" * 64))).is_mark


def test_a_newer_attempt_on_the_same_work_takes_the_place_of_an_older_one(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(course, sample_grades.held())
    put(course, sample_grades.held(content_hash="f" * 64))
    put(course, sample_grades.held())
    _, text = said(capsys, "held")
    assert "alice, attempt 3" in text
    assert "alice, attempt 2" in text
    assert "alice, attempt 1" not in text


def test_a_decision_that_cannot_be_read_is_not_passed_over(course: Path) -> None:
    folder = put(course, sample_grades.held())
    (folder / DECISION).write_text("{")
    grade = read_attempt(folder)
    assert (grade.is_mark, grade.waits) == (False, True)
    assert "not a decision of the harness: move it away" in grade.held[-1]


def test_a_decision_of_an_earlier_version_still_counts(course: Path) -> None:
    folder = put(course, sample_grades.held())
    decision = Decision(
        verdict=Verdict.RELEASED,
        by="T",
        why="Read.",
        at="2026-01-02T03:04:05+00:00",
        of_attempt=1,
        reasons=sample_grades.held().held,
    )
    (folder / DECISION).write_text(decision.model_dump_json())
    assert read_attempt(folder).is_mark
    # Of the same work, also in a later attempt.
    assert read_attempt(put(course, sample_grades.held())).is_mark
    assert read_attempt(put(course, sample_grades.held(content_hash="f" * 64))).waits


def test_results_that_cannot_be_written_change_nothing(
    course: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(course, sample_grades.held())

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("harness.grade.adding.replace_file", refuse)
    code, text = decide(capsys, "release")
    assert (code, "Read-only file system" in text) == (20, True)
    assert read_attempt(folder).waits
