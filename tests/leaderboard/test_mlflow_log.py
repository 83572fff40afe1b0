"""Attempts become MLflow runs, with a real MLflow over a real SQLite file."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from harness.checks.kept import KEPT
from harness.checks.known import KNOWN
from harness.errors import InfrastructureError
from harness.grade.predictions import PREDICTIONS
from harness.grade.record import Grade
from harness.leaderboard.mlflow_log import log_grade
from harness.leaderboard.places import default_tracking_uri
from harness.leaderboard.runs import grade_id, made_id, student
from tests.report import sample_grades

pytestmark = pytest.mark.slow

EXPERIMENT = "fashion-mnist"


@pytest.fixture
def make_folder(tmp_path: Path) -> Callable[[Grade], Path]:
    """Writes a result folder such as a grading leaves."""

    def make(grade: Grade) -> Path:
        folder = tmp_path / "results" / grade.submission / str(grade.attempt)
        (folder / "logs").mkdir(parents=True)
        grade.write(folder / "grade.json")
        (folder / "feedback.html").write_text("<!doctype html>", encoding="utf-8")
        (folder / "logs" / "run.txt").write_text("done\n", encoding="utf-8")
        for name in (PREDICTIONS, KEPT, KNOWN):
            (folder / name).write_bytes(b"the teacher's alone")
        (folder / "outside").symlink_to("/etc/hostname")
        return folder

    return make


@pytest.fixture
def uri(leaderboard: Path) -> str:
    return default_tracking_uri(leaderboard.parent, {})


def client(uri: str) -> Any:
    from mlflow import MlflowClient

    return MlflowClient(tracking_uri=uri)


def files(uri: str, run_id: str) -> set[str]:
    server = client(uri)
    found: set[str] = set()
    folders: list[str | None] = [None]
    while folders:
        for entry in server.list_artifacts(run_id, folders.pop()):
            (folders.append if entry.is_dir else found.add)(entry.path)
    return found


def test_a_run_holds_what_a_leaderboard_needs(
    make_folder: Callable[[Grade], Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    grade, uri = sample_grades.good(), default_tracking_uri(tmp_path, {})
    run_id = log_grade(grade, make_folder(grade), tracking_uri=uri, experiment=EXPERIMENT)

    assert capfd.readouterr() == ("", ""), "MLflow chatters"
    run = client(uri).get_run(run_id)
    assert run.info.run_name == "alice"
    assert run.info.status == "FINISHED"
    assert run.info.end_time - run.info.start_time == 235_610
    assert grade.metrics is not None
    metrics = run.data.metrics
    assert metrics["points"] == pytest.approx(88.17)
    assert metrics["points.inception_module"] == 15
    assert metrics["macro_f1"] == grade.metrics.macro_f1
    assert (metrics["macro_f1_low"], metrics["macro_f1_high"]) == grade.metrics.macro_f1_interval
    assert (metrics["parameters"], metrics["run_seconds"], metrics["training_seconds"]) == (
        6_541_322,
        212.41,
        93.2,
    )
    note = run.data.tags["mlflow.note.content"]
    assert note.startswith("**88.17 of 100 points.** All 21 cells ran")
    assert "| Shirt | 86 | 0 | 29 | 13 | 27 | 0 | **341** | 0 | 4 | 0 | 0.714 |" in note
    assert metrics["accuracy"] == grade.metrics.accuracy
    assert metrics["f1_T-shirt_top"] == grade.metrics.per_class[0].f1
    assert metrics["f1_Ankle_boot"] == grade.metrics.per_class[9].f1
    assert run.data.params == {
        "entry": "notebook.ipynb",
        "runner": "docker",
        "image_id": grade.image_id,
        "split_id": grade.split_id,
        "network": "functional_2",
        "network_kind": "functional",
        "parameters": "6541322",
    }
    tags = {key: value for key, value in run.data.tags.items() if not key.startswith("mlflow.")}
    assert tags == {
        "outcome": "graded",
        "attempt": "02",
        "regrades": "00",
        "student": student(grade),
        "content_hash": grade.content_hash,
        "split_id": grade.split_id,
        "grade_id": grade_id(grade),
        "made_id": made_id(grade),
        "harness_version": "0.1.0",
        "source": "grade",
    }
    assert files(uri, run_id) == {"grade.json", "feedback.html", "logs/run.txt", "confusion.svg"}
    assert (tmp_path / "mlartifacts" / run_id / "artifacts" / "grade.json").is_file()


def test_a_baseline_has_its_own_name_and_source(make_folder: Callable[[Grade], Path], uri: str) -> None:
    grade = sample_grades.good()
    folder = make_folder(grade)
    run_id = log_grade(grade, folder, tracking_uri=uri, experiment=EXPERIMENT, baseline="reference")
    run = client(uri).get_run(run_id)
    assert (run.info.run_name, run.data.tags["source"]) == ("reference", "baseline")


def test_a_failed_submission_is_logged_too(make_folder: Callable[[Grade], Path], uri: str) -> None:
    grade = sample_grades.infrastructure()
    run_id = log_grade(grade, make_folder(grade), tracking_uri=uri, experiment=EXPERIMENT)
    run = client(uri).get_run(run_id)
    assert run.data.tags["outcome"] == "infrastructure"
    assert "macro_f1" not in run.data.metrics
    assert "confusion.svg" not in files(uri, run_id)


def test_hostile_names_are_stored_as_text(make_folder: Callable[[Grade], Path], uri: str) -> None:
    hostile = sample_grades.hostile()
    grade = sample_grades.good(networks=hostile.networks, criteria=hostile.criteria, entry="a\x00b" * 9000)
    run = client(uri).get_run(log_grade(grade, make_folder(grade), tracking_uri=uri, experiment=EXPERIMENT))
    assert "\x1b" not in run.data.params["network"]
    assert len(run.data.params["entry"]) <= 1000


@pytest.mark.parametrize("changes", [{"smoke": True}, {"stand_in": True}])
def test_what_is_no_mark_reaches_no_leaderboard(tmp_path: Path, changes: dict[str, bool]) -> None:
    grade, uri = sample_grades.good(is_mark=False, **changes), default_tracking_uri(tmp_path, {})
    with pytest.raises(ValueError, match="is not a mark"):
        log_grade(grade, tmp_path, tracking_uri=uri, experiment=EXPERIMENT)
    assert not (tmp_path / "mlflow.db").exists()


def test_a_later_attempt_adds_a_run_to_the_same_experiment(
    make_folder: Callable[[Grade], Path], uri: str
) -> None:
    for attempt in (1, 2):
        grade = sample_grades.good(attempt=attempt)
        log_grade(grade, make_folder(grade), tracking_uri=uri, experiment=EXPERIMENT)
    server = client(uri)
    found = server.get_experiment_by_name(EXPERIMENT)
    assert len(server.search_runs([found.experiment_id])) == 2


LOG_THREE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
sys.path[:0] = sys.argv[4:]
from harness.leaderboard.mlflow_log import log_grade
from tests.report import sample_grades
uri, folder, name = sys.argv[1:4]
def log(attempt):
    return log_grade(sample_grades.good(submission=name, attempt=attempt), Path(folder), tracking_uri=uri, experiment="x")
with ThreadPoolExecutor(3) as pool:
    print(*pool.map(log, (1, 2, 3)))
"""


def test_processes_and_threads_may_make_the_database_at_once(tmp_path: Path) -> None:
    uri = default_tracking_uri(tmp_path, {})
    folder = tmp_path / "result"
    folder.mkdir()
    (folder / "grade.json").write_text("{}", encoding="utf-8")
    root = Path(__file__).parents[2]

    def start(name: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", LOG_THREE, uri, str(folder), name, str(root)]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(start, ("alice", "bob")))
    assert [one.stderr for one in done] == ["", ""]
    assert [one.returncode for one in done] == [0, 0]
    server = client(uri)
    runs = server.search_runs([server.get_experiment_by_name("x").experiment_id])
    assert {run.info.run_id for run in runs} == set(" ".join(one.stdout for one in done).split())
    assert len(runs) == 6
    assert {run.info.status for run in runs} == {"FINISHED"}


def test_a_store_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "mlflow.db").write_bytes(b"this is not a database" * 100)
    with pytest.raises(InfrastructureError, match=r"could not be logged to MLflow at sqlite:///.*mlflow\.db"):
        log_grade(
            sample_grades.good(),
            tmp_path,
            tracking_uri=default_tracking_uri(tmp_path, {}),
            experiment=EXPERIMENT,
        )


def test_a_deleted_experiment_says_how_to_restore_it(make_folder: Callable[[Grade], Path], uri: str) -> None:
    server = client(uri)
    server.delete_experiment(server.create_experiment(EXPERIMENT))
    grade = sample_grades.good()
    with pytest.raises(InfrastructureError, match="restore it with `mlflow experiments restore"):
        log_grade(grade, make_folder(grade), tracking_uri=uri, experiment=EXPERIMENT)


def test_the_tracking_uri_is_the_environments_or_a_file_of_the_project(tmp_path: Path) -> None:
    assert default_tracking_uri(tmp_path, {}) == f"sqlite:///{tmp_path}/mlflow.db"
    assert default_tracking_uri(tmp_path, {"MLFLOW_TRACKING_URI": "http://host:5000"}) == "http://host:5000"
