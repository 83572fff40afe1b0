"""The leaderboard's pages, served by a real MLflow."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright import sync_api

from harness.errors import InfrastructureError, UsageError
from harness.exporters.contract import ExportOptions
from harness.leaderboard.exporter import LeaderboardExporter
from harness.leaderboard.places import default_tracking_uri
from harness.leaderboard.ui import open_ui
from tests.class_report.classes import worse
from tests.pages import browser as browser
from tests.report import sample_grades
from tests.report.sample_criteria import metrics

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


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address that is said of the leaderboard in a folder; SIGTERM then ends it, and it says so. That Ctrl-C does is shown
    by test_servers.py."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-c", OPEN, str(folder), str(port)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        _, said = [server.stdout.readline() for _ in range(2)]
        address = said.removeprefix("The leaderboard is at ").removesuffix(" (Ctrl-C ends it)\n")
        assert address == (
            f"http://leaderboard.localhost:{port}/#/experiments/1/runs?"
            "viewStateShareKey=leaderboard&workflowType=machine_learning"
        )
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        out, err = server.communicate(timeout=30)
    assert (out, err, server.returncode) == ("The leaderboard is closed.\n", "", 0)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


@pytest.mark.chromium
def test_its_page_has_the_best_first_and_it_serves_their_files(
    browser: sync_api.Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    exporter = LeaderboardExporter(
        ExportOptions(tmp_path, tmp_path / "results", "fashion-mnist", batch="group 7")
    )
    for name, by in (("anna", 40), ("boris", 0), ("vera", 80)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "feedback.html").write_text(f"<p>well done, {name}</p>", encoding="utf-8")
        exporter.export(sample_grades.good(submission=name, metrics=metrics(worse(by))), folder)
    exporter.finish()
    page = browser.new_page(viewport={"width": 1700, "height": 800})
    with served(tmp_path) as address:
        page.goto(address)
        page.locator("[role=gridcell][col-id='tags.`rank`']", has_text="03").wait_for(timeout=60_000)
        heads = page.locator("[role=columnheader][col-id*='`']")
        left = {head.get_attribute("col-id"): head.bounding_box() for head in heads.all()}
        shown = sorted((box["x"], name) for name, box in left.items() if box is not None)
        assert [name for _, name in shown][:5] == [
            "attributes.`Run Name`",
            "tags.`rank`",
            "metrics.`macro_f1`",
            "metrics.`macro_f1_low`",
            "metrics.`macro_f1_high`",
        ]
        ranks = page.locator("[role=gridcell][col-id='tags.`rank`']").all_inner_texts()
        names = page.locator("[role=gridcell][col-id='attributes.`Run Name`']").all_inner_texts()
        assert [one.strip() for one in ranks][:3] == ["01", "02", "03"]
        assert [one.split()[-1] for one in names][:3] == ["boris", "anna", "vera"]
        assert page.get_by_text("In the lead: boris (macro-F1 0.907). Ranks: 3.").is_visible()
        # The columns come from a shared view, over which MLflow has a banner.
        banner = page.locator("[role=alert]", has_text="You're viewing a shared view")
        assert (banner.count(), banner.is_hidden()) == (1, True)
        page.close()
        here = address.partition("/#/")[0].replace("leaderboard.localhost", "127.0.0.1")
        with urlopen(f"{here}/get-artifact?path=feedback.html&run_uuid={run_of(tmp_path, 'vera')}") as reply:
            assert reply.read() == b"<p>well done, vera</p>"


def run_of(folder: Path, name: str) -> str:
    """The id of the run of a submission."""
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=default_tracking_uri(folder, {}))
    runs = client.search_runs(["1"], filter_string=f"attributes.run_name = '{name}'")
    return str(runs[0].info.run_id)
