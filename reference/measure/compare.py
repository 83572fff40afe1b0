"""How much better one variant is than another, on the same hidden images."""

import numpy as np
from numpy.typing import NDArray

from harness.grading import metrics
from reference.measure.results import Row


def answers_by_class(labels: NDArray[np.integer], predicted: NDArray[np.integer]) -> str:
    """Predicted labels (N,) as digits, ordered by true label (N,), so that they tell the truth with them."""
    return "".join(map(str, predicted[np.argsort(labels, kind="stable")]))


def macro_f1_difference(first: Row, second: Row) -> tuple[float, float, float] | None:
    """Macro-F1 of the second less that of the first, and its interval; None where the answers to the same images are
    not known of both."""
    if first.metrics is None or second.metrics is None or not first.answers or not second.answers:
        return None
    support = [score.support for score in first.metrics.per_class]
    if support != [score.support for score in second.metrics.per_class] or first.protocol != second.protocol:
        return None
    truth = np.repeat(np.arange(len(support)), support)
    return metrics.macro_f1_difference(truth, _digits(first.answers), _digits(second.answers), len(support))


def _digits(answers: str) -> NDArray[np.int64]:
    return np.array([int(digit) for digit in answers])
