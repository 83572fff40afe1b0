"""Rows of networks as runs of the leaderboard, beside the marks."""

from harness.leaderboard.baseline import Baseline
from reference.measure.results import Row, row_id
from reference.measure.table import protocol_words


def baseline_of(row: Row) -> Baseline | None:
    """The row as the leaderboard takes it. None where there is nothing to compare: it failed, is a variant of an
    experiment, or is of stand-in data."""
    if row.network is None or row.stand_in or row.metrics is None or row.training is None:
        return None
    low, high = row.metrics.macro_f1_interval
    metrics = {
        "macro_f1": row.metrics.macro_f1,
        "macro_f1_low": low,
        "macro_f1_high": high,
        "accuracy": row.metrics.accuracy,
        "parameters": float(row.training.parameters),
        "multiply_adds": float(row.training.multiply_adds),
    }
    if row.training.seconds_per_epoch is not None:
        metrics["seconds_per_epoch"] = row.training.seconds_per_epoch
    limits = {
        "max_epochs": row.protocol.epochs,
        "max_seconds": row.protocol.seconds,
        "images": row.protocol.images,
    }
    params = {
        "network": row.network,
        "epochs": f"{row.training.epochs_trained:g}",
        "seed": str(row.protocol.seed),
        "backend": row.protocol.backend,
        "split_id": row.protocol.split_id,
        **{key: str(value) for key, value in limits.items() if value is not None},
    }
    return Baseline(
        name=f"zoo/{row.network}",
        row_id=row_id(row.name, row.protocol),
        date=row.date,
        seconds=sum(epoch.seconds for epoch in row.training.epochs),
        metrics=metrics,
        params=params,
        tags={"source": "zoo", "split_id": row.protocol.split_id, "protocol": protocol_words(row.protocol)},
        matrix=row.metrics.confusion_matrix,
        class_names=[score.name for score in row.metrics.per_class],
    )
