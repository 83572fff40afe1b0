"""Task 6: F1 of the networks, computed and compared."""

import re

import numpy as np
import pytest

from harness.checks.fixtures import Model
from harness.checks.matrices import belongs
from harness.checks.shown import shows_number
from harness.evidence import Evidence

TOLERANCE = 0.006
SPEAKS_OF_F1 = re.compile(r"f[ _-]?1|f[ _-]?(score|measure)|f[ _-]?мер|macro", re.IGNORECASE)
"""Accuracy on classes of equal size often equals macro-F1 to three digits, so the number alone proves nothing."""
FUNCTIONS = ("f1_score", "classification_report", "precision_recall_fscore_support")


def _own_scores(models: list[Model], evidence: Evidence) -> set[str]:
    """Ids of the networks whose macro-F1 on the test set the student computed or shows."""
    found = set()
    for model in models:
        metrics = model.network.visible_metrics
        if metrics is None:
            continue
        called = any(
            call.function in FUNCTIONS
            and call.matrix is not None
            and belongs(np.array(call.matrix, float), model)
            for call in evidence.calls
            if call.truth == "test"
        )
        if called or shows_number(evidence, metrics.macro_f1, TOLERANCE / 10, SPEAKS_OF_F1):
            found.add(model.id)
    return found


def check_computed(models: list[Model], evidence: Evidence) -> None:
    """F1 of a network on the test set is computed from its own predictions."""
    assert _own_scores(models, evidence), (
        "No F1 of a trained network on the test set was computed; see sklearn.metrics.f1_score."
    )


def check_agrees(models: list[Model], evidence: Evidence) -> None:
    """The macro-F1 that is reported is the one that the network really has."""
    reported = [
        c for c in evidence.calls if c.function == "f1_score" and c.truth == "test" and c.average == "macro"
    ]
    values = [float(call.result) for call in reported if isinstance(call.result, (int, float))]
    printed = re.findall(
        r"macro[ _-]?f1\D{0,20}(0\.\d+)", "\n".join(c.text for c in evidence.notebook).lower()
    )
    values += [float(text) for text in printed]
    values += [
        call_macro(c.result)
        for c in evidence.calls
        if c.function == "classification_report" and c.truth == "test"
    ]
    values = [value for value in values if value == value]
    if not values:
        pytest.skip("This cannot be checked until a macro-F1 on the test set is reported.")
    ours = [m.network.visible_metrics.macro_f1 for m in models if m.network.visible_metrics is not None]
    strangers = [value for value in values if not any(abs(value - own) <= TOLERANCE for own in ours)]
    listed = ", ".join(f"{own:.3f}" for own in ours) or "none could be scored"
    assert not strangers, f"You report {strangers[0]:.3f}; your networks reach {listed} on the test set."


def call_macro(result: object) -> float:
    """The macro average of F1 in the text of a classification report; NaN where there is none."""
    match = re.search(r"macro avg\s+[\d.]+\s+[\d.]+\s+([\d.]+)", result) if isinstance(result, str) else None
    return float(match.group(1)) if match else float("nan")


def check_compared(models: list[Model], evidence: Evidence) -> None:
    """F1 of two networks is computed, so that they can be compared."""
    found = _own_scores(models, evidence)
    counted = f"F1 of {len(found) or 'no'} network{'' if len(found) == 1 else 's'} was computed"
    assert len(found) >= 2, (
        f"{counted}; compute it for the port and for the Inception network, and compare them."
    )
