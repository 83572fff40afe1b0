"""Looks at what a student feeds ``fit``, ``evaluate`` or ``predict`` without changing what Keras then sees."""

import inspect
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..preprocessing import infer
from ..visible import Visible


def rows_of(array: Any, indices: np.ndarray) -> np.ndarray:
    """Some rows of an array, a table, a tensor or a list."""
    if hasattr(array, "iloc"):
        return np.asarray(array.iloc[indices])
    if isinstance(array, np.ndarray):
        return np.asarray(array[indices])
    # Tensors and lists know slices, not lists of indices.
    return np.stack([np.asarray(array[int(i)]) for i in indices])


def _class_labels(y: np.ndarray) -> np.ndarray:
    return y.argmax(axis=-1) if y.ndim == 2 and y.shape[1] > 1 else y.reshape(-1)


def _resumed(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    """A generator again, as Keras takes no other iterator."""
    yield first
    yield from rest


def _raising(error: Exception) -> Iterator[Any]:
    raise error
    yield


def _pair(batch: Any) -> tuple[Any, Any]:
    """(inputs, labels) of a batch, None for what it does not hold; several inputs of one network are none to look at."""
    parts = batch if isinstance(batch, (tuple, list)) else (batch,)
    x, y = parts[0] if parts else None, parts[1] if len(parts) > 1 else None
    return _array(x), _array(y)


def _array(value: Any) -> np.ndarray | None:
    return None if value is None or isinstance(value, (dict, tuple, list)) else np.asarray(value)


def peek(x: Any) -> tuple[Any, Any, Any, int | None]:
    """(x to hand on to Keras, an array-like to look at, its labels or None, rows in all or None)."""
    if x is None:
        return x, None, None, None
    if hasattr(x, "element_spec") and hasattr(x, "take"):
        return x, *_pair(next(iter(x.take(1)))), None
    if inspect.isgenerator(x):
        try:
            first = next(x)
        except StopIteration:
            return x, None, None, None
        except Exception as error:  # noqa: BLE001 - Keras meets it where it would have without us
            return _raising(error), None, None, None
        return _resumed(first, x), *_pair(first), None
    if hasattr(x, "__getitem__") and hasattr(x, "__len__") and not hasattr(x, "shape"):
        if isinstance(x, (list, tuple, dict)) and (isinstance(x, dict) or len(x) < 2):
            x0 = next(iter(x.values())) if isinstance(x, dict) else (x[0] if x else None)
            return x, x0, None, None if x0 is None else len(x0)
        first = x[0]
        if isinstance(first, (tuple, list)):
            return x, *_pair(first), None
    if hasattr(x, "shape") and len(x.shape) >= 2:
        return x, x, None, int(x.shape[0])
    return x, None, None, None


def describe(x: Any, y: Any, visible: Visible) -> dict[str, Any]:
    """Facts on a network's input: shape, dtype, rows, mapping, where the rows come from, labels that agree."""
    if x is None:
        return {"mapping": None, "sources": {}, "labels_agree": None}
    total = int(np.shape(x)[0])
    mapping, sources, labels = infer(lambda indices: rows_of(x, indices), total, visible)
    agree = None
    if labels is not None and y is not None and len(y) == total:
        chosen = np.unique(np.linspace(0, total - 1, min(128, total)).astype(int))
        given, known = _class_labels(rows_of(y, chosen)), labels >= 0
        if len(given) == len(labels) and known.any():
            agree = float((given[known] == labels[known]).mean())
    return {
        "shape": [int(n) for n in np.shape(x)],
        "dtype": str(getattr(x, "dtype", "")),
        "mapping": mapping,
        "sources": sources,
        "labels_agree": agree,
    }
