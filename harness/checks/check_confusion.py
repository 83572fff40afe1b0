"""Task 6: the confusion matrix of a network of the student's own, on the visible test set."""

import numpy as np

from harness.checks.fixtures import Model
from harness.checks.shown import numbers_in
from harness.evidence import Evidence

TOLERANCE = 0.02
"""Share of images that may be counted elsewhere: rounding differs a little between runs and machines."""


def _matrices(evidence: Evidence) -> list[np.ndarray]:
    called = [np.array(call.matrix) for call in evidence.calls if call.matrix is not None and call.truth == "test"]
    kept = [np.array(value.data).reshape(10, 10) for value in evidence.values if value.shape == [10, 10]]
    return called + [matrix for matrix in kept if matrix.sum() > 20]


def _belongs(matrix: np.ndarray, model: Model) -> bool:
    metrics = model.network.visible_metrics
    if metrics is None:
        return False
    ours = np.array(metrics.confusion_matrix)
    return any(np.abs(m - ours).sum() <= 2 * TOLERANCE * ours.sum() for m in (matrix, matrix.T))


def check_computed(models: list[Model], evidence: Evidence) -> None:
    """The confusion matrix of a network on the test set is computed from its own predictions."""
    matrices = _matrices(evidence)
    assert matrices, "No confusion matrix of the 10,000 test images was computed; see sklearn.metrics.confusion_matrix."
    own = any(_belongs(matrix, model) for matrix in matrices for model in models)
    assert own, "The confusion matrix that was computed agrees with the predictions of none of the trained networks."


def check_shown(evidence: Evidence) -> None:
    """The confusion matrix is shown, as a table, as text or as a picture."""
    matrices = _matrices(evidence)
    assert matrices, "There is no confusion matrix to show yet."
    for cell in evidence.notebook:
        drawn = cell.pictures and ("confusion" in cell.source.lower() or "heatmap" in cell.source or "cm" in cell.source)
        numbers = set(numbers_in(cell.text))
        printed = any(set(matrix.diagonal().tolist()) <= numbers for matrix in matrices)
        if cell.code and (drawn or printed):
            return
    raise AssertionError("The confusion matrix was computed but shown nowhere; print it or draw a heat map.")
