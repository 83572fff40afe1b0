"""Measurements of the project itself on the leaderboard, beside the marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.leaderboard.mlflow_log import MATRIX_NAME, milliseconds, open_experiment, write_run
from harness.report.confusion import confusion_svg
from harness.words.phrase import phrase


@dataclass(frozen=True)
class Baseline:
    """A network that was measured by the project itself, as one row of the leaderboard.

    Args:
        name: of the run.
        row_id: equal for two measurements of the same thing, of which the leaderboard shows the newer.
        date: when the measurement ended, ISO 8601 with time zone; equal for two logs of one measurement.
        seconds: how long it took.
        metrics: numbers by name, ``macro_f1`` and ``accuracy`` among them.
        params: what was measured.
        tags: what a person filters by, beside ``row_id`` and ``date``.
        matrix: the confusion matrix.
        class_names: names of its classes.
    """

    name: str
    row_id: str
    date: str
    seconds: float
    metrics: Mapping[str, float]
    params: Mapping[str, str]
    tags: Mapping[str, str]
    matrix: Sequence[Sequence[int]]
    class_names: Sequence[str]


def log_baseline(
    baseline: Baseline, *, tracking_uri: str, experiment: str, artifacts: str | None = None
) -> str:
    """Logs a measurement as one finished MLflow run and returns the run's id.

    A measurement that is there already is not logged again; an older one of the same row makes room for it. Several
    threads and processes may log at once.

    Args:
        baseline: what was measured.
        tracking_uri: where MLflow keeps runs, see `places.default_tracking_uri`.
        experiment: name of the experiment; made where there is none.
        artifacts: see `places.default_artifacts`.

    Raises:
        InfrastructureError: MLflow could not store the run.
    """
    with open_experiment(tracking_uri, experiment, phrase("mlflow.row", name=baseline.name), artifacts) as (
        client,
        experiment_id,
    ):
        same_row = client.search_runs([experiment_id], f"tags.row_id = '{baseline.row_id}'")
        for run in same_row:
            if run.data.tags.get("date") == baseline.date and run.info.status == "FINISHED":
                return str(run.info.run_id)

        def attach(run_id: str) -> None:
            client.log_text(run_id, confusion_svg(baseline.matrix, baseline.class_names), MATRIX_NAME)

        end = milliseconds(baseline.date)
        run_id = write_run(
            client,
            experiment_id,
            baseline.name,
            (end - round(baseline.seconds * 1000), end),
            baseline.metrics,
            baseline.params,
            {**baseline.tags, "row_id": baseline.row_id, "date": baseline.date},
            attach,
        )
        for run in same_row:
            client.delete_run(run.info.run_id)
        return run_id
