"""Task 1: Fashion-MNIST was loaded and explored."""

import math
import re

from harness.assignments.fashion_mnist.checks import counts
from harness.checks.case import Case
from harness.checks.fixtures import Note
from harness.checks.outputs import Outputs
from harness.checks.words import partly
from harness.evidence.schema import Evidence
from harness.words.phrase import phrase

DATA_TYPE = re.compile(r"\b(u?int(8|16|32|64)|float(16|32|64))\b(?!\()")
"""The name of a type; in ``np.uint8(0)`` it is a way to write a number."""
HALF = 0.5
MEAN_TOLERANCE, CLASS_TOLERANCE = 0.006, 0.01
UNITS = (1.0, 255.0)
"""Statistics of the pixels are shown in their range, or as a share of it."""


def check_loaded(case: Case, evidence: Evidence, outputs: Outputs) -> None:
    """Fashion-MNIST was loaded."""
    fed = any(facts.sources.get("train", 0) > 0 or facts.mapping is not None for facts in evidence.inputs)
    drawn = any(plot.of is not None for plot in evidence.plots)
    assert fed or drawn or _shows_the_data(case, outputs), phrase("fashion_mnist.dataset.not_loaded")


def _shows_the_data(case: Case, outputs: Outputs) -> bool:
    """Whether outputs show what was computed of the data: how many images there are, or statistics. A mean alone may be the
    loss of a network."""
    truth, shapes = case.truth, counts.shapes(outputs)
    if counts.TRAIN in shapes | counts.sizes(outputs) or counts.of_parts(shapes):
        return True
    return (
        counts.of_classes(outputs, truth.class_counts)
        or _describes(outputs, [truth.mean, truth.deviation], MEAN_TOLERANCE)
        or (bool(truth.class_means) and _describes(outputs, truth.class_means, CLASS_TOLERANCE))
    )


def _describes(outputs: Outputs, values: list[float], tolerance: float) -> bool:
    """Whether statistics of the pixels are shown, in their range or as a share of it."""
    return any(outputs.describes([value / unit for value in values], tolerance) for unit in UNITS)


def _are_drawn(outputs: Outputs, means: list[float]) -> bool:
    """Whether these means are the heights of the bars of a chart, or of a line, in whichever order."""
    charts = (
        [height for height in plot.data if height is not None] for plot in outputs.plots("bars", "line")
    )
    return bool(means) and any(
        len(heights) == len(means)
        and all(
            math.isclose(height, mean / unit, rel_tol=CLASS_TOLERANCE)
            for height, mean in zip(sorted(heights), sorted(means), strict=True)
        )
        for heights in charts
        for unit in UNITS
    )


def check_shapes(outputs: Outputs) -> None:
    """The shape of the data is shown: 60,000 training and 10,000 test images of 28 by 28 pixels."""
    shapes, sizes = counts.shapes(outputs), counts.sizes(outputs)
    wanted = {"x_train": counts.TRAIN, "x_test": counts.TEST}
    lacking = [name for name, rows in wanted.items() if rows not in shapes]
    if not lacking or (shapes & set(wanted.values()) and sizes >= set(wanted.values())):
        return
    counted = sizes >= set(wanted.values())
    if counted and counts.shows_pixels(outputs):
        return
    if len(lacking) == 1 or counts.of_parts(shapes):
        partly(HALF, phrase("fashion_mnist.dataset.shape_of_a_part", found=sorted(shapes), names=lacking))
    if counted:
        partly(HALF, phrase("fashion_mnist.dataset.no_pixels"))
    raise AssertionError(phrase("fashion_mnist.dataset.shape", name="x_train", rows=counts.TRAIN))


def check_type_and_range(outputs: Outputs) -> None:
    """Data type and range of the pixels are shown: uint8, 0 to 255."""
    typed, ranged = DATA_TYPE.search(outputs.text) is not None, outputs.describes([255], 0)
    if typed and not ranged:
        partly(HALF, phrase("fashion_mnist.dataset.range"))
    if ranged and not typed:
        partly(HALF, phrase("fashion_mnist.dataset.type"))
    assert typed, phrase("fashion_mnist.dataset.neither")


def check_class_counts(case: Case, outputs: Outputs) -> None:
    """The number of images of each class is computed: 6,000 of each of the ten."""
    if counts.of_classes(outputs, case.truth.class_counts):
        return
    if (rows := counts.of_classes_in_a_part(outputs)) is not None:
        partly(HALF, phrase("fashion_mnist.dataset.counts_of_a_part", rows=rows))
    if counts.shares_of_classes(outputs):
        partly(HALF, phrase("fashion_mnist.dataset.shares"))
    raise AssertionError(phrase("fashion_mnist.dataset.counts"))


def check_mean_and_deviation(case: Case, outputs: Outputs, note: Note) -> None:
    """Mean and standard deviation of the pixels are computed."""
    mean, deviation = case.truth.mean, case.truth.deviation
    if not _describes(outputs, [mean, deviation], MEAN_TOLERANCE):
        if _describes(outputs, [mean], MEAN_TOLERANCE):
            lacks = phrase("fashion_mnist.dataset.deviation", value=deviation, share=deviation / 255)
        else:
            lacks = phrase("fashion_mnist.dataset.mean", value=mean, share=mean / 255)
        raise AssertionError(lacks)
    note(phrase("fashion_mnist.dataset.statistics", mean=mean, deviation=deviation))


def check_class_means(case: Case, evidence: Evidence, outputs: Outputs) -> None:
    """The classes, or the pixels, are compared by their means."""
    means = case.truth.class_means
    by_class = _describes(outputs, means, CLASS_TOLERANCE) or _are_drawn(outputs, means)
    by_pixel = any(plot.of == "mean" for plot in evidence.plots)
    assert by_class or by_pixel, phrase("fashion_mnist.dataset.class_means")


def check_pictures(evidence: Evidence, outputs: Outputs) -> None:
    """Sample images or the distribution of the data are plotted."""
    drawn = [plot for plot in evidence.plots if plot.shows == "image"] or outputs.plots("bars")
    assert drawn or outputs.other_pictures(), phrase("fashion_mnist.dataset.no_picture")
