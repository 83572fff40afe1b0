"""Task 1: Fashion-MNIST was loaded and explored."""

import re

from harness.checks.case import Case
from harness.checks.shown import computed_numbers, shows_number, text_of
from harness.evidence import Evidence


def check_loaded(evidence: Evidence) -> None:
    """Fashion-MNIST was loaded."""
    fed = any(facts.sources.get("train", 0) > 0 or facts.mapping is not None for facts in evidence.inputs)
    shown = re.search(r"60000,\s*28,\s*28", text_of(evidence))
    assert fed or shown, "No network was fed images of Fashion-MNIST, and its shape is shown nowhere."


def check_shapes(evidence: Evidence) -> None:
    """The shape of the data is shown: 60,000 training and 10,000 test images of 28 by 28 pixels."""
    text = text_of(evidence)
    assert re.search(r"60000,\s*28,\s*28", text), "Print x_train.shape: (60000, 28, 28) appears in no output."
    assert re.search(r"10000,\s*28,\s*28", text), (
        "Print x_test.shape too: (10000, 28, 28) appears in no output."
    )


def check_type_and_range(evidence: Evidence) -> None:
    """Data type and range of the pixels are shown: uint8, 0 to 255."""
    assert "uint8" in text_of(evidence), "Print x_train.dtype: 'uint8' appears in no output."
    assert 255 in computed_numbers(evidence), (
        "Print the smallest and largest pixel: a computed 255 appears in no output."
    )


def check_class_counts(evidence: Evidence) -> None:
    """The number of images of each class is computed: 6,000 of each of the ten."""
    printed = computed_numbers(evidence).count(6000) >= 10
    kept = any(value.data.count(6000) >= 10 for value in evidence.values)
    assert printed or kept, (
        "Count the images of each class (np.bincount, value_counts): ten times 6000 was not found."
    )


def check_mean_and_deviation(case: Case) -> None:
    """Mean and standard deviation of the pixels are computed."""
    for name, value in (("mean", case.truth.mean), ("standard deviation", case.truth.deviation)):
        found = any(shows_number(case.evidence, value / unit, 0.006 * value / unit) for unit in (1.0, 255.0))
        wanted = f"{value:.1f} (or {value / 255:.3f} of the range)"
        assert found, (
            f"The {name} of the training pixels, about {wanted}, is neither printed nor kept in a variable."
        )


def check_pictures(evidence: Evidence) -> None:
    """Sample images or the distribution of the data are plotted."""
    pictures = sum(cell.pictures for cell in evidence.notebook)
    assert pictures, "No plot is shown; draw some images with plt.imshow and the class counts as bars."
