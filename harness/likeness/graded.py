"""What the results of a class hold for comparing networks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness.evidence.network import BEST
from harness.grade.predictions import read_predictions
from harness.grade.results import attempts
from harness.intake.names import results_name, shown_name


@dataclass(frozen=True, eq=False)
class Graded:
    """The best network of a submission's newest attempt that could be a mark: what it predicts of the hidden images of the
    split ``split_id``, int64 (N,), where that was kept, and the digest of its weights, empty where there is none."""

    name: str
    split_id: str
    predicted: NDArray[np.int64] | None
    weights: str = ""


def graded(results: Path, submissions: Iterable[str]) -> Iterator[Graded]:
    """The submissions of these names that have such an attempt, and a best network. Raises `UsageError` where what a person
    decided on one cannot be read."""
    for name in submissions:
        tried = attempts(results, results_name(name))
        found = next((one for one in tried if one[0].can_be_a_mark), None)
        if found is None:
            continue
        grade, folder = found
        if (best := grade.with_role(BEST)) is not None:
            predicted = read_predictions(folder, best.id)
            yield Graded(shown_name(name), grade.split_id, predicted, best.weights)
