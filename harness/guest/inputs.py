"""Looks at what a student feeds ``fit``, ``evaluate`` or ``predict`` without changing what Keras then sees."""

import inspect
import itertools
from typing import Any

import numpy as np

from .preprocessing import infer
from .visible import Visible


def _rows(array: Any, indices: np.ndarray) -> np.ndarray:
    if hasattr(array, "iloc"):
        return np.asarray(array.iloc[indices])
    if isinstance(array, np.ndarray):
        return array[indices]
    # Tensors and lists know slices, not lists of indices.
    return np.stack([np.asarray(array[int(i)]) for i in indices])


def _class_labels(y: np.ndarray) -> np.ndarray:
    return y.argmax(axis=-1) if y.ndim == 2 and y.shape[1] > 1 else y.reshape(-1)


def peek(x: Any) -> tuple[Any, Any, Any, int | None]:
    """(x to hand on to Keras, an array-like to look at, its labels or None, rows in all or None)."""
    if x is None:
        return x, None, None, None
    if hasattr(x, "element_spec") and hasattr(x, "take"):
        first = next(iter(x.take(1)))
        element = first if isinstance(first, (tuple, list)) else (first, None)
        return x, np.asarray(element[0]), None if element[1] is None else np.asarray(element[1]), None
    if inspect.isgenerator(x):
        first = next(x)
        pair = first if isinstance(first, (tuple, list)) else (first, None)
        return itertools.chain([first], x), np.asarray(pair[0]), pair[1], None
    if hasattr(x, "__getitem__") and hasattr(x, "__len__") and not hasattr(x, "shape"):
        if isinstance(x, (list, tuple, dict)) and (isinstance(x, dict) or len(x) < 2):
            x0 = next(iter(x.values())) if isinstance(x, dict) else (x[0] if x else None)
            return x, x0, None, None if x0 is None else len(x0)
        first = x[0]
        if isinstance(first, (tuple, list)) and len(first) >= 2:
            return x, np.asarray(first[0]), np.asarray(first[1]), None
    if hasattr(x, "shape") and len(x.shape) >= 2:
        return x, x, None, int(x.shape[0])
    return x, None, None, None


def describe(x: Any, y: Any, visible: Visible) -> dict[str, Any]:
    """Facts on a network's input: shape, dtype, rows, mapping, where the rows come from, labels that agree."""
    if x is None:
        return {"mapping": None, "sources": {}, "labels_agree": None}
    total = int(np.shape(x)[0])
    mapping, sources, labels = infer(lambda indices: _rows(x, indices), total, visible)
    agree = None
    if labels is not None and y is not None:
        chosen = np.unique(np.linspace(0, total - 1, min(128, total)).astype(int))
        given, known = _class_labels(_rows(y, chosen)), labels >= 0
        if len(given) == len(labels) and known.any():
            agree = float((given[known] == labels[known]).mean())
    return {
        "shape": [int(n) for n in np.shape(x)],
        "dtype": str(getattr(x, "dtype", "")),
        "mapping": mapping,
        "sources": sources,
        "labels_agree": agree,
    }
