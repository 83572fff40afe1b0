"""The leaderboard on PostgreSQL, and on a server of MLflow over it: each started for real, once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.errors import AwayError, InfrastructureError
from harness.exporters.contract import ExportOptions
from harness.grade.record import Grade
from harness.grade.results import new_attempt
from harness.handing_over import OWED, Exports
from harness.leaderboard import mlflow_log, reach
from harness.leaderboard.exporter import LeaderboardExporter
from harness.leaderboard.mlflow_log import log_grade
from harness.leaderboard.ui import open_ui
from harness.publish import publish
from tests.conftest import ROOT
from tests.leaderboard import postgres
from tests.leaderboard.test_ui import OPEN, free_port
from tests.report import sample_grades

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def database() -> Iterator[postgres.Postgres]:
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="module")
def server(database: postgres.Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of MLflow, which `harness leaderboard` starts over the database."""
    port, folder = free_port(), tmp_path_factory.mktemp("served")
    command = [sys.executable, "-c", OPEN, str(folder), str(port)]
    env = {**os.environ, "MLFLOW_TRACKING_URI": database.uri()}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(2)]
            assert said[1] == f"The leaderboard is at http://leaderboard.localhost:{port}/ (Ctrl-C ends it)\n"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            said[2:] = process.communicate(timeout=60)[:1]
    assert (said[2:], process.returncode) == (["The leaderboard is closed.\n"], 0)


@pytest.fixture(params=["postgresql", "http"])
def uri(request: pytest.FixtureRequest, database: postgres.Postgres, monkeypatch: pytest.MonkeyPatch) -> str:
    found = database.uri() if request.param == "postgresql" else str(request.getfixturevalue("server"))
    monkeypatch.setenv("MLFLOW_TRACKING_URI", found)
    return found


def runs(uri: str, experiment: str) -> list[Any]:
    """Finished runs and others, the best macro-F1 first."""
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=uri)
    found = client.get_experiment_by_name(experiment)
    assert found is not None
    return list(client.search_runs([found.experiment_id], order_by=["metrics.macro_f1 DESC"]))


def hand_over(folder: Path, experiment: str, batch: str, *grades: Grade, **options: Any) -> None:
    """Hands grades over as one command does."""
    place = ExportOptions(folder, folder / "results", experiment, batch=batch)
    exporter = LeaderboardExporter(replace(place, **options))
    for grade in grades:
        files = folder / "files" / grade.submission
        files.mkdir(parents=True, exist_ok=True)
        (files / "feedback.html").write_text(f"<p>{grade.submission}</p>", encoding="utf-8")
        exporter.export(grade, files)
    exporter.finish()


def test_rows_order_values_files_and_two_batches(uri: str, tmp_path: Path) -> None:
    from mlflow import MlflowClient

    course = f"course {uri[:4]}"
    worse = sample_grades.code_error().metrics
    first = sample_grades.good(submission="anna", attempt=1, metrics=worse)
    hand_over(tmp_path, course, "group 1", first, sample_grades.good(submission="boris", attempt=1))
    hand_over(tmp_path, course, "group 2", sample_grades.good(submission="anna", attempt=2))

    found = runs(uri, course)
    rows = [
        (run.info.run_name, run.data.tags.get("attempt"), run.data.tags.get("rank"), run.info.status)
        for run in found
        if run.data.tags["source"] == "grade"
    ]
    assert sorted(rows[:2]) == [("anna", "02", "01", "FINISHED"), ("boris", "01", "01", "FINISHED")]
    assert rows[2:] == [("anna", "01", None, "FINISHED")]
    best = found[0].data
    assert (best.metrics["points"], best.metrics["parameters"]) == (pytest.approx(88.17), 6_541_322)
    assert best.params["network"] == "functional_2"
    batches = {run.info.run_id: run.info.run_name for run in found if run.data.tags["source"] == "batch"}
    nested = [
        (run.info.run_name, run.data.tags["attempt"], batches[run.data.tags["mlflow.parentRunId"]])
        for run in found
        if "mlflow.parentRunId" in run.data.tags
    ]
    assert sorted(nested) == [
        ("anna", "01", "group 1"),
        ("anna", "02", "group 2"),
        ("boris", "01", "group 1"),
    ]

    client = MlflowClient(tracking_uri=uri)
    experiment = client.get_experiment_by_name(course)
    assert experiment is not None
    note = experiment.tags["mlflow.note.content"]
    assert note.startswith("In the lead: anna, boris (macro-F1 0.907). Ranks: 2.\n")
    run_id = next(run.info.run_id for run in found if run.info.run_name == "boris")
    page = client.download_artifacts(run_id, "feedback.html", str(tmp_path))
    assert Path(page).read_text(encoding="utf-8") == "<p>boris</p>"
    here = list((tmp_path / "mlartifacts").rglob("feedback.html"))
    assert len(here) == (3 if uri.startswith("postgresql") else 0)


def test_an_alias_stands_in_the_place_of_the_name(uri: str, tmp_path: Path) -> None:
    course = f"aliases {uri[:4]}"
    hand_over(tmp_path, course, "group", sample_grades.good(submission="Petrova"), alias=lambda name: "Vega")
    found = runs(uri, course)
    assert {run.info.run_name for run in found} == {"Vega", "group"}
    assert "Petrova" not in str([run.to_dictionary() for run in found])


def test_commands_take_turns_on_a_database(
    database: postgres.Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def log(attempt: int) -> str:
        grade = sample_grades.good(attempt=attempt)
        return log_grade(grade, None, tracking_uri=database.uri(), experiment="turns", artifacts=artifacts)

    artifacts = tmp_path.as_uri()
    with ThreadPoolExecutor(4) as pool:
        logged = set(pool.map(log, (1, 2, 3, 3, 3)))
    assert {run.info.run_id for run in runs(database.uri(), "turns")} == logged
    assert len(logged) == 3

    monkeypatch.setattr(reach, "TURN_SECONDS", 0.1)
    with (
        reach.turn(database.uri(), None),
        pytest.raises(AwayError, match=r"kept its lock for 0 seconds \(canceling statement due to lock"),
    ):
        log(4)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"password": "hunter3 of/the?course"}, 'password authentication failed for user "course"'),
        ({"database": "none"}, 'database "none" does not exist'),
    ],
)
def test_a_database_that_refuses_is_one_sentence_without_the_password(
    database: postgres.Postgres, tmp_path: Path, given: dict[str, str], said: str
) -> None:
    uri = database.uri(**given)
    with pytest.raises(AwayError) as logged:
        log_grade(sample_grades.good(), tmp_path, tracking_uri=uri, experiment="x")
    with pytest.raises(InfrastructureError) as opened:
        open_ui(tmp_path, port=free_port(), environ={"MLFLOW_TRACKING_URI": uri}, say=print)
    for error in (logged, opened):
        assert said in str(error.value)
        assert "hunter" not in str(error.value)
        assert "\n" not in str(error.value)


def test_a_driver_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(AwayError, match=r"driver for mysql is missing \(No module named 'MySQLdb'\)"):
        log_grade(sample_grades.good(), tmp_path, tracking_uri="mysql:///course", experiment="x")


def test_a_database_that_goes_away_meanwhile_gets_the_mark_later_once(
    database: postgres.Postgres,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", database.uri())
    attach, said, results = mlflow_log._attach_files, list[str](), tmp_path / "results"

    def lose_power(*given: Any) -> None:
        database.stop()
        attach(*given)

    def command(*names: str) -> None:
        place = LeaderboardExporter(ExportOptions(tmp_path, results, "power"))
        exports = Exports({"mlflow": place}, results, said.append)
        for name in names:
            with new_attempt(results, name) as attempt:
                grade, folder = publish(sample_grades.good(submission=name), attempt, exports)
            exports.hand_over(grade, folder)
        exports.close()

    monkeypatch.setattr(mlflow_log, "_attach_files", lose_power)
    command("anna", "boris")
    assert sorted(path.parent.parent.name for path in results.glob(f"*/*/{OWED}*")) == ["anna", "boris"]
    assert len(list(results.glob("*/*/grade.json"))) == 2
    assert not any("hunter" in line for line in said)
    assert len([line for line in said if "the database does not answer" in line]) == 1
    assert "Traceback" not in "".join([*said, *capfd.readouterr()])

    database.start()
    monkeypatch.setattr(mlflow_log, "_attach_files", attach)
    command("vera")
    assert list(results.glob(f"*/*/{OWED}*")) == []
    found = runs(database.uri(), "power")
    assert sorted((run.info.run_name, run.info.status) for run in found) == [
        ("anna", "FINISHED"),
        ("boris", "FINISHED"),
        ("vera", "FINISHED"),
    ]
    assert {run.data.tags["rank"] for run in found} == {"01"}
