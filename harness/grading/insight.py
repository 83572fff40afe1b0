"""Makes what a student learns from beside the verdicts, `harness.grade.insight.Insight`."""

import base64
import io
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from harness.assignment.assignment import Assignment
from harness.assignment.lines import read_lines
from harness.dataset.drawing import Drawing
from harness.dataset.split import Split
from harness.evidence.network import BEST, Network
from harness.evidence.schema import Evidence, NotebookCell
from harness.evidence.training import taught
from harness.grade.insight import MAX_CURVES, MAX_POINTS, MAX_SERIES, Curve, Insight, Measured, Mistaken
from harness.grading.metrics import confusion

MAX_PAIRS = 3
MAX_PICTURES = 6
MAX_PICTURE_BYTES = 8 * 1024
HEADING = re.compile(
    r"(?:\b(?:task|exercise|part|question|задани[ея]|задача|упражнение|часть|вопрос|пункт)\s?(?:№\s?)?|^#{1,6}\s?)(\d{1,2})(?!\d)",
    re.IGNORECASE | re.MULTILINE,
)
LOOKED_AT = 2_000
"""Characters of a cell of text in which a heading may stand."""


def insight(
    assignment: Assignment,
    evidence: Evidence,
    networks: Sequence[Network],
    labels: NDArray[np.integer] | None,
    drawing: Drawing,
) -> Insight:
    """All of it.

    Args:
        assignment: what is graded.
        evidence: of the run.
        networks: as they are in the grade.
        labels: int (N,), what the best network said of the visible test images; None where it was not asked.
        drawing: of the data; of them the visible test set is looked at alone, where there are labels.
    """
    trained = evidence.fits
    lines = read_lines(assignment.lines).lines
    return Insight(
        curves=_curves(evidence, networks),
        more_curves=max(0, len(trained) - MAX_CURVES),
        mistaken=[] if labels is None else mistaken(labels, drawing.split(), assignment.data.classes),
        headings=headings(evidence.notebook, assignment.tasks),
        measured=[
            Measured(name=line.name, role=line.role, macro_f1=line.macro_f1, interval=line.interval)
            for line in lines
        ],
    )


def _curves(evidence: Evidence, networks: Sequence[Network]) -> list[Curve]:
    """The trainings of networks that play a part first, else as they came; the order stays that of the run."""
    by_id = {network.id: network for network in networks}
    playing = {taught(evidence, network.id) for network in networks if network.roles}
    order = sorted(range(len(evidence.fits)), key=lambda place: evidence.fits[place].model not in playing)
    kept = sorted(order[:MAX_CURVES])
    found = []
    for fit in (evidence.fits[place] for place in kept):
        network = by_id.get(fit.model)
        series = {name: _thinned(values) for name, values in list(fit.history.items())[:MAX_SERIES] if values}
        found.append(
            Curve(
                network=fit.model,
                title=fit.model if network is None else network.title,
                cell=fit.cell,
                epochs=max([fit.epochs, *(len(fit.history[name]) for name in series)]),
                seconds=fit.seconds,
                series=series,
            )
        )
    return found


def _thinned(values: Sequence[float | None]) -> list[float | None]:
    places = np.linspace(0, len(values) - 1, min(len(values), MAX_POINTS)).round().astype(int)
    return [None if (value := values[place]) is None else float(f"{value:.5g}") for place in places]


def mistaken(labels: NDArray[np.integer], split: Split, classes: Sequence[str]) -> list[Mistaken]:
    """The pairs of classes that are most often taken for one another on the visible test set, with pictures of each.

    Args:
        labels: int (N,), each below the number of classes; what was said of each visible test image.
        split: the data.
        classes: their names.
    """
    truth, found = split.test_labels.astype(np.int64), []
    matrix = confusion(truth, labels, len(classes))
    totals = matrix.sum(axis=1)
    np.fill_diagonal(matrix, 0)
    for place in np.argsort(-matrix, axis=None, kind="stable")[:MAX_PAIRS]:
        true, said = divmod(int(place), len(classes))
        if not matrix[true, said]:
            break
        rows = np.flatnonzero((truth == true) & (labels == said))[:MAX_PICTURES]
        pictures = [_png(split.test_images[row]) for row in rows]
        found.append(
            Mistaken(
                true=classes[true],
                predicted=classes[said],
                images=int(matrix[true, said]),
                total=int(totals[true]),
                pictures=[one for one in pictures if len(one) <= MAX_PICTURE_BYTES],
            )
        )
    return found


def _png(image: NDArray[np.uint8]) -> str:
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG", optimize=True)
    return base64.b64encode(file.getvalue()).decode()


def headings(notebook: Sequence[NotebookCell], tasks: int) -> dict[int, int]:
    """The cell of text that begins each task, by the first heading that names it; a task that none names is left out."""
    found = dict[int, int]()
    for cell in notebook:
        for named in () if cell.code else HEADING.findall(cell.source[:LOOKED_AT]):
            if 1 <= int(named) <= tasks:
                found.setdefault(int(named), cell.number)
    return found


def best_labels(
    labels: dict[str, NDArray[np.int64]], networks: Sequence[Network], drawing: Drawing
) -> NDArray[np.int64] | None:
    """What the best network said of the visible test images, int (N,), which stand after the hidden ones; None where there is
    none."""
    best = next((network for network in networks if BEST in network.roles), None)
    if best is None or best.id not in labels:
        return None
    return labels[best.id][len(drawing.split().hidden_labels) :]
