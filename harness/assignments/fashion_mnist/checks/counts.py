"""How many images there are, of the whole data set or of parts of it, as outputs show it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from harness.checks.outputs import Outputs
from harness.evidence.provenance.numbers import ungrouped

TRAIN, TEST = 60_000, 10_000
CLASSES = 10
SHAPE = re.compile(r"(?<![\d.])(\d{4,5})\D{1,12}(?:28\D{1,12}28|78[45])(?!\d)")
"""28 by 28 pixels, or 784 numbers in a row, with or without the label as one more."""
PIXELS = re.compile(r"(?<![\d.])28\D{1,12}28(?![\d.])")
"""The size of an image, wherever it stands."""
LEAST_OF_A_SPLIT = TRAIN // 2
GAP = 8
"""Lines between the counts of two classes; in a log, equal numbers stand farther apart."""
TENTH_IN_PER_CENT = re.compile(r"(?<![\d.,])10(?:[.,]0{1,9})?\s?%")
UNEVEN = 0.15
"""How far a class may lie from the others, as a share, in a part that was drawn at random."""
WHOLE = 500
"""The sizes of parts that people choose are multiples of this."""


def shapes(outputs: Outputs) -> set[int]:
    """Numbers of images in the shapes of arrays of images that are shown, or kept in a variable."""
    kept = (" ".join(f"{number:g}" for number in value.data) for value in outputs.values)
    texts = (outputs.text, ungrouped(outputs.text), *kept)
    return {int(found) for text in texts for found in SHAPE.findall(text)}


def sizes(outputs: Outputs) -> set[float]:
    """All numbers that are shown, logs left out, or kept alone in a variable."""
    shown = (number for lines, _ in outputs.described for line in lines for number in line)
    return {*map(float, shown), *(value.data[0] for value in outputs.values if not value.shape)}


def shows_pixels(outputs: Outputs) -> bool:
    """Whether it is shown that an image has 28 by 28 pixels."""
    return PIXELS.search(outputs.text) is not None


def of_parts(rows: set[int]) -> bool:
    """Whether arrays of so many images are parts that the training images, or all, were split into."""
    large = any(LEAST_OF_A_SPLIT <= count <= TRAIN + TEST for count in rows)
    return large or any(whole - count in rows for count in rows for whole in (TRAIN, TRAIN + TEST))


def _series(outputs: Outputs, kept: Callable[[float], bool]) -> Iterator[list[float]]:
    """Those numbers that are ``kept``, as they stand together: of a variable, of the bars of a chart, of lines that lie
    close to each other in an output."""
    for value in outputs.values:
        yield [number for number in value.data if kept(number)]
    for plot in outputs.plots("bars"):
        yield [number for number in plot.data if number is not None and kept(number)]
    for lines in outputs.lines:
        near, since = list[float](), 0
        for line in lines:
            here = [number for number in line if kept(number)]
            since = 0 if here else since + 1
            if since > GAP and near:
                yield near
                near = []
            near += here
        yield near


def of_classes(outputs: Outputs, counts: Sequence[int]) -> bool:
    """Whether these counts, the training images of each class, are shown: in a variable, a chart, or lines close together."""
    wanted = Counter(map(float, counts))
    return bool(wanted) and any(
        Counter(found) >= wanted for found in _series(outputs, lambda number: number in wanted)
    )


def of_classes_in_a_part(outputs: Outputs) -> int | None:
    """The size of a part of the data whose ten classes are counted; None where none is."""
    least, most = LEAST_OF_A_SPLIT / CLASSES * (1 - UNEVEN), (TRAIN + TEST) / CLASSES * (1 + UNEVEN)
    for counts in _series(outputs, lambda number: float(number).is_integer() and least <= number <= most):
        for first in range(len(counts) - CLASSES + 1):
            ten = counts[first : first + CLASSES]
            total = sum(ten)
            even = max(abs(n * CLASSES / total - 1) for n in ten) <= UNEVEN
            if even and LEAST_OF_A_SPLIT <= total <= TRAIN + TEST and total % WHOLE == 0:
                return int(total)
    return None


def shares_of_classes(outputs: Outputs) -> bool:
    """Whether ten equal shares are shown, as such or in per cent."""
    in_per_cent = len(TENTH_IN_PER_CENT.findall(outputs.text)) >= CLASSES
    return in_per_cent or any(
        len(found) >= CLASSES for found in _series(outputs, lambda number: number == 1 / CLASSES)
    )
