"""A leaderboard that is away costs seconds and one sentence; a later command hands over what waits, exactly once."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.errors import AwayError, HarnessError
from harness.grade.record import Grade
from harness.grade.results import new_attempt
from harness.handing_over import OWED, Exports
from harness.leaderboard import reach
from harness.leaderboard.mlflow_log import log_grade
from harness.leaderboard.places import default_tracking_uri
from harness.publish import publish
from tests.conftest import ROOT
from tests.report import sample_grades


class Place:
    """An exporter that takes what it is given, but for the names that it was told to refuse."""

    takes_again = False

    def __init__(self, baseline: str | None = None) -> None:
        self.taken, self.asked = list[tuple[str, int]](), 0
        self.refuses: dict[str, Exception] = {}
        self.baseline = baseline

    def export(self, grade: Grade, folder: Path) -> None:
        self.asked += 1
        if error := self.refuses.get(grade.submission) or self.refuses.get("all"):
            raise error
        self.taken.append((grade.submission, grade.attempt))


def graded(results: Path, exports: Exports, *names: str) -> None:
    """Grades of these names, as a batch writes and hands them over."""
    for name in names:
        with new_attempt(results, name) as attempt:
            grade, folder = publish(sample_grades.good(submission=name), attempt, exports)
        exports.hand_over(grade, folder)


def owed(results: Path) -> list[str]:
    return sorted(path.parent.parent.name for path in results.glob(f"*/*/{OWED}*"))


def test_a_place_that_is_away_is_asked_once_and_gets_everything_later(tmp_path: Path) -> None:
    said, place = list[str](), Place()
    place.refuses["all"] = AwayError("It does not answer.")
    first = Exports({"board": place}, tmp_path, said.append)
    graded(tmp_path, first, "a", "b", "c")
    first.close()
    assert place.asked == 1
    assert said[0].endswith("the exporter board did not take it: It does not answer.")
    assert said[1:] == [
        f"3 grades wait in {tmp_path} for the exporter board; once it works, the next harness batch or harness grade hands "
        "them over."
    ]
    place.refuses.clear()
    for _ in range(2):
        Exports({"board": place}, tmp_path, said.append).close()
    assert sorted(place.taken) == [("a", 1), ("b", 1), ("c", 1)]
    assert owed(tmp_path) == []


def test_one_grade_that_is_refused_does_not_keep_the_others_waiting(tmp_path: Path) -> None:
    place = Place()
    for number, name in enumerate("abcd"):
        place.refuses[name] = HarnessError("Not this one.")
        graded(tmp_path, Exports({"board": place}, tmp_path, print), name)
        os.utime(tmp_path / name / "1" / f"{OWED}board", (number, number))
    del place.refuses["c"], place.refuses["d"]
    for _ in range(2):
        Exports({"board": place}, tmp_path, lambda _: None).close()
    assert sorted(place.taken) == [("c", 1), ("d", 1)]
    assert owed(tmp_path) == ["a", "b"]


def test_a_command_that_is_killed_before_it_hands_over_leaves_a_debt(tmp_path: Path) -> None:
    place = Place()
    exports = Exports({"board": place}, tmp_path, print)
    with new_attempt(tmp_path, "a") as attempt:
        publish(sample_grades.good(submission="a"), attempt, exports)
    assert owed(tmp_path) == ["a"]
    said: list[str] = []
    Exports({"board": place}, tmp_path, said.append).close()
    assert place.taken == [("a", 1)]
    assert said == ["a: attempt 1 went to the exporter board now."]


def test_what_another_command_hands_over_now_is_left_to_it(tmp_path: Path) -> None:
    place = Place()
    exports = Exports({"board": place}, tmp_path, print)
    with new_attempt(tmp_path, "a") as attempt:
        _, folder = publish(sample_grades.good(submission="a"), attempt, exports)
    with (folder / f"{OWED}board").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        exports.close()
    assert place.taken == []


def test_a_baseline_is_handed_over_as_one(tmp_path: Path) -> None:
    made: list[Place] = []

    def make(name: str, baseline: str | None) -> Place:
        made.append(Place(baseline))
        return made[-1]

    with new_attempt(tmp_path, "solution") as attempt:
        exports = Exports({"board": Place()}, tmp_path, print, baseline="reference")
        publish(sample_grades.good(submission="solution"), attempt, exports)
    plain = Place()
    Exports({"board": plain}, tmp_path, print, make=make).close()
    assert (plain.taken, [(one.baseline, one.taken) for one in made]) == (
        [],
        [("reference", [("solution", 1)])],
    )


def test_a_server_that_is_gone_is_told_at_once(tmp_path: Path) -> None:
    # A port on which nobody listens: it was ours a moment ago.
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for uri in (f"http://127.0.0.1:{port}", f"postgresql://me:secret@127.0.0.1:{port}/db"):
        with pytest.raises(
            AwayError, match=rf"MLflow at \w+://127.0.0.1:{port}.*does not answer \(Connection refused"
        ):
            log_grade(sample_grades.good(), tmp_path, tracking_uri=uri, experiment="x")


def test_a_server_that_says_nothing_is_told_within_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        uri = f"http://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(AwayError, match=r"does not answer \(timed out\)"):
            log_grade(sample_grades.good(), tmp_path, tracking_uri=uri, experiment="x")


def test_mlflow_does_not_try_for_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"MLFLOW_HTTP_REQUEST_TIMEOUT": "90"})
    reach.bound_requests()
    assert os.environ["MLFLOW_HTTP_REQUEST_TIMEOUT"] == "90"
    assert int(os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"]) <= 1


HOLD = """
import fcntl, sys, time
with open(sys.argv[1], "w") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_lock_that_nobody_frees_is_told_with_its_holder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "TURN_SECONDS", 0.1)
    command = [sys.executable, "-c", HOLD, str(tmp_path / "mlflow.db.lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        uri = default_tracking_uri(tmp_path, {})
        with pytest.raises(
            AwayError, match=rf"mlflow\.db\.lock was not free .*: process {holder.pid} \(.*python"
        ):
            log_grade(sample_grades.good(), tmp_path, tracking_uri=uri, experiment="x")
        holder.kill()


def test_a_database_that_another_program_writes_to_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    monkeypatch.setattr(reach, "SECONDS", 0.1)
    connection = sqlite3.connect(tmp_path / "mlflow.db", isolation_level=None)
    connection.execute("CREATE TABLE t (x)")
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(AwayError, match="database is locked"):
        log_grade(
            sample_grades.good(), tmp_path, tracking_uri=default_tracking_uri(tmp_path, {}), experiment="x"
        )
    connection.close()


LOG_AND_DIE = """
import os, signal, sys
from pathlib import Path
from harness.leaderboard import mlflow_log
from tests.report import sample_grades
def die(*given, **more):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "killed":
    mlflow_log._import_mlflow().MlflowClient.log_batch = die
folder = Path(sys.argv[1])
for _ in range(2):
    mlflow_log.log_grade(sample_grades.good(), folder, tracking_uri=f"sqlite:///{folder}/mlflow.db", experiment="x")
"""


@pytest.mark.slow
def test_an_attempt_is_one_run_however_often_it_is_logged(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LOG_AND_DIE, str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = subprocess.run([*command, "killed"], env=env, check=False)
    assert killed.returncode == -signal.SIGKILL
    subprocess.run([*command, "whole"], env=env, check=True)
    runs = all_runs(tmp_path)
    assert [run.info.status for run in runs] == ["FINISHED"]


def all_runs(folder: Path) -> list[Any]:
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=default_tracking_uri(folder, {}))
    [experiment] = [one for one in client.search_experiments() if one.name == "x"]
    return list(client.search_runs([experiment.experiment_id]))
