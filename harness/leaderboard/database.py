"""A tracking store that is a database on a server: whether it answers, and whose turn it is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from harness.errors import AwayError
from harness.leaderboard.secrets import without_secrets
from harness.words.phrase import phrase

DATABASES = ("postgresql", "mysql", "mssql")
"""What MLflow keeps runs in, beside SQLite."""
_KNOW_TIMEOUT = ("psycopg", "psycopg2", "pymysql", "mysqldb")
"""Drivers that take ``connect_timeout``."""
_LOCK = 0x6C65616465726264
"""Names our lock among the advisory ones of a database: 8 bytes that nobody else chose."""


def is_database(tracking_uri: str) -> bool:
    """Whether the URI names a database on a server."""
    return kind(tracking_uri) in DATABASES


def kind(tracking_uri: str) -> str:
    """The scheme of a URI without the driver: ``postgresql``, ``http``; empty where there is none."""
    return urlsplit(tracking_uri.partition("://")[0] + "://").scheme.partition("+")[0]


@contextmanager
def connected(tracking_uri: str, seconds: float) -> Iterator[Any]:
    """A connection to the database of its own, as SQLAlchemy makes it, which commits each statement.

    MLflow itself tries ten times, for minutes, whatever the reason is.

    Args:
        tracking_uri: names the database, its driver, user and password.
        seconds: for an answer.

    Raises:
        AwayError: the driver is missing, nobody answers, or the database refuses, in a few words without the password.
    """
    from sqlalchemy import create_engine, make_url
    from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError
    from sqlalchemy.pool import NullPool

    try:
        url = make_url(tracking_uri)
        bound = {"connect_timeout": int(seconds)} if url.get_dialect().driver in _KNOW_TIMEOUT else {}
        engine = create_engine(url, poolclass=NullPool, pool_reset_on_return=None, connect_args=bound)
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    except (ImportError, NoSuchModuleError) as error:
        raise AwayError(phrase("mlflow.no_driver", kind=kind(tracking_uri), why=_said(error))) from error
    except (SQLAlchemyError, ValueError) as error:
        why = without_secrets(_said(error), tracking_uri)
        raise AwayError(phrase("mlflow.refused", why=why)) from None
    with connection:
        yield connection


@contextmanager
def turn_of_database(tracking_uri: str, *, seconds: float, wait: float) -> Iterator[None]:
    """Holds a lock of the database: commands of several machines take turns. PostgreSQL lets it go when the connection ends,
    however it does. Other databases have no turns.

    Args:
        tracking_uri: names the database.
        seconds: for an answer.
        wait: for the turn, in seconds.

    Raises:
        AwayError: it was somebody else's turn for as long, or the database does not answer.
    """
    if kind(tracking_uri) != "postgresql":
        yield
        return
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    with connected(tracking_uri, seconds) as connection:
        try:
            connection.execute(text(f"SET lock_timeout = {round(wait * 1000)}"))
            connection.execute(text("SELECT pg_advisory_lock(:name)"), {"name": _LOCK})
        except SQLAlchemyError as error:
            why = without_secrets(_said(error), tracking_uri)
            raise AwayError(phrase("mlflow.no_turn", seconds=wait, why=why)) from None
        yield


def _said(error: BaseException) -> str:
    """The driver's own words, on one line: the first are followed by those of each address that was tried."""
    lines = [line.strip() for line in str(getattr(error, "orig", None) or error).splitlines() if line.strip()]
    return lines[0].rstrip(".") if lines else type(error).__name__
