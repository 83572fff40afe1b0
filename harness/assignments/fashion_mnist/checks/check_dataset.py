"""Task 1: Fashion-MNIST was loaded and explored."""

import re
from collections.abc import Sequence

from harness.checks.case import Case
from harness.checks.fixtures import Note
from harness.checks.outputs import Outputs
from harness.evidence.schema import Evidence
from harness.words.phrase import phrase

TRAIN_SHAPE, TEST_SHAPE = (
    re.compile(rf"(?<!\d){rows}\D{{1,12}}(28\D{{1,12}}28|78[45])(?!\d)") for rows in (60000, 10000)
)
"""28 by 28 pixels, or 784 numbers in a row, with or without the label as one more."""
DATA_TYPE = re.compile(r"\b(u?int(8|16|32|64)|float(16|32|64))\b")
IMAGES_PER_CLASS = 6000
CLASSES = 10


def _shows_shape(outputs: Outputs, shape: re.Pattern[str]) -> bool:
    kept = (" ".join(f"{number:g}" for number in value.data) for value in outputs.values)
    return any(shape.search(text) for text in (outputs.text, *kept))


def check_loaded(evidence: Evidence, outputs: Outputs) -> None:
    """Fashion-MNIST was loaded."""
    fed = any(facts.sources.get("train", 0) > 0 or facts.mapping is not None for facts in evidence.inputs)
    assert fed or _shows_shape(outputs, TRAIN_SHAPE), phrase("fashion_mnist.dataset.not_loaded")


def check_shapes(outputs: Outputs) -> None:
    """The shape of the data is shown: 60,000 training and 10,000 test images of 28 by 28 pixels."""
    for name, rows, shape in (("x_train", 60000, TRAIN_SHAPE), ("x_test", 10000, TEST_SHAPE)):
        assert _shows_shape(outputs, shape), phrase("fashion_mnist.dataset.shape", name=name, rows=rows)


def check_type_and_range(outputs: Outputs) -> None:
    """Data type and range of the pixels are shown: uint8, 0 to 255."""
    assert DATA_TYPE.search(outputs.text), phrase("fashion_mnist.dataset.type")
    assert outputs.shows(255, 0), phrase("fashion_mnist.dataset.range")


def check_class_counts(outputs: Outputs) -> None:
    """The number of images of each class is computed: 6,000 of each of the ten."""
    found: list[Sequence[float | None]] = [
        outputs.numbers(),
        *(value.data for value in outputs.values),
        *(plot.data for plot in outputs.plots("bars")),
    ]
    assert any(numbers.count(IMAGES_PER_CLASS) >= CLASSES for numbers in found), phrase(
        "fashion_mnist.dataset.counts"
    )


def check_mean_and_deviation(case: Case, outputs: Outputs, note: Note) -> None:
    """Mean and standard deviation of the pixels are computed."""
    mean, deviation = case.truth.mean, case.truth.deviation
    assert _shown(outputs, mean), phrase("fashion_mnist.dataset.mean", value=mean, share=mean / 255)
    assert _shown(outputs, deviation), phrase(
        "fashion_mnist.dataset.deviation", value=deviation, share=deviation / 255
    )
    note(phrase("fashion_mnist.dataset.statistics", mean=mean, deviation=deviation))


def _shown(outputs: Outputs, value: float) -> bool:
    """Whether a statistic of the pixels is shown, in their range or as a share of it."""
    return any(outputs.shows(value / unit, 0.006 * value / unit) for unit in (1.0, 255.0))


def check_class_means(case: Case, evidence: Evidence, outputs: Outputs) -> None:
    """The classes, or the pixels, are compared by their means."""
    means = case.truth.class_means
    by_class = any(
        all(outputs.shows(mean / unit, 0.01 * mean / unit) for mean in means) for unit in (1.0, 255.0)
    )
    by_pixel = any(plot.of == "mean" for plot in evidence.plots)
    assert by_class or by_pixel, phrase("fashion_mnist.dataset.class_means")


def check_pictures(evidence: Evidence, outputs: Outputs) -> None:
    """Sample images or the distribution of the data are plotted."""
    drawn = [plot for plot in evidence.plots if plot.shows == "image"] or outputs.plots("bars")
    assert drawn or outputs.other_pictures(), phrase("fashion_mnist.dataset.no_picture")
