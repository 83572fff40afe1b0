"""Networks with scores, and calls that were seen, for tests of the checks on F1 and confusion matrices."""

import functools
from typing import Any

import numpy as np

from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.evidence.network import Network
from harness.evidence.schema import Call
from harness.grading.metrics import measure

IMAGES = 10_000
LABELS = np.arange(IMAGES) % 10


@functools.cache
def network(right: float = 0.8, id: str = "m1", name: str = "cnn", never: int = 0) -> Network:
    """One that answers about this share of the test images rightly, class 0 most rarely, and the first ``never``
    classes never; nothing is known of its predictions where the share is below 0."""
    if right < 0:
        return Network(id=id, names=[name], kind="Sequential", reason="its input is not known")
    generator = np.random.default_rng(0)
    chance = np.where(LABELS == 0, right - 0.3, right + 0.03)
    chance = np.where(never > LABELS, 0.0, chance)
    guess = np.where(generator.random(IMAGES) < chance, LABELS, (LABELS + 1) % 10)
    metrics = measure(LABELS, guess, CLASS_NAMES)
    return Network(id=id, names=[name], kind="Sequential", hidden=metrics, visible=metrics)


def f1_of(model: Network) -> float:
    """Its macro-F1 on the test set."""
    assert model.visible is not None
    return model.visible.macro_f1


def matrix_of(model: Network) -> list[list[int]]:
    """Its confusion matrix on the test set."""
    assert model.visible is not None
    return model.visible.confusion_matrix


def call(function: str = "f1_score", model: Network | None = None, **facts: Any) -> Call:
    """A call on the test set, with the predictions of a network."""
    known: dict[str, Any] = {"function": function, "rows": IMAGES, "truth": "test"}
    if model is not None:
        known["matrix"] = matrix_of(model)
    return Call.model_validate(known | facts)
