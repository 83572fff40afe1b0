"""Opens the leaderboard: MLflow's own pages over the project's runs."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

from harness.errors import AwayError, InfrastructureError, UsageError
from harness.leaderboard.app import NAME as APP
from harness.leaderboard.app import is_installed
from harness.leaderboard.database import is_database
from harness.leaderboard.places import artifacts_folder, default_artifacts, default_tracking_uri, sqlite_file
from harness.leaderboard.reach import ask
from harness.leaderboard.secrets import shown_uri, without_secrets
from harness.leaderboard.view import VIEW_KEY, VIEW_TAG
from harness.report.text import visible
from harness.words.phrase import phrase
from harness.words.say import say as told

START_SECONDS = 120.0
STOP_SECONDS = 10.0
LAST_LINES = 12
PATIENCE_SECONDS = 5.0
"""For a server elsewhere to say where the experiment is; without it, its address alone is said."""
NAME = "leaderboard.localhost"
"""Browsers take every name below ``localhost`` for this machine (RFC 6761). MLflow opens its assistant over a third of the
page where the address is one of `_OWN_HOSTS`, and nowhere else."""
_ALONE = "workflowType=machine_learning"
"""Leaves traces, judges and prompts out of the page's navigation."""
_HOSTS, _ORIGINS = "MLFLOW_SERVER_ALLOWED_HOSTS", "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"
_OWN_HOSTS = ("127.0.0.1", "localhost", "::1")


def open_ui(
    project: Path,
    *,
    port: int,
    host: str = "127.0.0.1",
    environ: Mapping[str, str],
    experiment: str | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Serves the leaderboard until Ctrl-C, and says its address once it answers.

    Where ``MLFLOW_TRACKING_URI`` names an MLflow server, it says that server's address and returns.

    Args:
        project: the project folder, see `default_tracking_uri`.
        port: TCP port to listen on.
        host: address to listen on; the default is this machine alone.
        environ: the environment that the server starts with.
        experiment: the experiment whose runs the address opens, best macro-F1 first; None for the start page.
        say: tells a person one line.

    Raises:
        UsageError: there is no leaderboard yet, or the port is taken or may not be used.
        InfrastructureError: MLflow did not start, or ended by itself.
    """
    uri = default_tracking_uri(project, environ)
    if urlsplit(uri).scheme in ("http", "https"):
        shown = shown_uri(uri).rstrip("/")
        page = _page(shown, experiment, PATIENCE_SECONDS)
        say(told(phrase("mlflow.on_server", address=f"{shown}/{page}" if page else shown)))
        return
    database = sqlite_file(uri)
    if database is not None and not database.exists():
        raise UsageError(phrase("mlflow.none", database=database))
    _check_port(host, port)
    if is_database(uri):
        try:
            ask(uri, None)
        except AwayError as error:
            raise AwayError(phrase("mlflow.closed_store", store=shown_uri(uri), why=error)) from None
    settings = {
        "MLFLOW_BACKEND_STORE_URI": uri,  # not an argument: it may hold a password, and `ps` shows arguments
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        "MLFLOW_ENABLE_AI_GATEWAY": "false",
        "MLFLOW_LOGGING_LEVEL": "WARNING",
    }
    if database is not None:
        settings["MLFLOW_ARTIFACTS_DESTINATION"] = str(artifacts_folder(database))
    elif is_database(uri):
        settings["MLFLOW_ARTIFACTS_DESTINATION"] = default_artifacts(project, environ)
    command = [sys.executable, "-m", "mlflow", "server", "--host", host, "--port", str(port)]
    command += ["--workers", "1", "--uvicorn-opts", "--log-level warning"]
    if is_installed():
        command += ["--app-name", APP]
    address = public = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    if host in _OWN_HOSTS and not any(name in environ for name in (_HOSTS, _ORIGINS)):
        public = f"http://{NAME}:{port}"
        hosts = (f"{NAME}:*", "localhost:*", "127.0.0.1:*", f"[::1]:{port}")
        settings |= {_HOSTS: ",".join(hosts), _ORIGINS: public}
    say(told(phrase("mlflow.starting", address=public)))
    with _interrupted_by_sigterm(), tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            command,
            env={**environ, **settings},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            if _answers(server, address):
                page = _page(address, experiment, START_SECONDS)
                say(told(phrase("mlflow.at", address=public, page=page)))
            server.wait()
        except KeyboardInterrupt:
            say(told(phrase("mlflow.closed")))
            return
        finally:
            _stop(server)
        log.seek(0)
        said = without_secrets(_last_lines(log.read()), uri)
        raise InfrastructureError(phrase("mlflow.ended", code=server.returncode, said=said))


def _check_port(host: str, port: int) -> None:
    if not 0 < port < 2**16:
        raise UsageError(phrase("mlflow.no_port", port=port))
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        raise UsageError(
            phrase("mlflow.port_taken", port=port, host=host)
            if taken
            else phrase("mlflow.port_refused", port=port, host=host, why=error)
        ) from error


@contextmanager
def _interrupted_by_sigterm() -> Iterator[None]:
    """Makes SIGTERM end the leaderboard as Ctrl-C does; signals can be set in the main thread alone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _answers(server: subprocess.Popen[bytes], address: str) -> bool:
    """Waits until the server answers; False where it ended instead."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            return False
        try:
            with urlopen(f"{address}/health", timeout=5):  # noqa: S310  # our own http address
                return True
        except (URLError, OSError):
            time.sleep(0.2)
    raise InfrastructureError(phrase("mlflow.late", address=address, seconds=START_SECONDS))


def _page(address: str, experiment: str | None, seconds: float) -> str:
    """The part of the address that opens the experiment's runs, best first; empty where there is none."""
    if experiment is None:
        return ""
    query = f"{address}/api/2.0/mlflow/experiments/get-by-name?experiment_name={quote(experiment)}"
    try:
        with urlopen(query, timeout=seconds) as reply:  # noqa: S310  # http and https alone
            found = json.load(reply)["experiment"]
    except (OSError, HTTPException, ValueError, LookupError, TypeError):
        return ""
    shared = any(tag["key"] == VIEW_TAG for tag in found.get("tags", []))
    view = f"viewStateShareKey={VIEW_KEY}" if shared else "orderByKey=metrics.%60macro_f1%60&orderByAsc=false"
    return f"#/experiments/{quote(found['experiment_id'])}/runs?{view}&{_ALONE}"


def _last_lines(output: bytes) -> str:
    return visible("\n".join(output.decode(errors="replace").splitlines()[-LAST_LINES:]))


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Ends the server and its workers, which are one process group of their own."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if server.poll() is None:
            os.killpg(server.pid, sign)
            try:
                server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                continue
