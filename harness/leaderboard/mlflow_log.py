"""One MLflow run per attempt: the leaderboard."""

import contextlib
import hashlib
import json
import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.checks.kept import KEPT
from harness.checks.known import KNOWN
from harness.errors import AwayError, InfrastructureError
from harness.evidence.network import BEST
from harness.grade.predictions import PREDICTIONS
from harness.grade.record import Grade
from harness.handing_over import OWED
from harness.leaderboard.reach import ask, bound_requests, turn
from harness.report.confusion import confusion_svg
from harness.report.text import one_line

MATRIX_NAME = "confusion.svg"
VIEW_KEY = "leaderboard"
"""Name of the runs table that the experiment shares: its columns and its order."""
VIEW_TAG = f"mlflow.sharedViewState.{VIEW_KEY}"
_VIEW = {
    "orderByKey": "metrics.`macro_f1`",
    "orderByAsc": False,
    "selectedColumns": [
        "metrics.`macro_f1`",
        "metrics.`accuracy`",
        "metrics.`points`",
        "params.`network`",
        "tags.`attempt`",
        "tags.`outcome`",
    ],
}
_SQLITE = "sqlite:///"
_EXPERIMENT_TAGS = {"mlflow.experimentKind": "custom_model_development", VIEW_TAG: json.dumps(_VIEW)}
_IMPORT_LOCK = threading.Lock()


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


def shown_uri(tracking_uri: str) -> str:
    """The tracking URI without user name and password, for messages."""
    parts = urlsplit(tracking_uri)
    return (
        parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        if "@" in parts.netloc
        else tracking_uri
    )


def log_grade(
    grade: Grade, folder: Path, *, tracking_uri: str, experiment: str, baseline: str | None = None
) -> str:
    """Logs one attempt as one finished MLflow run and returns the run's id. An attempt that is there already is not logged
    again; one that was not finished makes room for it.

    Safe to call from several threads and processes at once: they take turns on a SQLite database.

    Args:
        grade: a mark; its numbers become the run's metrics.
        folder: the result folder; its regular files become the run's artifacts, but those that are the teacher's alone.
        tracking_uri: where MLflow keeps runs, see `default_tracking_uri`.
        experiment: name of the experiment; made where there is none.
        baseline: name of the run, where it is not a student's but what students are measured against.

    Raises:
        ValueError: the grade is not a mark (a smoke run, stand-in data).
        InfrastructureError: MLflow could not store the run.
    """
    if not grade.is_mark:
        raise ValueError(
            f"Attempt {grade.attempt} of {grade.submission} is not a mark, so it does not go on the leaderboard."
        )
    with open_experiment(tracking_uri, experiment, f"The grade in {folder}") as (client, experiment_id):
        for run in client.search_runs([experiment_id], f"tags.grade_id = '{grade_id(grade)}'"):
            if run.info.status == "FINISHED":
                return str(run.info.run_id)
            client.delete_run(run.info.run_id)
        logged = _log_run(client, experiment_id, grade, folder, baseline)
        # What a person decided since takes the place of what stood there.
        for run in client.search_runs([experiment_id], f"tags.made_id = '{made_id(grade)}'"):
            if run.info.run_id != logged:
                client.delete_run(run.info.run_id)
        return logged


@contextmanager
def open_experiment(tracking_uri: str, name: str, what: str) -> Iterator[tuple[Any, str]]:
    """A client and the experiment's id, for as long as it is our turn.

    Threads and processes take turns on a SQLite database. The experiment is made where there is none. A failure of
    MLflow inside the context raises `InfrastructureError`: ``what`` could not be logged, and why; a store that does not
    answer, `AwayError`, after seconds.
    """
    database = sqlite_file(tracking_uri)
    failed = f"{what} could not be logged to MLflow at {shown_uri(tracking_uri)}"
    try:
        ask(tracking_uri, database)
    except AwayError as error:
        raise AwayError(f"{failed}: {error}") from error
    mlflow = _import_mlflow()
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with turn(database):
            client = mlflow.MlflowClient(tracking_uri=tracking_uri)
            yield client, _experiment_id(client, name, database)
    except AwayError as error:
        raise AwayError(f"{failed}: {error}") from error
    except (mlflow.MlflowException, SQLAlchemyError, OSError) as error:
        lines = str(error).splitlines() or [type(error).__name__]
        raise InfrastructureError(f"{failed}: {lines[0]}") from error


def _import_mlflow() -> Any:
    """MLflow, imported late (it takes seconds), without telemetry and without its start-up chatter."""
    with _IMPORT_LOCK:
        bound_requests()
        os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
        os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "WARNING")
        os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
        import mlflow

        logging.getLogger("alembic").setLevel(logging.WARNING)
        return mlflow


def _experiment_id(client: Any, name: str, database: Path | None) -> str:
    from mlflow.exceptions import MlflowException
    from mlflow.protos.databricks_pb2 import RESOURCE_ALREADY_EXISTS, ErrorCode

    found = client.get_experiment_by_name(name)
    if found is None:
        location = artifacts_folder(database).as_uri() if database else None
        try:
            return str(client.create_experiment(name, artifact_location=location, tags=_EXPERIMENT_TAGS))
        except MlflowException as error:
            if error.error_code != ErrorCode.Name(RESOURCE_ALREADY_EXISTS):
                raise
            found = client.get_experiment_by_name(name)
    if found.lifecycle_stage != "active":
        raise InfrastructureError(
            f"The MLflow experiment {name} was deleted: restore it with "
            f"`mlflow experiments restore --experiment-id {found.experiment_id}`, or choose another name."
        )
    return str(found.experiment_id)


def _log_run(client: Any, experiment_id: str, grade: Grade, folder: Path, baseline: str | None) -> str:
    def attach(run_id: str) -> None:
        for path in sorted(folder.rglob("*")):
            # Others may see the leaderboard.
            is_private = path.name in (PREDICTIONS, KEPT, KNOWN) or path.name.startswith(OWED)
            if path.is_file() and not path.is_symlink() and not is_private:
                parent = path.parent.relative_to(folder).as_posix()
                client.log_artifact(run_id, str(path), None if parent == "." else parent)
        if grade.metrics and not (folder / MATRIX_NAME).exists():
            names = [score.name for score in grade.metrics.per_class]
            client.log_text(run_id, confusion_svg(grade.metrics.confusion_matrix, names), MATRIX_NAME)

    start = milliseconds(grade.started)
    return write_run(
        client,
        experiment_id,
        baseline or grade.submission,
        (start, start + round(grade.times.get("total", 0.0) * 1000)),
        run_metrics(grade),
        run_params(grade),
        {**run_tags(grade), "source": "baseline" if baseline else "grade"},
        attach,
    )


def write_run(
    client: Any,
    experiment_id: str,
    name: str,
    times: tuple[int, int],
    metrics: Mapping[str, float],
    params: Mapping[str, str],
    tags: Mapping[str, str],
    attach: Callable[[str], None],
) -> str:
    """Writes one run, from its start to its end in milliseconds; ``attach`` adds its files."""
    from mlflow.entities import Metric, Param

    start, end = times
    # Tags first: by them a run is found again whose command was killed before its end.
    run = client.create_run(experiment_id, run_name=one_line(name), start_time=start, tags=dict(tags))
    run_id = str(run.info.run_id)
    try:
        client.log_batch(
            run_id,
            metrics=[Metric(key, value, end, 0) for key, value in metrics.items()],
            params=[Param(key, one_line(value, 1000)) for key, value in params.items()],
        )
        attach(run_id)
    except BaseException:
        # A server that went away meanwhile does not take this either; what went wrong first is told.
        with contextlib.suppress(Exception):
            client.set_terminated(run_id, status="FAILED")
        raise
    client.set_terminated(run_id, end_time=end)
    return run_id


def milliseconds(moment: str) -> int:
    """A moment in ISO 8601 as MLflow counts time."""
    return round(datetime.fromisoformat(moment).timestamp() * 1000)


def run_metrics(grade: Grade) -> dict[str, float]:
    """The numbers of the run: points, points of each criterion, scores of the best network."""
    values = {"points": grade.points, "max_points": grade.max_points}
    values |= {_key(f"points.{one.id}"): one.points for one in grade.criteria}
    if grade.metrics:
        low, high = grade.metrics.macro_f1_interval
        values |= {
            "macro_f1": grade.metrics.macro_f1,
            "macro_f1_low": low,
            "macro_f1_high": high,
            "accuracy": grade.metrics.accuracy,
        }
        values |= {_key(f"f1_{score.name}"): score.f1 for score in grade.metrics.per_class}
    return values


def run_params(grade: Grade) -> dict[str, str]:
    """What was graded and where, and which network was the best."""
    values = {
        "entry": grade.entry,
        "runner": grade.runner,
        "image_id": grade.image_id,
        "split_id": grade.split_id,
    }
    best = grade.with_role(BEST)
    if best:
        parameters = None if best.parameters is None else str(best.parameters)
        values |= {"network": best.title, "network_kind": best.kind, "parameters": parameters}
    return {key: value for key, value in values.items() if value}


def run_tags(grade: Grade) -> dict[str, str]:
    """What a person filters by."""
    decision = grade.decision
    decided = {} if decision is None else {"decision": decision.verdict.value, "decided_by": decision.by}
    return {
        "outcome": grade.outcome.value,
        "attempt": str(grade.attempt),
        "content_hash": grade.content_hash,
        "split_id": grade.split_id,
        "grade_id": grade_id(grade),
        "made_id": made_id(grade),
        "harness_version": grade.versions.get("harness", "unknown"),
        **decided,
    }


def grade_id(grade: Grade) -> str:
    """`made_id`, and another one where persons set other points."""
    made, since = made_id(grade), "\0".join(f"{one.criterion}={one.points}" for one in grade.overrides)
    return hashlib.sha256(f"{made}\0{since}".encode()).hexdigest()[:32] if since else made


def made_id(grade: Grade) -> str:
    """32 hex digits, equal for one attempt however often it is logged, and different for two, and after each regrade."""
    parts = (
        *(grade.submission, str(grade.attempt), grade.started, grade.content_hash, grade.inputs_id),
        *(one.at for one in grade.earlier),
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _key(name: str) -> str:
    """The name as a metric's key that also reads well in a search (``f1_some_class``)."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "_", name)
