"""Watches the functions that compute scores: what they were given and what they returned."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from harness.wire.events import Event

from ..channel import never_in_the_way, plain, send
from ..patches.declare import Layer, Patch
from ..visible import Visible

SKLEARN = (
    "confusion_matrix",
    "f1_score",
    "classification_report",
    "precision_recall_fscore_support",
    "accuracy_score",
)


def _labels(value: Any, classes: int) -> np.ndarray | None:
    array = np.asarray(value)
    if array.ndim == 2 and array.shape[1] == classes:
        array = array.argmax(axis=1)
    return array.reshape(-1) if array.dtype.kind in "iufb" else None


def _which_rows(labels: np.ndarray | None, visible: Visible) -> str:
    """``test`` or ``train`` where the labels are those of the visible set in order, else ``other``."""
    for name, known in (("test", visible.test_labels), ("train", visible.train_labels)):
        if labels is not None and labels.shape == known.shape and np.array_equal(labels, known):
            return name
    return "other"


def _watched(name: str, visible: Visible) -> Callable[[Any], Any]:
    return functools.partial(_watching, name=name, visible=visible)


def _watching(original: Any, name: str, visible: Visible) -> Any:
    signature = inspect.signature(original)

    @functools.wraps(original)
    def call(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        with never_in_the_way(f"looking at {name}"):
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            values, classes = list(bound.arguments.values()), len(visible.classes)
            truth, guess = (_labels(value, classes) for value in values[:2])
            matrix = None
            if truth is not None and guess is not None and truth.shape == guess.shape:
                known = {*np.unique(truth), *np.unique(guess)} <= set(range(classes))
                if len(truth) and known:
                    matrix = np.zeros((classes, classes), int)
                    np.add.at(matrix, (truth.astype(int), guess.astype(int)), 1)
            number = result.numpy() if hasattr(result, "numpy") else result
            shown = result[:4000] if isinstance(result, str) else plain(number)
            facts = {"function": name, "rows": None if truth is None else len(truth), "matrix": matrix}
            facts["average"] = plain(bound.arguments.get("average"))
            send({"event": Event.CALL, **facts, "truth": _which_rows(truth, visible), "result": shown})
        return result

    return call


def patches(visible: Visible) -> list[Patch]:
    """Of scikit-learn's scores, where they are defined, before others take their own reference, and of TensorFlow's."""
    where = [("sklearn.metrics._classification", name, name) for name in SKLEARN]
    where.append(("tensorflow", "math.confusion_matrix", "tf.math.confusion_matrix"))
    does = "Reports what a function that computes scores was given and returned."
    return [Patch(module, path, does, _watched(name, visible), Layer.WATCH) for module, path, name in where]
