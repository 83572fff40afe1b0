"""What is known of the F1 that a student computed: by calls of scikit-learn, and by what outputs name."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from harness.assignments.fashion_mnist.checks.claims import F1, Claim, Of, claims
from harness.assignments.fashion_mnist.checks.matrices import Matrix, of_call
from harness.checks.outputs import MANY, Outputs
from harness.evidence.network import Network
from harness.evidence.schema import Call, Evidence

EXACT = 0.0006
COARSEST = 0.01
"""Values of fewer digits prove nothing: accuracy and F1 are often alike."""
SPEAKS_OF_F1 = re.compile(r"f[ _-]?[1₁]|f[ _-]?(score|measure)|f[ _-]?мер|macro", re.IGNORECASE)
"""Accuracy on classes of equal size often equals macro-F1 to three digits, so the number alone proves nothing."""
PER_CENT = re.compile(rf"{F1.pattern}[^\n\d]{{0,20}}%", re.IGNORECASE)
"""What stands above a column of F1 in per cent, whose numbers have no sign of it."""
FUNCTIONS = ("f1_score", "classification_report", "precision_recall_fscore_support")
REPORT_LINE = re.compile(r"(macro|weighted) avg\s+[\d.]+\s+[\d.]+\s+(\d+(?:\.\d+)?)")
"""A line of `classification_report`: precision, recall, F1."""
AVERAGES = ("macro", "micro", "weighted")


@dataclass(frozen=True)
class Reported:
    """An F1 of all classes that is reported for the test set, or for no images that are named.

    ``called``: scikit-learn computed it of labels of the test set. ``of``: what its line says, as in `Claim`.
    ``computed``: what an output shows may have been computed of the data. ``network`` was seen to give the predictions,
    at the moment of a call. ``of_none``: they are known, and are those of no network with scores, as an average of several."""

    average: str
    value: float
    step: float = 0.0
    called: bool = False
    of: Of = ""
    computed: bool = True
    network: str | None = None
    of_none: bool = False

    def is_the_accuracy_of(self, model: Network) -> bool:
        """Whether it equals the accuracy of a network to the digits that are shown."""
        assert model.visible is not None
        return self.is_near(model.visible.accuracy)

    def is_near(self, value: float) -> bool:
        """Whether it is this value, to the digits that are shown."""
        return abs(self.value - value) <= self.step / 2 + EXACT / 10


def averaged(model: Network, average: str) -> float:
    """F1 of a scored network on the test set, averaged as scikit-learn does; over single labels the micro average is the
    accuracy."""
    metrics = model.visible
    assert metrics is not None
    if average == "micro":
        return metrics.accuracy
    if average == "macro":
        return metrics.macro_f1
    return sum(score.f1 * score.support for score in metrics.per_class) / metrics.images


def is_of(call: Call, model: Network) -> bool:
    """Whether a call was given the network's own predictions, of labels that are not those of training images."""
    table = of_call(call)
    return table is not None and table.is_of(model)


def result(call: Call) -> float | None:
    """The one number that a call of `f1_score` returned."""
    value = call.result
    if call.function != "f1_score" or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return float(value)


def value_of(call: Call) -> float | None:
    """The F1 that a call gives, whatever it returned: its one number, or that of its labels; None where it is not known."""
    if call.function not in FUNCTIONS:
        return None
    if (value := result(call)) is not None:
        return value
    if call.matrix is None or call.view != "labels" or call.average not in (None, *AVERAGES):
        return None
    return of_matrix(np.array(call.matrix), call.average or "macro")


def own_scores(models: Iterable[Network], evidence: Evidence, outputs: Outputs) -> set[str]:
    """Ids of the networks whose F1 on the test set, or on one of the student's own, was computed or is shown."""
    scores = [of_call(call) for call in evidence.calls if call.function in FUNCTIONS]
    tables = [table for table in scores if table is not None]
    return {
        model.id
        for model in models
        if model.visible is not None
        and (any(table.is_of(model) for table in tables) or is_shown(model.visible.macro_f1, outputs))
    }


def is_shown(f1: float, outputs: Outputs) -> bool:
    """Whether this macro-F1 is shown, computed, where outputs speak of F1, by whatever name."""
    named = (
        claim.computed
        and claim.of != "other"
        and claim.average != "micro"
        and claim.step <= COARSEST
        and claim.is_near(f1, EXACT / 10)
        for claim in claims(outputs)
    )
    return outputs.shows(f1, EXACT, SPEAKS_OF_F1) or any(named) or _in_per_cent(f1, outputs)


def _in_per_cent(f1: float, outputs: Outputs) -> bool:
    numbers = outputs.numbers(PER_CENT)
    near = any(number.step < 1 and abs(number / 100 - f1) <= EXACT for number in numbers)
    return near and len(numbers) <= MANY


def unlike(models: Iterable[Network], ids: set[str]) -> int:
    """How many of these networks differ: one that answers all test images as another does, of as many parameters, is that
    network once more, with a softmax behind it for one."""
    answers = {
        (model.parameters, str(model.visible.confusion_matrix))
        for model in models
        if model.id in ids and model.visible is not None
    }
    return len(answers)


def may_be_computed(outputs: Outputs, known: Sequence[float] = ()) -> bool:
    """Whether an F1 seems to be computed, in whatever way, beside those that are ``known``: a computed number is called so, or
    a function is."""

    def is_known(value: float) -> bool:
        return any(abs(value - one) <= COARSEST / 2 for one in known)

    named = any(claim.computed and not is_known(claim.value) for claim in claims(outputs))
    kept = any(
        F1.search(value.name) and (bool(value.shape) or not is_known(value.data[0]))
        for value in outputs.values
    )
    functions = {path.rpartition(".")[2] for path in outputs.called} - set(FUNCTIONS if known else ())
    return named or kept or bool(outputs.numbers(PER_CENT)) or any(map(F1.search, functions))


def of_none(models: Iterable[Network], evidence: Evidence, outputs: Outputs) -> bool:
    """Whether an F1 seems to be computed that is not known to be that of a network with scores."""
    scored = [model for model in models if model.visible is not None]
    made = (call for call in evidence.calls if call.function in FUNCTIONS)
    if any(not any(is_of(call, model) for model in scored) for call in made):
        return True
    values = [averaged(model, average) for model in scored for average in AVERAGES]
    named = (claim for claim in claims(outputs) if claim.computed)
    unknown = any(not any(claim.is_near(value, EXACT) for value in values) for claim in named)
    return unknown or (not scored and may_be_computed(outputs))


def called(evidence: Evidence, scored: list[Network]) -> list[Reported]:
    """Each F1 of all classes that scikit-learn computed on the test set."""
    found = []
    for call in evidence.calls:
        if call.function not in FUNCTIONS or call.view != "labels":
            continue
        if call.truth != "test" and not any(call.truth == "other" and is_of(call, model) for model in scored):
            continue
        if call.average in (None, *AVERAGES) and (value := value_of(call)) is not None:
            known = of_call(call) is not None and call.network is None
            of_none = known and not any(is_of(call, model) for model in scored)
            found.append(
                Reported(call.average or "macro", value, called=True, network=call.network, of_none=of_none)
            )
        elif isinstance(call.result, str):
            found += [
                Reported(kind, float(value), called=True) for kind, value in REPORT_LINE.findall(call.result)
            ]
    return found


def of_matrix(matrix: Matrix, average: str) -> float:
    """F1 of a confusion matrix (C, C), rows true; a class without images counts 0."""
    if average == "micro":
        return float(np.trace(matrix) / max(matrix.sum(), 1))
    support = matrix.sum(axis=1)
    of_class = 2.0 * np.diagonal(matrix) / np.maximum(support + matrix.sum(axis=0), 1)
    if average == "macro":
        return float(of_class.mean())
    return float((of_class * support).sum() / max(support.sum(), 1))


def printed(named: Iterable[Claim], evidence: Evidence) -> list[Reported]:
    """What outputs name with its average, without what is said to be, or is known to be, of other images."""
    known = _of_other_images(evidence)
    return [
        Reported(claim.average, claim.value, claim.step, False, claim.of, claim.computed)
        for claim in named
        if claim.average is not None
        and claim.of != "other"
        and (claim.of == "test" or not any(claim.is_near(value, 1e-9) for value in known))
    ]


def _of_other_images(evidence: Evidence) -> list[float]:
    """Values of F1 that were computed of other images or of thresholded scores, or as a metric in a training."""
    found = []
    for call in evidence.calls:
        if call.function not in FUNCTIONS or (call.truth == "test" and call.view == "labels"):
            continue
        if (value := result(call)) is not None:
            found.append(value)
        if call.matrix is not None and call.view == "labels":
            found += [of_matrix(np.array(call.matrix), average) for average in AVERAGES]
    for fit in evidence.fits:
        for name, series in fit.history.items():
            if F1.search(name):
                found += [value for value in series if value is not None]
    return found
