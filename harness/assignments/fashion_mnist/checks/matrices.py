"""Confusion matrices that a student computed, and the networks they belong to."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from harness.checks.logs import without_progress
from harness.checks.outputs import Outputs
from harness.evidence.network import Network
from harness.evidence.provenance.numbers import numbers_in
from harness.evidence.schema import Call, Evidence

Matrix = NDArray[np.float64]

TOLERANCE = 0.02
"""Share of images that may be counted elsewhere: rounding differs a little between runs and machines."""
SAME = 0.002
"""The same for labels in another order than those of the test set, or classes in another one than that of their numbers: matrices
of other images, or of other networks, are alike by chance."""
ROUNDED = 0.05
"""Share of a whole by which the sum of its rounded parts may differ from it."""
CLASSES = 10
IMAGES = 10_000
LEAST_ROWS = 1000
SPEAKS_OF_IT = re.compile(
    r"confusion|heat_?map|матриц\w{0,3} (ошибок|несоответствий|путаницы)", re.IGNORECASE
)


@dataclass(frozen=True)
class Table:
    """Ten by ten numbers that may be a confusion matrix.

    ``of`` says of which images: the ``test`` set, ``train``, another set of images (``other``), or not known (empty);
    ``network`` is the one that was seen to be asked for these images, and to answer so. A table is ``sure`` where
    nothing else looks like it.
    """

    matrix: Matrix
    of: Literal["test", "train", "other", ""] = ""
    network: str | None = None
    own: bool = False
    """It is of a test set of the student's own."""
    sure: bool = True

    @property
    def rows(self) -> int:
        """How many images a table of counts counts."""
        return int(self.matrix.sum())

    def is_of(self, model: Network) -> bool:
        """Whether it is that of the network's own predictions."""
        if self.of == "train":
            return False
        if self.network == model.id and (self.of == "test" or (self.own and self.rows >= LEAST_ROWS)):
            return True
        if belongs(self.matrix, model, SAME if self.of == "other" else TOLERANCE):
            return True
        return belongs_in_another_order(self.matrix, model)


def tables(evidence: Evidence, outputs: Outputs) -> list[Table]:
    """What may be confusion matrices: arguments of functions that compute them, variables, and what was printed or
    drawn."""
    called = [of_call(call) for call in evidence.calls if "confusion_matrix" in call.function]
    kept = [np.array(value.data).reshape(10, 10) for value in outputs.values if value.shape == [10, 10]]
    found = [table for table in called if table is not None]
    return found + [Table(one, sure=_counts_the_test_set(one)) for one in kept] + shown(outputs)


def of_call(call: Call) -> Table | None:
    """The table of what a scoring function was given; None where it was not given labels of ten classes."""
    if call.matrix is None or len(call.matrix) != CLASSES or call.view == "part":
        return None
    matrix = np.array(call.matrix, float)
    of = "other" if call.truth == "own" else call.truth
    return Table(matrix, of, call.network, own=call.truth == "own")


def _counts_the_test_set(matrix: Matrix) -> bool:
    """Whether a table counts as many images as the test set has; scores of ten images do not."""
    if not np.isfinite(matrix).all() or (matrix < 0).any() or (matrix != np.round(matrix)).any():
        return False
    return bool(abs(matrix.sum() - IMAGES) <= TOLERANCE * IMAGES)


def shown(outputs: Outputs) -> list[Table]:
    """Tables that were printed, displayed or drawn."""
    return [Table(one, sure=_counts_the_test_set(one)) for one in [*_printed(outputs), *_drawn(outputs)]]


@functools.lru_cache(maxsize=1)
def _printed(outputs: Outputs) -> list[Matrix]:
    """Ten lines of ten numbers, or of eleven where the first counts the lines, of cells that show the data."""
    found = []
    for cell, trace in outputs.cells:
        if not trace.shows_data:
            continue
        lines = trace.untyped(without_progress(cell.text)).splitlines()
        rows = [numbers_in(line) if len(line) < MOST_OF_A_LINE else [] for line in lines]
        for first in range(len(rows) - CLASSES + 1):
            table = rows[first : first + CLASSES]
            if all(len(row) in (CLASSES, CLASSES + 1) for row in table):
                found.append(np.array([row[-CLASSES:] for row in table], float))
    return found[:MOST_TABLES]


TINY = 1e-9
MOST_OF_A_LINE = 2000
MOST_TABLES = 2000


@functools.lru_cache(maxsize=1)
def _drawn(outputs: Outputs) -> list[Matrix]:
    """Heat maps of ten by ten numbers, in cells that use the data; also from the last row to the first, as `pcolormesh` is given
    what is to begin at the top."""
    drawn = (plot.data for plot in outputs.plots("table"))
    found = [np.array(data, float).reshape(10, 10) for data in drawn if len(data) == CLASSES**2]
    return [*found, *(one[::-1] for one in found)]


def is_drawn(matrix: Matrix, outputs: Outputs) -> bool:
    """Whether a heat map shows the matrix, its transpose, shares of either, or a rising function of these, such as a logarithm;
    also without its diagonal, so that the errors can be told apart."""
    shares = (matrix / np.maximum(matrix.sum(axis=axis, keepdims=True), TINY) for axis in (0, 1))
    wanted = [one for counts in (matrix, *shares) for one in (counts, counts.T)]
    return any(_rises_with(drawn, one) for drawn in _drawn(outputs) for one in wanted)


def _rises_with(drawn: Matrix, matrix: Matrix) -> bool:
    """Whether equal numbers are drawn as equal ones, and greater ones as greater ones. The diagonal may be left out or of one
    colour, and what counts nothing may be left out."""
    shown, diagonal = np.isfinite(drawn), np.eye(CLASSES, dtype=bool)
    if not (shown | diagonal | (matrix == 0)).all():
        return False
    if not np.ptp(np.where(shown, drawn, 0)[diagonal]):
        shown &= ~diagonal
    counts, colours = matrix[shown], drawn[shown]
    order = np.argsort(counts, kind="stable")
    steps, drawn_steps = np.diff(counts[order]), np.diff(colours[order])
    if not (steps > TINY).any():
        return False
    close = np.isclose(drawn_steps, 0, atol=TINY)
    return bool((close == (steps <= TINY)).all() and (drawn_steps[~close] > 0).all())


def stands_in(matrix: Matrix, numbers: Sequence[float]) -> bool:
    """Whether each row of counts stands among the numbers of a text in one piece, or in two, where a wide table was
    wrapped after the same column of each."""
    if (matrix != np.round(matrix)).any():
        return False
    text = _words(numbers)
    rows = matrix.astype(int).tolist()
    return any(
        all(_words(row[:cut]) in text and _words(row[cut:]) in text for row in rows)
        for cut in (CLASSES, *range(2, CLASSES - 1))
    )


def _words(numbers: Sequence[float]) -> str:
    return f" {' '.join(f'{number:g}' for number in numbers)} "


def belongs(matrix: Matrix, model: Network, tolerance: float = TOLERANCE) -> bool:
    """True where the matrix, or its transpose, is that of the network's own predictions: counts, or shares of the
    classes, of the predictions, or of all, also in per cent."""
    metrics = model.visible
    if metrics is None or not np.isfinite(matrix).all():
        return False
    ours, wholes = _wholes(tuple(map(tuple, metrics.confusion_matrix)))
    counted = np.array([matrix, matrix.T])[:, np.newaxis] * wholes
    return bool((np.abs(ours - counted).sum(axis=(2, 3)) <= 2 * tolerance * ours.sum()).any())


def belongs_in_another_order(matrix: Matrix, model: Network) -> bool:
    """True where these counts, or shares of the true classes or of all, or their transpose, are those of the network's own
    predictions with the classes in another order, as where their names stand for them: scikit-learn and pandas sort names."""
    metrics = model.visible
    if metrics is None or not np.isfinite(matrix).all():
        return False
    ours = np.array(metrics.confusion_matrix, float)
    return any(_is_reordered(counted, ours, share) for counted, share in _as_counts(matrix, ours))


def _as_counts(matrix: Matrix, ours: Matrix) -> Iterator[tuple[Matrix, float]]:
    """What the matrix counts where it is one, true classes in its rows, and the share of the images that may differ: of rounded
    shares, as many as rounding may move. Shares of the classes are of as many images only where all classes have as many."""
    images, of_class = ours.sum(), ours.sum(axis=1)
    yield from ((matrix, SAME), (matrix.T, SAME))
    for shares in (matrix, matrix.T):
        sums = shares.sum(axis=1)
        for whole in (1.0, 100.0):
            if np.ptp(of_class) == 0 and np.abs(sums - whole).max() <= ROUNDED * whole:
                scale = of_class[0] / whole
            elif abs(sums.sum() - whole) <= ROUNDED * whole:
                scale = images / whole
            else:
                continue
            moved = _step(shares) / 2 * scale * shares.size / (2 * images)
            yield shares * scale, min(SAME + moved, TOLERANCE)


def _step(shares: Matrix) -> float:
    """What the last digit of rounded numbers counts; 0 where they are not rounded."""
    return next(
        (
            step
            for step in (1.0, 0.1, 0.01, 0.001, 1e-4)
            if np.allclose(shares, shares.round(int(-np.log10(step))))
        ),
        0.0,
    )


def _is_reordered(counted: Matrix, ours: Matrix, share: float) -> bool:
    most = 2 * share * ours.sum()
    # In no order do their hits differ by less; most tables end here.
    if np.abs(np.sort(np.diagonal(counted)) - np.sort(np.diagonal(ours))).sum() > most:
        return False
    order = _order(counted, ours)
    return len(set(order)) == CLASSES and bool(np.abs(ours[np.ix_(order, order)] - counted).sum() <= most)


def _order(counted: Matrix, ours: Matrix) -> list[int]:
    """For each row the one of ours with the most alike numbers, whatever their order, and hits."""
    numbers = np.abs(np.sort(counted, axis=1)[:, np.newaxis] - np.sort(ours, axis=1)).sum(axis=2)
    hits = np.abs(np.diagonal(counted)[:, np.newaxis] - np.diagonal(ours))
    found: list[int] = (numbers + hits).argmin(axis=1).tolist()
    return found


@functools.lru_cache(maxsize=256)
def _wholes(rows: tuple[tuple[int, ...], ...]) -> tuple[Matrix, NDArray[np.float64]]:
    """A matrix of counts, and what shares of it are multiplied by to be counts again, in each of the seven ways (7, C, C) to
    write it."""
    ours = np.array(rows, float)
    images = ours.sum()
    lines, columns = (np.maximum(ours.sum(axis=axis, keepdims=True), 1.0) for axis in (1, 0))
    wholes = np.empty((7, *ours.shape))
    for place, whole in enumerate(
        (1.0, *(share / per for share in (lines, columns, images) for per in (1.0, 100.0)))
    ):
        wholes[place] = whole
    return ours, wholes
