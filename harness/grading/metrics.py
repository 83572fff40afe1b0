"""Scores of predictions: computed on the host, from the confusion matrix alone."""

from collections.abc import Callable, Sequence
from typing import Any

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
    return _share(2.0 * hits, matrices.sum(axis=-1) + matrices.sum(axis=-2))


def _share(part: NDArray[Any], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    """Of nothing, 0, as in scikit-learn with ``zero_division=0``."""
    return np.asarray(np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0))


def macro_f1(labels: NDArray[np.integer], predicted: NDArray[np.integer], classes: int) -> float:
    """Macro-F1 of predicted labels int (N,) against true ones int (N,), each below ``classes``."""
    return float(macro_f1_of(confusion(labels, predicted, classes)))


def confusion(labels: NDArray[np.integer], predicted: NDArray[np.integer], classes: int) -> NDArray[np.int64]:
    """How many images of each true class (rows) were taken for each: int64 (C, C) of labels int (N,), each below
    ``classes``."""
    matrix = np.zeros((classes, classes), np.int64)
    np.add.at(matrix, (labels, predicted), 1)
    return matrix


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
    matrix = confusion(labels, predicted, len(classes))
    hits, support = np.diagonal(matrix), matrix.sum(axis=1)
    scores = _share(hits, matrix.sum(axis=0)), _share(hits, support), f1_of(matrix)
    # The same draws for both kinds of intervals: they are most of the time that this takes.
    of_classes = f1_of(_resampled(matrix, RESAMPLES))
    means = np.quantile(of_classes.mean(axis=-1), _ENDS)
    ends = np.quantile(of_classes, _ENDS, axis=0).T.tolist()
    rows = zip(classes, *scores, support, ends, strict=True)
    return Metrics(
        images=len(labels),
        macro_f1=float(macro_f1_of(matrix)),
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
            for i, (n, p, r, f, s, e) in enumerate(rows)
        ],
        confusion_matrix=matrix.tolist(),
    )
