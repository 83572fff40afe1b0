"""One MLflow run per attempt: the leaderboard."""

import contextlib
import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from harness.checks.kept import KEPT
from harness.checks.known import KNOWN
from harness.errors import AwayError, InfrastructureError
from harness.grade.predictions import PREDICTIONS
from harness.grade.record import Grade
from harness.grade.results import FEEDBACK
from harness.handing_over import OWED
from harness.leaderboard.database import is_database
from harness.leaderboard.places import artifacts_folder, sqlite_file
from harness.leaderboard.reach import ask, bound_requests, turn
from harness.leaderboard.runs import (
    BASELINE,
    BATCH,
    GRADE,
    NOTE,
    PARENT,
    SOURCE,
    WITHDRAWN,
    grade_id,
    made_id,
    note,
    run_metrics,
    run_params,
    run_tags,
)
from harness.leaderboard.secrets import shown_uri, without_secrets
from harness.leaderboard.view import EXPERIMENT_TAGS
from harness.report.confusion import confusion_svg
from harness.report.text import one_line
from harness.words.phrase import Phrase, phrase

MATRIX_NAME = "confusion.svg"
_IMPORT_LOCK = threading.Lock()


def log_grade(
    grade: Grade,
    folder: Path | None,
    *,
    tracking_uri: str,
    experiment: str,
    baseline: str | None = None,
    parent: str | None = None,
    artifacts: str | None = None,
) -> str:
    """Logs one attempt as one finished MLflow run and returns the run's id. An attempt that is there already is not logged
    again; one that was not finished makes room for it.

    Safe to call from several threads and processes at once: they take turns on a database.

    Args:
        grade: a mark; its numbers become the run's metrics.
        folder: the result folder; its regular files become the run's artifacts, but those that are the teacher's alone. None
            where the files name the student and the run must not: it then has the page of ``grade`` alone.
        tracking_uri: where MLflow keeps runs, see `default_tracking_uri`.
        experiment: name of the experiment; made where there is none.
        baseline: name of the run, where it is not a student's but what students are measured against.
        parent: id of the run of the batch, see `log_batch`.
        artifacts: see `places.default_artifacts`; for a database on a server alone.

    Raises:
        ValueError: the grade is not a mark (a smoke run, stand-in data).
        InfrastructureError: MLflow could not store the run.
    """
    if not grade.is_mark:
        raise ValueError(
            f"Attempt {grade.attempt} of {grade.submission} is not a mark, so it does not go on the leaderboard."
        )
    with open_experiment(
        tracking_uri,
        experiment,
        phrase("mlflow.grade_of", name=grade.submission)
        if folder is None
        else phrase("mlflow.grade_in", folder=folder),
        artifacts,
    ) as (client, experiment_id):
        for run in client.search_runs([experiment_id], f"tags.grade_id = '{grade_id(grade)}'"):
            if run.info.status == "FINISHED":
                if WITHDRAWN in run.data.tags:
                    client.delete_tag(run.info.run_id, WITHDRAWN)
                return str(run.info.run_id)
            client.delete_run(run.info.run_id)
        logged = _log_run(client, experiment_id, grade, folder, baseline, parent)
        # What a person decided since takes the place of what stood there.
        for run in client.search_runs([experiment_id], f"tags.made_id = '{made_id(grade)}'"):
            if run.info.run_id != logged:
                client.delete_run(run.info.run_id)
        return logged


@contextmanager
def open_experiment(
    tracking_uri: str, name: str, what: Phrase, artifacts: str | None = None
) -> Iterator[tuple[Any, str]]:
    """A client and the experiment's id, for as long as it is our turn.

    Threads and processes take turns on a database. The experiment is made where there is none. A failure of
    MLflow inside the context raises `InfrastructureError`: ``what`` could not be logged, and why; a store that does not
    answer, `AwayError`, after seconds.
    """
    database = sqlite_file(tracking_uri)

    def failed(why: str | BaseException) -> Phrase:
        return phrase("mlflow.not_logged", what=what, store=shown_uri(tracking_uri), why=why)

    try:
        ask(tracking_uri, database)
    except AwayError as error:
        raise AwayError(failed(error)) from error
    mlflow = _import_mlflow()
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with turn(tracking_uri, database):
            client = mlflow.MlflowClient(tracking_uri=tracking_uri)
            yield client, _experiment_id(client, name, _location(tracking_uri, artifacts))
    except AwayError as error:
        raise AwayError(failed(error)) from error
    except (mlflow.MlflowException, SQLAlchemyError, OSError, ImportError) as error:
        # A server that went away meanwhile is told as one that was away before.
        try:
            ask(tracking_uri, database)
        except AwayError as away:
            raise AwayError(failed(away)) from error
        lines = str(error).splitlines() or [type(error).__name__]
        raise InfrastructureError(failed(without_secrets(lines[0], tracking_uri))) from error


def _import_mlflow() -> Any:
    """MLflow, imported late (it takes seconds), without telemetry and without its chatter."""
    with _IMPORT_LOCK:
        bound_requests()
        os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
        # What fails raises as well, and is told in a sentence; MLflow would print a traceback beside it.
        os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "CRITICAL")
        os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
        import mlflow

        logging.getLogger("alembic").setLevel(logging.WARNING)
        logging.getLogger("mlflow").setLevel((os.environ["MLFLOW_LOGGING_LEVEL"] or "CRITICAL").upper())
        return mlflow


def _location(tracking_uri: str, artifacts: str | None) -> str | None:
    """Where the runs of a new experiment keep their files; a server of MLflow knows it itself."""
    database = sqlite_file(tracking_uri)
    if database is not None:
        return artifacts_folder(database).as_uri()
    return artifacts if is_database(tracking_uri) else None


def _experiment_id(client: Any, name: str, location: str | None) -> str:
    from mlflow.exceptions import MlflowException
    from mlflow.protos.databricks_pb2 import RESOURCE_ALREADY_EXISTS, ErrorCode

    found = client.get_experiment_by_name(name)
    if found is None:
        try:
            return str(client.create_experiment(name, artifact_location=location, tags=EXPERIMENT_TAGS))
        except MlflowException as error:
            if error.error_code != ErrorCode.Name(RESOURCE_ALREADY_EXISTS):
                raise
            found = client.get_experiment_by_name(name)
    if found.lifecycle_stage != "active":
        raise InfrastructureError(phrase("mlflow.deleted", name=name, id=str(found.experiment_id)))
    return str(found.experiment_id)


def log_batch(name: str, *, tracking_uri: str, experiment: str, artifacts: str | None = None) -> str:
    """Makes the run that those of a batch are nested under, ended already, and returns its id. It has no numbers and no rank.
    Raises `InfrastructureError`."""
    with open_experiment(tracking_uri, experiment, phrase("mlflow.batch", name=name), artifacts) as (
        client,
        experiment_id,
    ):
        run = client.create_run(experiment_id, run_name=one_line(name), tags={SOURCE: BATCH})
        client.set_terminated(run.info.run_id)
        return str(run.info.run_id)


def _log_run(
    client: Any,
    experiment_id: str,
    grade: Grade,
    folder: Path | None,
    baseline: str | None,
    parent: str | None,
) -> str:
    def attach(run_id: str) -> None:
        if folder is None:
            from harness.report.feedback import render_feedback  # templates, which most commands do not need

            client.log_text(run_id, render_feedback(grade, notebook_name=None), FEEDBACK)
        else:
            _attach_files(client, run_id, folder)
        if grade.metrics and not (folder is not None and (folder / MATRIX_NAME).exists()):
            names = [score.name for score in grade.metrics.per_class]
            client.log_text(run_id, confusion_svg(grade.metrics.confusion_matrix, names), MATRIX_NAME)

    nested = {} if parent is None else {PARENT: parent}
    start = milliseconds(grade.started)
    return write_run(
        client,
        experiment_id,
        baseline or grade.submission,
        (start, start + round(grade.times.get("total", 0.0) * 1000)),
        run_metrics(grade),
        run_params(grade),
        {**run_tags(grade), SOURCE: BASELINE if baseline else GRADE, NOTE: note(grade), **nested},
        attach,
    )


def _attach_files(client: Any, run_id: str, folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        # Others may see the leaderboard.
        is_private = path.name in (PREDICTIONS, KEPT, KNOWN) or path.name.startswith(OWED)
        if path.is_file() and not path.is_symlink() and not is_private:
            parent = path.parent.relative_to(folder).as_posix()
            client.log_artifact(run_id, str(path), None if parent == "." else parent)


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
