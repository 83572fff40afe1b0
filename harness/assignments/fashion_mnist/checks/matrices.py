"""Confusion matrices that a student computed, and the networks they belong to."""

import numpy as np
from numpy.typing import NDArray

from harness.checks.outputs import Outputs
from harness.evidence.network import Network
from harness.evidence.provenance.trace import numbers_in
from harness.evidence.schema import Evidence

Matrix = NDArray[np.float64]

TOLERANCE = 0.02
"""Share of images that may be counted elsewhere: rounding differs a little between runs and machines."""
CLASSES = 10


def matrices(evidence: Evidence, outputs: Outputs) -> list[Matrix]:
    """Tables (10, 10) that may be confusion matrices: arguments of scoring functions, variables, and what was printed
    or drawn."""
    called = [np.array(c.matrix, float) for c in evidence.calls if c.matrix is not None and c.truth == "test"]
    kept = [np.array(value.data).reshape(10, 10) for value in outputs.values if value.shape == [10, 10]]
    return called + kept + printed(outputs) + drawn(outputs)


def printed(outputs: Outputs) -> list[Matrix]:
    """Ten lines of ten numbers, or of eleven where the first counts the lines, of cells that show the data."""
    found = []
    for cell, trace in outputs.cells:
        if not trace.shows_data:
            continue
        rows = [numbers_in(line) for line in trace.untyped(cell.text).splitlines()]
        for first in range(len(rows) - CLASSES + 1):
            table = rows[first : first + CLASSES]
            if all(len(row) in (CLASSES, CLASSES + 1) for row in table):
                found.append(np.array([row[-CLASSES:] for row in table]))
    return found


def drawn(outputs: Outputs) -> list[Matrix]:
    """Heat maps of ten by ten numbers, in cells that use the data."""
    tables = (plot.data for plot in outputs.plots("table"))
    return [np.array(data, float).reshape(10, 10) for data in tables if len(data) == CLASSES**2]


def belongs(matrix: Matrix, model: Network) -> bool:
    """True where the matrix, or its transpose, is that of the network's own predictions: counts, or shares of the
    classes, of the predictions, or of all, also in per cent."""
    metrics = model.visible
    if metrics is None or not np.isfinite(matrix).all():
        return False
    ours = np.array(metrics.confusion_matrix, float)
    images = ours.sum()
    rows, columns = (np.maximum(ours.sum(axis=axis, keepdims=True), 1.0) for axis in (1, 0))
    return any(
        np.abs(ours - counted * whole / per).sum() <= 2 * TOLERANCE * images
        for counted in (matrix, matrix.T)
        for whole in (1.0, rows, columns, images)
        for per in (1.0, 100.0)
    )
