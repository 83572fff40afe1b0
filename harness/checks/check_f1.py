"""Task 6: F1 of the networks, computed and compared."""

import math
import re

import numpy as np
import pytest

from harness.checks.fixtures import Model, Note
from harness.checks.matrices import belongs
from harness.checks.outputs import Outputs
from harness.evidence import Evidence
from harness.grade import Metrics

TOLERANCE = 0.006
MAX_TOLD = 4
AVERAGES = ("macro", "micro", "weighted")
REPORT_LINE = re.compile(r"(macro|weighted) avg\s+[\d.]+\s+[\d.]+\s+([\d.]+)")
"""A line of `classification_report`: precision, recall, F1."""
PRINTED = re.compile(r"(macro|micro|weighted)[ _-]?f1\D{0,20}(0\.\d+)", re.IGNORECASE)
SPEAKS_OF_F1 = re.compile(r"f[ _-]?1|f[ _-]?(score|measure)|f[ _-]?мер|macro", re.IGNORECASE)
"""Accuracy on classes of equal size often equals macro-F1 to three digits, so the number alone proves nothing."""
FUNCTIONS = ("f1_score", "classification_report", "precision_recall_fscore_support")


def _own_scores(models: list[Model], evidence: Evidence, outputs: Outputs) -> set[str]:
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
        if called or outputs.shows(metrics.macro_f1, TOLERANCE / 10, SPEAKS_OF_F1):
            found.add(model.id)
    return found


def check_computed(models: list[Model], evidence: Evidence, outputs: Outputs) -> None:
    """F1 of a network on the test set is computed from its own predictions."""
    assert _own_scores(models, evidence, outputs), (
        "No F1 of a trained network on the test set was computed; see sklearn.metrics.f1_score."
    )


def check_agrees(models: list[Model], evidence: Evidence, note: Note) -> None:
    """The F1 that is reported is the one that the network really has."""
    said = reported(evidence)
    if not said:
        pytest.skip("This cannot be checked until an F1 on the test set is reported.")
    scored = [(model, model.network.visible_metrics) for model in models]
    ours = [(model.title, metrics) for model, metrics in scored if metrics is not None]
    agreed = []
    for average, value in said:
        found = [(name, averaged(metrics, average)) for name, metrics in ours]
        name, nearest = min(found, key=lambda item: abs(item[1] - value), default=("", math.inf))
        listed = ", ".join(f"{own:.3f} ({title})" for title, own in found) or "none of them could be scored"
        assert abs(nearest - value) <= TOLERANCE, (
            f"You report {value:.3f} as {average} F1 on the test set; your networks give {listed}."
        )
        agreed.append(f"you report {value:.3f} as {average} F1, we find {nearest:.3f} for {name}")
    text = "; ".join(dict.fromkeys(agreed[:MAX_TOLD]))
    note(f"{text[0].upper()}{text[1:]}.")


def reported(evidence: Evidence) -> list[tuple[str, float]]:
    """Each F1 of all classes on the test set that scikit-learn returned or an output names, with its average."""
    calls = [call for call in evidence.calls if call.truth == "test"]
    found = [
        (call.average, float(call.result))
        for call in calls
        if call.function == "f1_score"
        and call.average in AVERAGES
        and isinstance(call.result, (int, float))
        and math.isfinite(call.result)
    ]
    reports = "\n".join(call.result for call in calls if isinstance(call.result, str))
    found += [(name, float(value)) for name, value in REPORT_LINE.findall(reports)]
    texts = "\n".join(cell.text for cell in evidence.notebook if cell.code)
    found += [(name.lower(), float(value)) for name, value in PRINTED.findall(texts)]
    return list(dict.fromkeys(found))


def averaged(metrics: Metrics, average: str) -> float:
    """F1 averaged as scikit-learn does; over single labels the micro average is the accuracy."""
    if average == "micro":
        return metrics.accuracy
    if average == "macro":
        return metrics.macro_f1
    return sum(score.f1 * score.support for score in metrics.per_class) / metrics.images


def check_compared(models: list[Model], evidence: Evidence, outputs: Outputs) -> None:
    """F1 of two networks is computed, so that they can be compared."""
    found = _own_scores(models, evidence, outputs)
    counted = f"F1 of {len(found) or 'no'} network{'' if len(found) == 1 else 's'} was computed"
    assert len(found) >= 2, (
        f"{counted}; compute it for the port and for the Inception network, and compare them."
    )
