"""Task 6: F1 of the networks, computed and compared."""

import math
import re
from typing import NoReturn

import numpy as np
import pytest

from harness.checks.fixtures import Model, Note
from harness.checks.matrices import belongs
from harness.checks.outputs import Outputs
from harness.checks.words import listed
from harness.evidence import Evidence
from harness.grade import Metrics

TOLERANCE = 0.006
MOST_GAIN = 0.3
"""Share of the errors that averaging networks, or views of an image, may take away; more is no such average."""
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
    called, printed = reported(evidence)
    if not called and not printed:
        pytest.skip("This cannot be checked until an F1 on the test set is reported.")
    scored = [(model, model.network.visible_metrics) for model in models]
    ours = [(model.title, metrics) for model, metrics in scored if metrics is not None]
    unscored = [model.title for model, metrics in scored if metrics is None]
    agreed, others = [], []
    for average, value in dict.fromkeys(called + printed):
        found = [(name, averaged(metrics, average)) for name, metrics in ours]
        name, nearest = min(found, key=lambda item: abs(item[1] - value), default=("", math.inf))
        if abs(nearest - value) <= TOLERANCE:
            agreed.append(f"you report {value:.3f} as {average} F1, we find {nearest:.3f} for {name}")
            continue
        best = max((own for _, own in found), default=-math.inf)
        computed = any(kind == average and abs(one - value) <= TOLERANCE for kind, one in called)
        if computed and value <= best + MOST_GAIN * (1 - best):
            others.append((f"{value:.3f} as {average} F1", found))
            continue
        contradict(f"{value:.3f} as {average} F1", found, unscored)
    if not agreed:
        contradict(*others[0], unscored)
    text = "; ".join(dict.fromkeys(agreed[:MAX_TOLD]))
    told = f"{text[0].upper()}{text[1:]}."
    if others:
        several = ", ".join(list(dict.fromkeys(value for value, _ in others))[:MAX_TOLD])
        told += f" Of no single network, such as an average of several, and so not checked: {several}."
    note(told)


def contradict(value: str, found: list[tuple[str, float]], unscored: list[str]) -> NoReturn:
    """Says what is reported and what the networks have; it may be the F1 of a network that could not be scored."""
    told = f"You report {value} on the test set; "
    if unscored:
        pytest.skip(f"{told}this cannot be checked, since no score is known of {listed(unscored)}.")
    raise AssertionError(
        f"{told}your networks give {', '.join(f'{own:.3f} ({title})' for title, own in found)}."
    )


def reported(evidence: Evidence) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Each F1 of all classes on the test set, with its average: what scikit-learn returned, and what an output names."""
    calls = [call for call in evidence.calls if call.truth == "test"]
    called = [
        (call.average, float(call.result))
        for call in calls
        if call.function == "f1_score"
        and call.average in AVERAGES
        and isinstance(call.result, (int, float))
        and math.isfinite(call.result)
    ]
    reports = "\n".join(call.result for call in calls if isinstance(call.result, str))
    called += [(name, float(value)) for name, value in REPORT_LINE.findall(reports)]
    texts = "\n".join(cell.text for cell in evidence.notebook if cell.code)
    return called, [(name.lower(), float(value)) for name, value in PRINTED.findall(texts)]


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
