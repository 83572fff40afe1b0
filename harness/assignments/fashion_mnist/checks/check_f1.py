"""Task 6: F1 of the networks, computed and compared."""

import math
import re
from typing import NoReturn

import numpy as np

from harness.assignments.fashion_mnist.checks.matrices import belongs
from harness.checks.fixtures import Note
from harness.checks.outputs import Outputs
from harness.checks.words import skip
from harness.evidence.network import Metrics, Network
from harness.evidence.schema import Evidence
from harness.words.phrase import Phrase, phrase

TOLERANCE = 0.006
MOST_GAIN = 0.3
"""Share of the errors that averaging networks, or views of an image, may take away; more is not such an average."""
MAX_TOLD = 4
AVERAGES = ("macro", "micro", "weighted")
REPORT_LINE = re.compile(r"(macro|weighted) avg\s+[\d.]+\s+[\d.]+\s+([\d.]+)")
"""A line of `classification_report`: precision, recall, F1."""
PRINTED = re.compile(r"(macro|micro|weighted)[ _-]?f1\D{0,20}(0\.\d+)", re.IGNORECASE)
SPEAKS_OF_F1 = re.compile(r"f[ _-]?1|f[ _-]?(score|measure)|f[ _-]?мер|macro", re.IGNORECASE)
"""Accuracy on classes of equal size often equals macro-F1 to three digits, so the number alone proves nothing."""
FUNCTIONS = ("f1_score", "classification_report", "precision_recall_fscore_support")


def _own_scores(models: list[Network], evidence: Evidence, outputs: Outputs) -> set[str]:
    """Ids of the networks whose macro-F1 on the test set the student computed or shows."""
    found = set()
    for model in models:
        metrics = model.visible
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


def check_computed(models: list[Network], evidence: Evidence, outputs: Outputs) -> None:
    """F1 of a network on the test set is computed from its own predictions."""
    assert _own_scores(models, evidence, outputs), phrase("fashion_mnist.f1.none")


def check_agrees(models: list[Network], evidence: Evidence, note: Note) -> None:
    """The F1 that is reported is the one that the network really has."""
    called, printed = reported(evidence)
    if not called and not printed:
        skip(phrase("fashion_mnist.f1.nothing_reported"))
    scored = [(model, model.visible) for model in models]
    ours = [(model.title, metrics) for model, metrics in scored if metrics is not None]
    unscored = [model.title for model, metrics in scored if metrics is None]
    agreed: list[Phrase] = []
    others: list[tuple[Phrase, list[tuple[str, float]]]] = []
    for average, value in dict.fromkeys(called + printed):
        told = round(value, 3)
        found = [(name, averaged(metrics, average)) for name, metrics in ours]
        name, nearest = min(found, key=lambda item: abs(item[1] - value), default=("", math.inf))
        if abs(nearest - value) <= TOLERANCE:
            same = phrase(
                "fashion_mnist.f1.agreed", value=told, average=average, ours=round(nearest, 3), network=name
            )
            agreed.append(same)
            continue
        reported_value = phrase("fashion_mnist.f1.value", value=told, average=average)
        best = max((own for _, own in found), default=-math.inf)
        computed = any(kind == average and abs(one - value) <= TOLERANCE for kind, one in called)
        if computed and value <= best + MOST_GAIN * (1 - best):
            others.append((reported_value, found))
            continue
        contradict(reported_value, found, unscored)
    if not agreed:
        contradict(*others[0], unscored)
    not_checked = list(dict.fromkeys(value for value, _ in others))[:MAX_TOLD]
    note(phrase("fashion_mnist.f1.told", agreed=dict.fromkeys(agreed[:MAX_TOLD]), not_checked=not_checked))


def contradict(value: Phrase, found: list[tuple[str, float]], unscored: list[str]) -> NoReturn:
    """Says what is reported and what the networks have; it may be the F1 of a network that could not be scored."""
    if unscored:
        skip(phrase("fashion_mnist.f1.unscored", reported=value, networks=unscored))
    ours = [phrase("fashion_mnist.f1.ours", value=own, network=title) for title, own in found]
    raise AssertionError(phrase("fashion_mnist.f1.contradiction", reported=value, ours=ours))


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


def check_compared(models: list[Network], evidence: Evidence, outputs: Outputs) -> None:
    """F1 of two networks is computed, so that they can be compared."""
    found = _own_scores(models, evidence, outputs)
    assert len(found) >= 2, phrase("fashion_mnist.f1.not_compared", count=len(found))
