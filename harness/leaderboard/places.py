"""Where a project keeps its leaderboard. Every command asks; few of them go on to MLflow, or to the network."""

from collections.abc import Mapping
from pathlib import Path

_SQLITE = "sqlite:///"


def default_tracking_uri(project: Path, environ: Mapping[str, str]) -> str:
    """``MLFLOW_TRACKING_URI`` where it is set, else a SQLite file ``mlflow.db`` in the project folder."""
    return environ.get("MLFLOW_TRACKING_URI") or f"{_SQLITE}{project.resolve() / 'mlflow.db'}"


def sqlite_file(tracking_uri: str) -> Path | None:
    """The file behind a SQLite tracking URI; None where the URI names something else."""
    if not tracking_uri.startswith(_SQLITE):
        return None
    return Path(tracking_uri.removeprefix(_SQLITE).partition("?")[0]).resolve()


def artifacts_folder(database: Path) -> Path:
    """The folder ``mlartifacts`` beside a SQLite database: where its runs keep their files."""
    return database.parent / "mlartifacts"


def default_artifacts(project: Path, environ: Mapping[str, str]) -> str:
    """Where runs in a database on a server keep their files, as a URI: ``MLFLOW_DEFAULT_ARTIFACT_ROOT`` where it is set, else
    the folder ``mlartifacts`` in the project folder."""
    return environ.get("MLFLOW_DEFAULT_ARTIFACT_ROOT") or (project.resolve() / "mlartifacts").as_uri()
