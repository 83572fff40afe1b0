"""What a person may see of a tracking URI."""

import pytest

from harness.leaderboard.secrets import shown_uri, without_secrets


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("postgresql://me:hunter2@host:5432/db", "postgresql://host:5432/db"),
        ("postgresql+psycopg://me:hun/ter2@host/db", "postgresql+psycopg://host/db"),
        ("postgresql://me:hun@ter2@host/db", "postgresql://host/db"),
        ("postgresql://me:hun?ter2@host/db", "postgresql://…"),
        (
            "postgresql://host/db?user=me&password=hunter2&sslmode=require",
            "postgresql://host/db?sslmode=require",
        ),
        (
            "postgresql:///db?host=/run/pg&port=5433&password=hunter2",
            "postgresql:///db?host=/run/pg&port=5433",
        ),
        ("postgresql://host/db?password=hunt@er2", "postgresql://…"),
        ("https://me:hunter2@host/mlflow", "https://host/mlflow"),
        ("https://host/mlflow?token=hunter2", "https://host/mlflow"),
        ("http://host:5000", "http://host:5000"),
        ("sqlite:////srv/me@course/mlflow.db", "sqlite:////srv/me@course/mlflow.db"),
        ("./mlruns", "./mlruns"),
    ],
)
def test_what_is_shown_of_a_uri(uri: str, shown: str) -> None:
    assert shown_uri(uri) == shown


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("http://me:hunter2@host", "API request to http://me:hunter2@host/api failed"),
        ("http://me:hun%20ter2@host", "the password 'hun ter2' is wrong"),
        ("postgresql://host/db?password=hunt%40er2", "no entry for hunt@er2 or hunt%40er2"),
        ("postgresql+x+y://me:hun/ter2@host", "Invalid DB URI: 'postgresql+x+y://me:hun/ter2@host'"),
    ],
)
def test_nothing_secret_is_left_in_what_others_say(uri: str, said: str) -> None:
    left = without_secrets(said, uri)
    assert not any(part in left for part in ("hun", "er2", "ter2"))
    assert left != said
