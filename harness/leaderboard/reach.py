"""Whether a tracking store answers, asked within seconds: MLflow itself tries for minutes, and says nothing meanwhile."""

import os
import socket
import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass, urlopen

from harness.errors import AwayError, InfrastructureError
from harness.leaderboard.database import connected, is_database, turn_of_database
from harness.sandbox.locking import exclusive
from harness.words.phrase import phrase

SECONDS = 10.0
"""For an answer of the store to the first question."""
TURN_SECONDS = 60.0
"""For other commands to log what they have: some seconds for each of them."""
_PORTS = {"http": 80, "https": 443, "postgresql": 5432, "mysql": 3306, "mssql": 1433}
_BOUNDS = {
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "15",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "1",
    "PGCONNECT_TIMEOUT": "10",
}


def bound_requests() -> None:
    """Sets how long MLflow waits for its server, where the environment does not say it. To be called before MLflow is
    imported."""
    for name, value in _BOUNDS.items():
        os.environ.setdefault(name, value)


def ask(tracking_uri: str, database: Path | None) -> None:
    """Returns where the store answers, or where it cannot be asked in a simple way.

    Args:
        tracking_uri: where MLflow keeps runs.
        database: the file behind it, where it is one of SQLite.

    Raises:
        AwayError: it does not, in a few words.
    """
    if database is not None:
        _ask_file(database)
        return
    _ask_host(tracking_uri)
    if is_database(tracking_uri):
        with connected(tracking_uri, SECONDS):
            pass


def _ask_host(tracking_uri: str) -> None:
    """Returns where the host answers that the URI names, or where it names none."""
    try:
        parts = urlsplit(tracking_uri)
        scheme = parts.scheme.partition("+")[0]
        host, port = parts.hostname, parts.port or _PORTS.get(scheme)
    except ValueError:
        return
    if not host or not port or (scheme in getproxies() and not proxy_bypass(host)):
        return
    try:
        socket.create_connection((host, port), SECONDS).close()
        if scheme in ("http", "https"):
            _ask_server(f"{scheme}://{host}:{port}/health")
    except (OSError, HTTPException) as error:
        why = getattr(error, "strerror", None) or getattr(error, "reason", None) or error
        raise AwayError(phrase("mlflow.silent", place=f"{host}:{port}", why=str(why))) from error


def _ask_server(address: str) -> None:
    """Returns where a server says anything at all. Raises OSError, HTTPException."""
    try:
        urlopen(address, timeout=SECONDS).close()  # noqa: S310 - http and https alone
    except HTTPError:
        pass  # an answer
    except URLError as error:
        # Whom MLflow trusts is not known here.
        if not isinstance(error.reason, ssl.SSLError):
            raise


def _ask_file(database: Path) -> None:
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(database, timeout=SECONDS, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise AwayError(str(error)) from error


@contextmanager
def turn(tracking_uri: str, database: Path | None) -> Iterator[None]:
    """Holds an exclusive lock beside a SQLite database, or in one on PostgreSQL. A server of MLflow has no turns.

    Two clients that start on a fresh file would both make the experiment, and SQLite has one writer at a
    time. ``flock`` on a file opened anew excludes threads as well as processes.

    Raises:
        AwayError: another process has held it for `TURN_SECONDS`; the sentence names it.
    """
    if database is None:
        with turn_of_database(tracking_uri, seconds=SECONDS, wait=TURN_SECONDS):
            yield
        return
    lock = exclusive(
        database.with_name(database.name + ".lock"), say=lambda _: None, waiting="", seconds=TURN_SECONDS
    )
    try:
        lock.__enter__()
    except InfrastructureError as error:
        raise AwayError(error.phrase) from error
    try:
        yield
    finally:
        lock.__exit__(None, None, None)
