"""Who has which rank on the MLflow leaderboard, and the table in the experiment's description."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.exporters.contract import ExportOptions
from harness.grade.record import Earlier, Grade
from harness.leaderboard.exporter import LeaderboardExporter
from harness.leaderboard.places import default_tracking_uri
from harness.leaderboard.ranks import MOST_NOTE, Entry, description, ranked
from harness.leaderboard.runs import BASELINE, GRADE
from tests.report import sample_grades

ONE = Entry("r1", "anna", GRADE, "anna", (1, 0), "s", 50.0, 0.9, (0.89, 0.91), None, False)


def entry(run_id: str, who: str, macro_f1: float | None, **changes: Any) -> Entry:
    return replace(ONE, run_id=run_id, name=who, student=who, macro_f1=macro_f1, **changes)


def test_the_newest_attempt_or_the_best_has_the_rank() -> None:
    tried = [
        entry("r1", "anna", 0.95, points=90.0),
        entry("r2", "anna", 0.80, points=60.0, attempt=(2, 0)),
        entry("r3", "boris", 0.90),
    ]
    assert ranked(tried, best=False) == {"r3": "01", "r2": "02"}
    assert ranked(tried, best=True) == {"r1": "01", "r3": "02"}


def test_equal_scores_share_a_rank() -> None:
    tried = [entry("r1", "anna", 0.9), entry("r2", "boris", 0.9), entry("r3", "vera", 0.8)]
    assert ranked(tried, best=False) == {"r1": "01", "r2": "01", "r3": "03"}


def test_what_has_no_score_or_is_no_mark_any_more_or_no_students_has_no_rank() -> None:
    others = [
        entry("r2", "boris", None),
        entry("r3", "vera", 0.99, is_withdrawn=True),
        entry("r4", "reference", 0.99, source=BASELINE),
    ]
    assert ranked([ONE, *others], best=False) == {"r1": "01"}


def test_the_newest_attempt_keeps_its_student_from_a_rank_by_an_older_one() -> None:
    assert ranked([ONE, entry("r2", "anna", None, attempt=(2, 0))], best=False) == {}


def test_of_an_attempt_that_was_graded_anew_the_last_grade_counts() -> None:
    again = replace(ONE, run_id="r2", attempt=(1, 1), points=40.0)
    assert ranked([ONE, again], best=True) == {"r2": "01"}


def test_scores_on_another_split_are_not_compared() -> None:
    assert ranked([entry("r2", "boris", 0.5, split="new"), ONE], best=False) == {"r2": "01"}


def test_a_hundred_ranks_sort_as_text() -> None:
    many = [entry(f"r{place}", f"s{place}", place / 200) for place in range(100)]
    ranks = ranked(many, best=False)
    assert sorted(ranks.values()) == [f"{place:03}" for place in range(1, 101)]


def test_the_description_is_bounded_and_shows_names_as_they_are() -> None:
    many = [entry(f"r{place}", f"<b>|*{place}", place / 400) for place in range(300)]
    said = description(many, ranked(many, best=False))
    assert len(said) < MOST_NOTE + 100
    assert "more are in the table of runs" in said
    assert r"\<b\>\|\*299" in said
    assert description([], {}) == "Nobody has a rank yet."


def options(folder: Path) -> ExportOptions:
    return ExportOptions(folder, folder / "results", "course")


def state(folder: Path) -> tuple[dict[str, str | None], str]:
    """The rank of each run by its name and attempt, and the description."""
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=default_tracking_uri(folder, {}))
    experiment = client.get_experiment_by_name("course")
    assert experiment is not None
    runs = client.search_runs([experiment.experiment_id])
    named = {f"{run.info.run_name}/{run.data.tags['attempt']}": run.data.tags.get("rank") for run in runs}
    return named, experiment.tags["mlflow.note.content"]


@pytest.mark.slow
@pytest.mark.usefixtures("leaderboard")
def test_a_command_ranks_what_it_handed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)

    def hand_over(*grades: Grade) -> None:
        exporter = LeaderboardExporter(options(tmp_path))
        for grade in grades:
            (tmp_path / "empty").mkdir(exist_ok=True)
            exporter.export(grade, tmp_path / "empty")
        exporter.finish()

    worse = sample_grades.code_error().metrics
    first = sample_grades.good(attempt=1, submission="anna", metrics=worse)
    hand_over(first, sample_grades.good(attempt=1, submission="boris"))
    assert state(tmp_path)[0] == {"anna/01": "02", "boris/01": "01"}

    hand_over(sample_grades.good(attempt=2, submission="anna"))
    ranks, note = state(tmp_path)
    assert ranks == {"anna/01": None, "anna/02": "01", "boris/01": "01"}
    assert "| 1 | anna | 0.907 | 0.899 to 0.915 | 88.17 |" in note

    before = Earlier(at="2026-01-01T00:00:00Z", points=88.17, max_points=100, is_mark=True, file="x")
    hand_over(sample_grades.held(attempt=1, submission="boris", earlier=[before]))
    assert state(tmp_path)[0] == {"anna/01": None, "anna/02": "01", "boris/01": None}


@pytest.mark.slow
@pytest.mark.usefixtures("leaderboard")
def test_the_marks_of_a_batch_are_nested_under_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    from mlflow import MlflowClient

    (tmp_path / "empty").mkdir()
    exporter = LeaderboardExporter(replace(options(tmp_path), batch="group 1"))
    for name in ("anna", "boris"):
        exporter.export(sample_grades.good(submission=name), tmp_path / "empty")
    exporter.finish()
    client = MlflowClient(tracking_uri=default_tracking_uri(tmp_path, {}))
    experiment = client.get_experiment_by_name("course")
    assert experiment is not None
    found = client.search_runs([experiment.experiment_id])
    (batch,) = [run for run in found if run.data.tags["source"] == "batch"]
    assert (batch.info.run_name, batch.info.status, batch.data.metrics) == ("group 1", "FINISHED", {})
    assert "rank" not in batch.data.tags
    nested = {
        run.info.run_name for run in found if run.data.tags.get("mlflow.parentRunId") == batch.info.run_id
    }
    assert nested == {"anna", "boris"}


@pytest.mark.slow
@pytest.mark.usefixtures("leaderboard")
def test_an_alias_stands_in_the_place_of_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    grade = sample_grades.code_error(submission="Anna Petrova", entry="petrova.ipynb", attempt=1)
    folder = tmp_path / "anna_petrova"
    folder.mkdir()
    (folder / "grade.json").write_text("Petrova")
    exporter = LeaderboardExporter(replace(options(tmp_path), alias=lambda name: f"Vega {len(name)}"))
    exporter.export(grade, folder)
    exporter.finish()
    ranks, note = state(tmp_path)
    assert ranks == {"Vega 12/01": "01"}
    assert "Vega 12" in note
    artifacts = {
        path.name: path.read_text() for path in (tmp_path / "mlartifacts").rglob("*") if path.is_file()
    }
    assert artifacts.keys() == {"confusion.svg", "feedback.html"}
    assert "Vega 12" in artifacts["feedback.html"]
    for held in (*artifacts.values(), (tmp_path / "mlflow.db").read_bytes().decode("latin1")):
        assert "petrova" not in held.lower()


@pytest.mark.slow
def test_a_command_without_marks_asks_no_mlflow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    exporter = LeaderboardExporter(options(tmp_path))
    exporter.export(sample_grades.held(), tmp_path)
    exporter.finish()
    assert list(tmp_path.iterdir()) == []
