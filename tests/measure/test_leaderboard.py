"""Rows of networks on the leaderboard, in a real MLflow over a real SQLite file."""

from pathlib import Path
from typing import Any

import pytest

from harness.dataset.split import Split
from harness.errors import InfrastructureError
from harness.leaderboard.baseline import log_baseline
from harness.leaderboard.places import default_tracking_uri
from reference.measure import cli
from reference.measure.cli import Places, main
from reference.measure.leaderboard import baseline_of
from reference.measure.results import Row

from . import rows

pytestmark = pytest.mark.slow

EXPERIMENT = "fashion-mnist-control-work"


def runs(uri: str) -> list[Any]:
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=uri)
    found = client.get_experiment_by_name(EXPERIMENT)
    return [] if found is None else list(client.search_runs([found.experiment_id]))


@pytest.fixture
def uri(leaderboard: Path) -> str:
    return default_tracking_uri(leaderboard.parent, {})


def log(row: Row, uri: str) -> str:
    baseline = baseline_of(row)
    assert baseline is not None
    return log_baseline(baseline, tracking_uri=uri, experiment=EXPERIMENT)


def test_a_row_becomes_a_run(uri: str) -> None:
    row = rows.row()
    assert row.metrics is not None
    assert row.training is not None
    run_id = log(row, uri)
    (run,) = runs(uri)
    assert run.info.run_id == run_id
    assert (run.info.run_name, run.info.status) == ("zoo/cnn_mnist", "FINISHED")
    assert run.info.end_time - run.info.start_time == 128_000
    low, high = row.metrics.macro_f1_interval
    assert run.data.metrics == {
        "macro_f1": row.metrics.macro_f1,
        "macro_f1_low": low,
        "macro_f1_high": high,
        "accuracy": 0.9,
        "parameters": 1_199_882,
        "multiply_adds": 11_995_392,
        "seconds_per_epoch": 42,
    }
    assert run.data.params == {
        "network": "cnn_mnist",
        "epochs": "3",
        "max_epochs": "3",
        "seed": "0",
        "backend": "tensorflow",
        "split_id": "0123456789abcdef",
    }
    assert run.data.tags["source"] == "zoo"
    assert run.data.tags["split_id"] == "0123456789abcdef"


def test_a_measurement_is_logged_once_and_a_newer_one_takes_its_place(uri: str) -> None:
    first = log(rows.row(), uri)
    assert log(rows.row(), uri) == first
    assert len(runs(uri)) == 1
    newer = log(rows.row(date="2026-02-02T03:04:05+00:00"), uri)
    assert [run.info.run_id for run in runs(uri)] == [newer]
    other = rows.PROTOCOL.model_copy(update={"seed": 1})
    log(rows.row(protocol=other), uri)
    assert len(runs(uri)) == 2


def test_a_run_that_was_not_finished_is_logged_anew(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr("harness.leaderboard.baseline.confusion_svg", interrupt)
        with pytest.raises(KeyboardInterrupt):
            log(rows.row(), uri)
    assert [run.info.status for run in runs(uri)] == ["FAILED"]
    log(rows.row(), uri)
    assert [run.info.status for run in runs(uri)] == ["FINISHED"]


@pytest.mark.parametrize("row", [rows.failed_row(), rows.row("study/with"), rows.row(stand_in=True)])
def test_what_compares_with_nothing_is_no_run(row: Row) -> None:
    assert baseline_of(row) is None


def test_a_store_that_cannot_be_written_is_one_sentence(tmp_path: Path, uri: str) -> None:
    (tmp_path / "mlflow.db").write_bytes(b"this is not a database" * 100)
    with pytest.raises(InfrastructureError, match=r"The row zoo/cnn_mnist could not be logged to MLflow"):
        log(rows.row(), uri)


def test_the_command_logs_what_is_missing_and_survives_a_leaderboard_that_is_away(
    fake_zoo: Path,
    places: Places,
    split: Split,
    uri: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cli, "draw_split", lambda choice, place, say: split)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{places.workplace.rubric_path}")
    assert main(["--only", "good"], places) == 0
    assert "The row is written, but the leaderboard did not take it" in capsys.readouterr().out
    monkeypatch.setenv("MLFLOW_TRACKING_URI", uri)
    for _ in range(2):
        assert main(["--only", "good,broken"], places) == 1
    assert [run.info.run_name for run in runs(uri)] == ["zoo/good"]
