"""Made-up classes: grades and predictions as gradings leave them, without a grading."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.evidence.network import BEST, Metrics, Network
from harness.grade.predictions import PREDICTIONS, predictions_bytes
from harness.grade.record import Grade, Late
from harness.grading.metrics import measure
from harness.intake.names import results_name
from tests.report import sample_grades

NAMES = [str(label) for label in range(10)]


@dataclass(frozen=True)
class Course:
    """A results folder, and the hidden split that its grades are made on."""

    results: Path
    split_id: str
    labels: NDArray[np.int64]

    def answers(self, share: float, seed: int) -> NDArray[np.int64]:
        """Answers of which this share is right, int64 (N,): wrong where a seed says, for the next class."""
        wrong = np.random.default_rng(seed).permutation(len(self.labels))[round(share * len(self.labels)) :]
        found = self.labels.copy()
        found[wrong] = (found[wrong] + 1) % len(NAMES)
        return found

    def mark(
        self,
        name: str,
        predicted: NDArray[np.int64],
        attempt: int = 1,
        *,
        kept: bool = True,
        came: str | None = None,
        parameters: int | None = 100_000,
        **changes: Any,
    ) -> Path:
        """Writes an attempt of a student, and returns its folder; ``kept`` is whether its predictions are there."""
        folder = self.results / results_name(name) / str(attempt)
        folder.mkdir(parents=True)
        self.grade(name, predicted, attempt, came, parameters, changes).write(folder / "grade.json")
        if kept:
            (folder / PREDICTIONS).write_bytes(predictions_bytes({"m1": predicted}))
        return folder

    def grade(
        self,
        name: str,
        predicted: NDArray[np.int64],
        attempt: int,
        came: str | None,
        parameters: int | None,
        changes: dict[str, Any],
    ) -> Grade:
        metrics = measure(self.labels, predicted, NAMES)
        fields = {
            "submission": name,
            "attempt": attempt,
            "content_hash": f"{attempt:064}",
            "split_id": self.split_id,
            "metrics": metrics,
            "networks": [_network(metrics, parameters)],
            "late": None
            if came is None
            else Late(deadline="2026-12-24T00:00:00Z", handed_in=came, days=0, penalty=0),
        }
        return sample_grades.good(**(fields | changes))


def _network(metrics: Metrics, parameters: int | None) -> Network:
    return Network(id="m1", kind="functional", parameters=parameters, hidden=metrics, roles=[BEST])


def likely(labels: NDArray[np.int64], skills: Sequence[float], seed: int) -> list[NDArray[np.int64]]:
    """Answers of networks of these accuracies to images some of which are hard for all of them."""
    rng = np.random.default_rng(seed)
    hard = rng.random(len(labels))
    found = []
    for skill in skills:
        worth = hard + rng.normal(0, 0.05, len(labels))
        wrong = worth > np.quantile(worth, skill)
        found.append(np.where(wrong, (labels + 1 + rng.integers(0, 3, len(labels))) % len(NAMES), labels))
    return found
