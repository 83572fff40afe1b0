"""Confusion matrices that a student computed, and the networks they belong to."""

import numpy as np
from numpy.typing import NDArray

from harness.checks.fixtures import Model
from harness.evidence import Evidence

TOLERANCE = 0.02
"""Share of images that may be counted elsewhere: rounding differs a little between runs and machines."""


def matrices(evidence: Evidence) -> list[NDArray[np.float64]]:
    """Confusion matrices (10, 10) of the visible test set: arguments of scoring functions, and variables."""
    called = [np.array(c.matrix, float) for c in evidence.calls if c.matrix is not None and c.truth == "test"]
    kept = [np.array(value.data).reshape(10, 10) for value in evidence.values if value.shape == [10, 10]]
    return called + [matrix for matrix in kept if matrix.sum() > 20]


def belongs(matrix: NDArray[np.float64], model: Model) -> bool:
    """True where the matrix, or its transpose, is that of the network's own predictions."""
    metrics = model.network.visible_metrics
    if metrics is None:
        return False
    ours = np.array(metrics.confusion_matrix)
    return any(np.abs(m - ours).sum() <= 2 * TOLERANCE * ours.sum() for m in (matrix, matrix.T))
