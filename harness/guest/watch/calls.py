"""Watches the functions that compute scores: what they were given, whose predictions it was, and what they returned."""

import functools
import inspect
import sys
from typing import Any

import numpy as np

from harness.wire.events import Event

from ..channel import never_in_the_way, plain, send
from ..patches.declare import Layer, Patch
from ..visible import Visible
from .order import compared
from .predictions import Predictions, labels_of

SKLEARN = "sklearn.metrics._classification"
FUNCTIONS = ("confusion_matrix", "f1_score", "classification_report", "precision_recall_fscore_support")
TENSORFLOW = "tf.math.confusion_matrix"
WEIGHTS = ("sample_weight", "weights")
"""Arguments by which a score counts some images more than others."""


class Calls:
    """Reports each call of such a function that student code makes; those that scikit-learn makes to itself are not."""

    def __init__(self, visible: Visible, predictions: Predictions) -> None:
        self._visible, self._predictions = visible, predictions

    def patches(self) -> list[Patch]:
        """Of scikit-learn's scores, where they are defined, before others take their own reference, and of TensorFlow's."""
        where = [(SKLEARN, name, name) for name in FUNCTIONS]
        where.append(("tensorflow", "math.confusion_matrix", TENSORFLOW))
        does = "Reports what a function that computes scores was given and returned."
        return [
            Patch(module, path, does, functools.partial(self._watching, name=name), Layer.WATCH)
            for module, path, name in where
        ]

    def _watching(self, original: Any, name: str) -> Any:
        signature = inspect.signature(original)

        @functools.wraps(original)
        def call(*args: Any, **kwargs: Any) -> Any:
            result = original(*args, **kwargs)
            if sys._getframe(1).f_globals.get("__name__") != SKLEARN:
                with never_in_the_way(f"looking at {name}"):
                    bound = signature.bind(*args, **kwargs)
                    bound.apply_defaults()
                    self._report(name, bound.arguments, result)
            return result

        return call

    def _report(self, name: str, arguments: dict[str, Any], result: Any) -> None:
        given = list(arguments.values())[:2]
        classes = _names(given[0], self._visible)
        truth, guess = (labels_of(value, classes) for value in given)
        order = _order(truth, self._visible)
        answer, view = None, "labels"
        marked = _marked(given[1], len(classes))
        if marked is not None:
            view = "thresholded"
            answer = self._predictions.above_a_threshold(marked)
            guess = None if answer is None else answer.scores.argmax(axis=1)
        elif guess is not None:
            renamed = bool(order) or classes != self._visible.classes
            answer = self._predictions.giving(guess, renamed=renamed)
        truth, guess = (_in_order(labels, order) for labels in (truth, guess))
        if any(arguments.get(name) is not None for name in WEIGHTS) or _leaves_out(arguments, classes):
            view = "part"
        source, asked = "other", False
        if truth is not None and _is_one_class(truth, self._visible.test_labels, len(classes)):
            source, view = "test", "part"
        elif truth is not None:
            source, asked = self._predictions.source(truth, answer)
        number = result.numpy() if hasattr(result, "numpy") else result
        send(
            {
                "event": Event.CALL,
                "function": name,
                "rows": None if truth is None else len(truth),
                "matrix": _matrix(truth, guess, len(classes)),
                "average": plain(arguments.get("average")),
                "truth": source,
                "network": None if answer is None or not asked else answer.network,
                "view": view,
                "result": result[:4000] if isinstance(result, str) else plain(number),
            }
        )


def _names(truth: Any, visible: Visible) -> list[str]:
    """What the labels (N,) of the test set in order are called there, where each class has a name of its own; else the names that
    the data set has."""
    array = np.asarray(truth)
    if array.dtype.kind not in "OUS" or array.shape != visible.test_labels.shape:
        return visible.classes
    said = [
        {str(one) for one in array[visible.test_labels == label]} for label in range(len(visible.classes))
    ]
    names = [one for some in said for one in some]
    return names if all(len(some) == 1 for some in said) and len(set(names)) == len(said) else visible.classes


def _order(truth: np.ndarray | None, visible: Visible) -> list[int]:
    """The class that each number stands for in the labels (N,) of the test set in order; nothing where that is its own, or these
    are other labels."""
    if truth is None or truth.shape != visible.test_labels.shape:
        return []
    agree, order = compared(truth, visible.test_labels, len(visible.classes))
    return order if agree == 1 else []


def _in_order(labels: np.ndarray | None, order: list[int]) -> np.ndarray | None:
    """The classes that labels (N,) stand for; they themselves where they are nothing that has such an order."""
    if labels is None or not order or not set(np.unique(labels)) <= set(order):
        return labels
    return np.asarray(np.array(order)[labels.astype(int)])


def _leaves_out(arguments: dict[str, Any], classes: list[str]) -> bool:
    """Whether the argument ``labels``, where it says which classes count, lacks some; TensorFlow calls the truth so."""
    if "y_true" not in arguments or arguments.get("labels") is None:
        return False
    counted = labels_of(arguments["labels"], classes)
    return counted is None or not set(range(len(classes))) <= {int(label) for label in counted}


def _is_one_class(truth: np.ndarray, labels: np.ndarray, classes: int) -> bool:
    """Whether these are the labels (N,) of the test set in order, with one class against all others."""
    if truth.shape != labels.shape or not set(np.unique(truth)) <= {0, 1}:
        return False
    return any(np.array_equal(truth.astype(bool), labels == label) for label in range(classes))


def _marked(guess: Any, classes: int) -> np.ndarray | None:
    """bool (N, classes) of a table that gives some image no class, or several; None where each has one."""
    array = np.asarray(guess)
    if array.ndim != 2 or array.shape[1] != classes or array.dtype.kind not in "iufb":
        return None
    return None if np.all(array.astype(bool).sum(axis=1) == 1) else array.astype(bool)


def _matrix(truth: np.ndarray | None, guess: np.ndarray | None, classes: int) -> np.ndarray | None:
    """int (classes, classes) of labels, a row for each true one; None where there is a label that is none of them."""
    if truth is None or guess is None or truth.shape != guess.shape or not len(truth):
        return None
    if not {*np.unique(truth), *np.unique(guess)} <= set(range(classes)):
        return None
    matrix = np.zeros((classes, classes), int)
    np.add.at(matrix, (truth.astype(int), guess.astype(int)), 1)
    return matrix
