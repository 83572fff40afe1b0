"""Scores of predictions: computed on the host, with scikit-learn."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from harness.evidence.network import ClassScore, Metrics

RESAMPLES = 2000
_ENDS = (0.025, 0.975)


def macro_f1_of(matrices: NDArray[np.int64]) -> NDArray[np.float64]:
    """Macro-F1 of confusion matrices (..., C, C), rows true; a class with no true and no predicted image counts 0,
    as in scikit-learn with ``zero_division=0``."""
    return np.asarray(f1_of(matrices).mean(axis=-1))


def f1_of(matrices: NDArray[np.int64]) -> NDArray[np.float64]:
    """F1 of each class (..., C) of confusion matrices (..., C, C), likewise."""
    hits = np.diagonal(matrices, axis1=-2, axis2=-1)
    sizes = matrices.sum(axis=-1) + matrices.sum(axis=-2)
    return np.asarray(np.divide(2.0 * hits, sizes, out=np.zeros(hits.shape), where=sizes > 0))


def macro_f1(labels: NDArray[np.integer], predicted: NDArray[np.integer], classes: int) -> float:
    """Macro-F1 of predicted labels int (N,) against true ones int (N,), each below ``classes``."""
    matrix = np.zeros((classes, classes), np.int64)
    np.add.at(matrix, (labels, predicted), 1)
    return float(macro_f1_of(matrix))


def bootstrap_interval(
    counts: NDArray[np.int64],
    statistic: Callable[[NDArray[np.int64]], NDArray[np.float64]],
    resamples: int = RESAMPLES,
) -> tuple[float, float]:
    """95 % percentile bootstrap interval (Efron 1979) of a statistic of ``counts``, of any shape.

    Drawing N images with replacement is drawing N cells, so one multinomial draw a resample does it; ``statistic``
    takes (resamples, *shape) to (resamples,). The seed is fixed: the same counts always have the same interval.
    """
    low, high = np.quantile(statistic(_resampled(counts, resamples)), _ENDS)
    return float(low), float(high)


def _resampled(counts: NDArray[np.int64], resamples: int) -> NDArray[np.int64]:
    total = int(counts.sum())
    draws = np.random.default_rng(20170828).multinomial(total, counts.ravel() / total, size=resamples)
    return draws.reshape(-1, *counts.shape)


def macro_f1_difference(
    labels: NDArray[np.integer],
    first: NDArray[np.integer],
    second: NDArray[np.integer],
    classes: int,
) -> tuple[float, float, float]:
    """Macro-F1 of the second answers less that of the first, and its 95 % paired bootstrap interval.

    All are int (N,), each below ``classes``, of the same images. A resample draws images with both answers to them: (truth,
    first answer, second answer) cells.
    """
    joint = np.zeros((classes,) * 3, np.int64)
    np.add.at(joint, (labels, first, second), 1)
    return float(_change(joint)), *bootstrap_interval(joint, _change)


def _change(joint: NDArray[np.int64]) -> NDArray[np.float64]:
    return macro_f1_of(joint.sum(axis=-2)) - macro_f1_of(joint.sum(axis=-1))


def measure(labels: NDArray[np.integer], predicted: NDArray[np.integer], classes: Sequence[str]) -> Metrics:
    """Scores of predicted labels int (N,) against true labels int (N,); a label is a place in ``classes``, their names.
    Raises ValueError where shapes or values are otherwise."""
    if labels.shape != predicted.shape or labels.ndim != 1 or not len(labels):
        raise ValueError(
            f"{len(labels)} labels need as many predictions, not an array of shape {predicted.shape}"
        )
    if predicted.min() < 0 or predicted.max() >= len(classes):
        raise ValueError(f"predictions must be in 0..{len(classes) - 1}")
    from sklearn.metrics import (  # takes long, and not every work has a network
        confusion_matrix,
        precision_recall_fscore_support,
    )

    known = list(range(len(classes)))
    matrix = confusion_matrix(labels, predicted, labels=known)
    scores = precision_recall_fscore_support(labels, predicted, labels=known, zero_division=0)
    # The same draws for both kinds of intervals: they are most of the time that this takes.
    of_classes = f1_of(_resampled(matrix, RESAMPLES))
    means = np.quantile(of_classes.mean(axis=-1), _ENDS)
    ends = np.quantile(of_classes, _ENDS, axis=0).T.tolist()
    rows = zip(known, classes, *scores, ends, strict=True)
    return Metrics(
        images=len(labels),
        macro_f1=float(np.mean(scores[2])),
        macro_f1_interval=(float(means[0]), float(means[1])),
        accuracy=float((labels == predicted).mean()),
        per_class=[
            ClassScore(
                label=i,
                name=n,
                precision=float(p),
                recall=float(r),
                f1=float(f),
                f1_interval=tuple(e),
                support=int(s),
            )
            for i, n, p, r, f, s, e in rows
        ],
        confusion_matrix=matrix.tolist(),
    )
