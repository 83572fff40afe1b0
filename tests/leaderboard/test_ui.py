"""The leaderboard's pages, served by a real MLflow."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from harness.errors import InfrastructureError, UsageError
from harness.leaderboard.mlflow_log import default_tracking_uri, log_grade
from harness.leaderboard.ui import open_ui
from tests.report import sample_grades

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_without_a_leaderboard_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no leaderboard at .*mlflow\.db yet: grade a submission first"):
        open_ui(tmp_path, port=free_port(), environ={})


def test_a_taken_port_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "mlflow.db").touch()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"Port {port} on 127.0.0.1 is taken by another program"):
            open_ui(tmp_path, port=port, environ={})


def test_an_impossible_port_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "mlflow.db").touch()
    with pytest.raises(UsageError, match="Port 70000 is not a TCP port"):
        open_ui(tmp_path, port=70000, environ={})


def test_a_server_elsewhere_is_only_named(tmp_path: Path) -> None:
    said: list[str] = []
    open_ui(
        tmp_path, port=1, environ={"MLFLOW_TRACKING_URI": "https://me:secret@host/mlflow"}, say=said.append
    )
    assert said == ["The leaderboard is on the MLflow server at https://host/mlflow"]


def test_a_server_that_does_not_start_leaves_its_last_words(tmp_path: Path) -> None:
    (tmp_path / "mlflow.db").write_bytes(b"this is not a database" * 100)
    with pytest.raises(
        InfrastructureError, match=r"(?s)ended by itself with exit code 1.*file is not a database"
    ):
        open_ui(tmp_path, port=free_port(), environ=dict(os.environ), say=lambda line: None)


OPEN = """
import os, sys
from pathlib import Path
from harness.leaderboard.ui import open_ui
open_ui(Path(sys.argv[1]), port=int(sys.argv[2]), environ=dict(os.environ), experiment="fashion-mnist",
        say=lambda line: print(line, flush=True))
"""


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_runs_and_their_files_until_it_is_interrupted(tmp_path: Path, sign: signal.Signals) -> None:
    folder = tmp_path / "result"
    folder.mkdir()
    (folder / "feedback.html").write_text("<p>well done</p>", encoding="utf-8")
    run_id = log_grade(
        sample_grades.good(),
        folder,
        tracking_uri=default_tracking_uri(tmp_path, {}),
        experiment="fashion-mnist",
    )
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-c", OPEN, str(tmp_path), str(port)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        said = [server.stdout.readline() for _ in range(2)]
        assert said[1] == (
            f"The leaderboard is at http://leaderboard.localhost:{port}/#/experiments/1/runs?"
            "viewStateShareKey=leaderboard&workflowType=machine_learning (Ctrl-C ends it)\n"
        )
        with urlopen(f"http://127.0.0.1:{port}/get-artifact?path=feedback.html&run_uuid={run_id}") as reply:
            assert reply.read() == b"<p>well done</p>"
    finally:
        server.send_signal(sign)
        out, err = server.communicate(timeout=30)
    assert (out, err, server.returncode) == ("The leaderboard is closed.\n", "", 0)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
