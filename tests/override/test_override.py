"""Points that a person sets: beside the automatic ones everywhere, and never by mistake."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.grade.decisions import DECISIONS
from harness.grade.record import Late, Status
from harness.grade.results import read_attempt
from harness.outcome import Outcome
from harness.words.phrase import phrase
from tests.command import said
from tests.override.deciding import AUTOMATIC, BY, STATS, WHY, give, override, put
from tests.report import sample_grades


def test_points_count_and_the_automatic_ones_stay_visible(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = put(course, sample_grades.good())
    code, text = override(capsys, *STATS, "--points", "10", "--why", WHY, "--export", "csv")
    assert (code, "dataset_stats has 10 of 10 points (automatic: 7)." in text) == (0, True), text

    grade = read_attempt(folder)
    assert (grade.points, grade.automatic_points, grade.is_mark) == (AUTOMATIC + 3, AUTOMATIC, True)
    [first, *_] = grade.criteria
    assert (first.points, first.automatic, first.status) == (10, 7, Status.PASSED)

    stored = json.loads((folder / "grade.json").read_text())
    [kept] = stored["decided"]["overrides"]
    assert (stored["points"], stored["decided"]["points"]) == (AUTOMATIC, AUTOMATIC + 3)
    assert (kept["by"], kept["why"], kept["automatic"], kept["points"]) == ("Dr. Ada", WHY, 7, 10)

    page = (folder / "feedback.html").read_text(encoding="utf-8")
    day = kept["at"][:10]
    assert f"These points were set by a person (Dr. Ada, {day}): {WHY}" in page
    assert "Automatic points: 7." in page
    shown = said(capsys, "show", "alice")[1]
    assert "Automatic points: 7." in shown
    assert f"Automatic points in all: {AUTOMATIC:g} of 100." in shown
    assert "Dr. Ada" in shown
    assert json.loads(said(capsys, "show", "alice", "--json")[1])["points"] == AUTOMATIC + 3
    with (course / "results" / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["points"], row["automatic_points"]) == (f"{AUTOMATIC + 3:g}", f"{AUTOMATIC:g}")


def test_the_table_of_an_earlier_command_is_kept_true(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(course, sample_grades.good())
    table = course / "results" / "grades.csv"
    give(capsys, "10")
    assert not table.exists()
    table.write_text("name;mark\nalice;5\n", encoding="utf-8")
    give(capsys, "9")
    assert table.read_text(encoding="utf-8") == "name;mark\nalice;5\n", "a person's own file stays"
    table.unlink()
    assert override(capsys, *STATS, "--points", "9.5", "--why", WHY, "--export", "csv")[0] == 0
    give(capsys, "8")
    with table.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["points"] == f"{AUTOMATIC + 1:g}"


def test_the_gradebook_says_who_set_points_and_why(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(course, sample_grades.good())
    give(capsys, "10")
    assert said(capsys, "gradebook", "csv", "--to", "book.csv")[0] == 0
    with (course / "book.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["mark"], row["automatic_points"]) == (f"{AUTOMATIC + 3:g}", f"{AUTOMATIC:g}")
    assert "Dr. Ada" in row["decided"]
    assert WHY in row["decided"]


def test_the_last_one_counts_and_the_history_stays(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = put(course, sample_grades.good())
    give(capsys, "10")
    give(capsys, "2", "Half of it was copied from the lecture.")
    assert read_attempt(folder).points == AUTOMATIC - 5
    code, _ = override(capsys, *STATS, "--take-back", "--why", "It was another work.")
    assert (code, read_attempt(folder).points, read_attempt(folder).overrides) == (0, AUTOMATIC, ())
    kept = yaml.safe_load((folder.parent / DECISIONS).read_text(encoding="utf-8"))
    assert [one["decision"] for one in kept] == ["override", "override", "take_back"]
    assert "set by a person" not in (folder / "feedback.html").read_text(encoding="utf-8")
    code, text = override(capsys, *STATS, "--take-back", "--why", WHY)
    assert (code, "nobody set the points of dataset_stats" in text) == (2, True)


def test_a_comment_reaches_the_page_and_changes_nothing_else(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = put(course, sample_grades.good())
    assert override(capsys, "--comment", "Well <b>argued</b>:\n=1+1 № 5")[0] == 0
    grade = read_attempt(folder)
    assert (grade.points, grade.is_mark) == (AUTOMATIC, True)
    page = (folder / "feedback.html").read_text(encoding="utf-8")
    assert "Well &lt;b&gt;argued&lt;/b&gt;:\n=1+1 № 5" in page
    assert "Dr. Ada, " in page


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([*STATS, "--points", "11", "--why", WHY], "dataset_stats has 0 to 10 points."),
        ([*STATS, "--points=-1", "--why", WHY], "dataset_stats has 0 to 10 points."),
        ([*STATS, "--points", "nan", "--why", WHY], "dataset_stats has 0 to 10 points."),
        ([*STATS, "--points", "inf", "--why", WHY], "dataset_stats has 0 to 10 points."),
        ([*STATS, "--points", "5", "--why", " "], "--why is empty"),
        ([*STATS, "--points", "5"], "Say in a sentence why"),
        ([*STATS], "give --points NUMBER, or --take-back"),
        (["--points", "5", "--why", WHY], "name it with --criterion"),
        (["--criterion", "dataset_stat", "--points", "1", "--why", WHY], "did you mean dataset_stats?"),
        (["--comment", " "], "--comment is empty"),
        ([*STATS, "--points", "5", "--why", WHY, "--attempt", "7"], "has no attempt 7"),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_writes_nothing(
    course: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    folder = put(course, sample_grades.good())
    code, text = override(capsys, *words)
    assert (code, sentence in text) == (2, True), text
    assert not (folder.parent / DECISIONS).exists()


def test_a_student_who_is_not_there_is_offered_those_who_are(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(course, sample_grades.good())
    code, text = override(capsys, *STATS, "--points", "5", "--why", WHY, name="alica")
    assert (code, "did you mean alice?" in text) == (2, True)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"smoke": True, "is_mark": False}, "was a dry run"),
        ({"outcome": Outcome.GRADER_BUG, "is_mark": False}, "failed on our side"),
    ],
)
def test_what_cannot_be_a_mark_takes_comments_alone(
    course: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any], sentence: str
) -> None:
    folder = put(course, sample_grades.good(**changes))
    code, text = give(capsys, "5")
    assert (code, sentence in text) == (2, True)
    assert override(capsys, "--comment", "We grade it again.")[0] == 0
    assert "We grade it again." in (folder / "feedback.html").read_text(encoding="utf-8")
    assert not read_attempt(folder).is_mark


def test_a_held_grade_stays_held(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = put(course, sample_grades.held())
    code, text = give(capsys, "10")
    assert (code, "It is held, and not a mark until it is released." in text) == (0, True)
    assert (read_attempt(folder).waits, read_attempt(folder).is_mark) == (True, False)
    said(capsys, "release", "alice", "--why", WHY, *BY)
    grade = read_attempt(folder)
    assert (grade.is_mark, grade.criteria[0].points) == (True, 10)


def test_the_decision_is_about_the_work_in_whichever_attempt(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = put(course, sample_grades.good())
    again = put(course, sample_grades.good())
    give(capsys, "0")
    assert [read_attempt(one).points for one in (first, again)] == [AUTOMATIC - 7] * 2
    assert read_attempt(put(course, sample_grades.good())).points == AUTOMATIC - 7
    # A next work of the same student is judged by itself.
    other = read_attempt(put(course, sample_grades.good(content_hash="f" * 64)))
    assert (other.points, other.overrides) == (AUTOMATIC, ())


def test_it_is_the_attempt_that_counts_and_no_dry_run(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = put(course, sample_grades.good())
    put(course, sample_grades.good(smoke=True, is_mark=False, content_hash="f" * 64))
    assert give(capsys, "10")[0] == 0
    assert read_attempt(folder).points == AUTOMATIC + 3


def test_lateness_costs_its_share_of_what_a_person_gave(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cost = phrase("late.share", share=0.1, floor=0.0)
    said_of = phrase("late.late", at="b", deadline="a", days=2, cost=cost)
    late = Late(
        deadline="2026-01-01T00:00:00+00:00",
        handed_in="2026-01-02T12:00:00+00:00",
        days=2,
        penalty=round(AUTOMATIC * 0.2, 2),
        said={"reason": (said_of,)},
    )
    folder = put(course, sample_grades.good(late=late, points=round(AUTOMATIC * 0.8, 2)))
    give(capsys, "10")
    grade = read_attempt(folder)
    assert grade.earned == AUTOMATIC + 3
    assert grade.points == round((AUTOMATIC + 3) * 0.8, 2)


def test_a_page_in_bands_tells_no_more_by_the_automatic_points() -> None:
    from harness.grade.decided import decided
    from harness.grade.decisions import Decisions
    from harness.grade.entries import OverrideEntry
    from harness.report.feedback import render_feedback
    from harness.words.shown import Shown

    grade = sample_grades.good()
    score = grade.criteria[-1].model_copy(update={"checks": [], "points": 13.37, "max_points": 20})
    grade = grade.model_copy(update={"criteria": [*grade.criteria[:-1], score]})
    entry = OverrideEntry.model_validate(
        {"decision": "override", "attempt": 2, "by": "T", "at": "2026-11-28", "why": "Read."}
        | {"criterion": score.id, "points": 17.0, "automatic": 13.37, "work": grade.content_hash}
    )
    after = decided(grade, Decisions(Path("results/alice"), (entry,), (1,)))
    for shown in (Shown.BANDS, Shown.NONE):
        page = render_feedback(after, notebook_name=None, shown=shown)
        assert "17" in page
        assert "13.37" not in page


@pytest.mark.slow
@pytest.mark.usefixtures("leaderboard")
def test_the_leaderboard_shows_what_counts_once(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from mlflow import MlflowClient

    put(course, sample_grades.good())
    for points in ("10", "2"):
        override_on = ("override", "alice", *STATS, "--points", points, "--why", WHY, "--by", "T")
        assert said(capsys, *override_on)[0] == 0
    client = MlflowClient(tracking_uri=f"sqlite:///{course}/mlflow.db")
    [experiment] = [one for one in client.search_experiments() if one.name != "Default"]
    [run] = client.search_runs([experiment.experiment_id])
    assert run.data.metrics["points"] == AUTOMATIC - 5
