"""Looks at what a student feeds ``fit``, ``evaluate`` or ``predict`` without changing what Keras then sees."""

import contextlib
import hashlib
import inspect
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from harness.wire.images import signs
from harness.wire.limits import MAX_INPUTS, MAX_LOOKED

from ..preprocessing.infer import infer
from ..preprocessing.layouts import layouts
from ..visible import Visible
from .facts import fingerprint
from .order import compared

ALIKE = 9
"""Batches that are compared: who feeds each batch some times in turn (Choi et al. 2019, arXiv:1907.05550) does so less often."""


@dataclass
class After:
    """Whether the batches after the first one are the ``same``; of a generator it is known when that was asked for them."""

    same: bool = False


@dataclass(frozen=True)
class Seen:
    """What a network is fed: ``parts``, an array-like (N, ...) for each of its inputs, none where there is nothing to look
    at; ``labels`` or None; ``rows`` in all, None where the data come in batches, of which this is one."""

    parts: tuple[Any, ...] = ()
    labels: Any = None
    rows: int | None = None
    after: After = field(default_factory=After)

    @property
    def size(self) -> int | None:
        """Rows of the array, or of the batch."""
        return int(np.shape(self.parts[0])[0]) if self.parts else None

    def first(self, rows: int | None) -> "Seen":
        """Its first rows."""
        if rows is None or rows == self.rows:
            return self
        return Seen(tuple(_First(part, rows) for part in self.parts), self.labels, rows)


class _First:
    """The first rows of an array-like, which is not copied."""

    def __init__(self, of: Any, rows: int) -> None:
        self.of, self.dtype = of, getattr(of, "dtype", "")
        self.shape = (rows, *np.shape(of)[1:])


def rows_of(array: Any, indices: np.ndarray) -> np.ndarray:
    """Some rows of an array, a table, a tensor or a list."""
    if isinstance(array, _First):
        return rows_of(array.of, indices)
    if hasattr(array, "iloc"):
        return np.asarray(array.iloc[indices])
    if isinstance(array, np.ndarray):
        return np.asarray(array[indices])
    # Tensors and lists know slices, not lists of indices.
    return np.stack([np.asarray(array[int(i)]) for i in indices])


def _class_labels(y: np.ndarray) -> np.ndarray:
    return y.argmax(axis=-1) if y.ndim == 2 and y.shape[1] > 1 else y.reshape(-1)


def _resumed(first: Any, rest: Iterator[Any], names: Sequence[str] | None, seen: Seen) -> Iterator[Any]:
    """A generator again, as Keras takes no other iterator."""
    # It may yield one array over and over, and other rows in it.
    print_of_first = _print(seen)
    yield first
    for another in itertools.islice(rest, ALIKE - 1):
        seen.after.same = False
        with contextlib.suppress(Exception):  # what is no batch Keras tells in its own words
            seen.after.same = print_of_first == _print(_batch(another, names)) is not None
        yield another
        if not seen.after.same:
            break
    yield from rest


def _print(seen: Seen) -> str | None:
    """A digest of a batch's rows; None where it shows none."""
    return fingerprint(seen.parts) if seen.parts else None


def _raising(error: Exception) -> Iterator[Any]:
    raise error
    yield


def parts_of(value: Any, names: Sequence[str] | None) -> tuple[Any, ...]:
    """What each input of a network gets, in the order of the inputs' ``names`` (sorted where nobody tells them)."""
    if isinstance(value, dict):
        known = names is not None and set(value) == set(names)
        return tuple(value[name] for name in (names if known and names else sorted(value)))
    if isinstance(value, (list, tuple)):
        return tuple(value)
    return () if value is None else (value,)


def _labels(value: Any) -> Any:
    """The labels where a network has several outputs: the first that can be some."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)) and any(np.ndim(one) for one in value):
        return next((one for one in value if 0 < len(np.shape(one)) <= 2), None)
    return value


def _batch(batch: Any, names: Sequence[str] | None) -> Seen:
    parts = batch if isinstance(batch, (tuple, list)) else (batch,)
    x = parts_of(parts[0], names) if parts else ()
    y = _labels(parts[1]) if len(parts) > 1 else None
    return Seen(tuple(np.asarray(one) for one in x), None if y is None else np.asarray(y))


def _first_of(batches: Iterable[Any], names: Sequence[str] | None) -> Seen:
    """The first of some batches; others are asked for while they are the same. Labels may differ: some are smoothed."""
    rest = iter(batches)
    first = _batch(next(rest), names)
    print_of_first = _print(first)
    for another in rest:
        first.after.same = print_of_first == _print(_batch(another, names)) is not None
        if not first.after.same:
            break
    return first


def peek(x: Any, y: Any = None, names: Sequence[str] | None = None) -> tuple[Any, Seen]:
    """(x to hand on to Keras, what there is to look at), for ``x`` and ``y`` as Keras takes them; ``names`` are those of
    the network's inputs."""
    if x is None:
        return x, Seen()
    if hasattr(x, "element_spec") and hasattr(x, "take"):
        return x, _first_of(x.take(ALIKE), names)
    if inspect.isgenerator(x):
        try:
            first = next(x)
        except StopIteration:
            return x, Seen()
        except Exception as error:  # noqa: BLE001 - Keras meets it where it would have without us
            return _raising(error), Seen()
        seen = _batch(first, names)
        return _resumed(first, x, names, seen), seen
    if not isinstance(x, (list, tuple, dict)) and hasattr(x, "__getitem__") and not hasattr(x, "shape"):
        first = x[0]
        return x, _batch(first, names) if isinstance(first, (tuple, list)) else Seen()
    parts = parts_of(x, names)
    sizes = {int(np.shape(one)[0]) for one in parts if len(getattr(one, "shape", ())) >= 2}
    whole = all(len(getattr(one, "shape", ())) >= 2 for one in parts)
    if len(sizes) != 1 or not whole or len(parts) > MAX_INPUTS:
        return x, Seen()
    return x, Seen(parts, _labels(y), sizes.pop())


def describe(seen: Seen, visible: Visible) -> dict[str, Any]:
    """Facts on a network's input: shape, dtype, mapping (``more`` holds those of further inputs), where the rows come
    from, the share of labels that agree, or the ``order`` in which they stand for the classes where it is another, a ``digest``
    of the rows that were looked at, and the signs of ``strangers``, which are not known to be visible images."""
    if not seen.size:
        return {"mapping": None, "sources": {}, "labels_agree": None, "order": []}
    x, y, total = seen.parts[0], seen.labels, seen.size
    chosen = np.unique(np.linspace(0, total - 1, min(MAX_LOOKED, total)).astype(int))
    rows = [rows_of(part, chosen) for part in seen.parts]
    digest = hashlib.sha256(b"".join(one.tobytes() for one in rows)).hexdigest()[:16]
    mapping, more, sources, labels, strangers = _inferred(
        seen, rows[0], f"{digest} {[np.shape(part) for part in seen.parts]}", visible
    )
    agree, order = None, list[int]()
    if labels is not None and y is not None and len(y) >= total and len(chosen) == len(labels):
        given, known = _class_labels(rows_of(y, chosen)), labels >= 0
        if len(given) == len(labels) and known.any():
            agree, order = compared(given[known], labels[known], len(visible.classes))
    return {
        "shape": [int(n) for n in np.shape(x)],
        "dtype": str(getattr(x, "dtype", "")),
        "mapping": mapping,
        "more": more,
        "sources": sources,
        "labels_agree": agree,
        "order": order,
        "digest": digest,
        "strangers": strangers,
    }


def _strangers(rows: np.ndarray, labels: np.ndarray | None, visible: Visible) -> list[str]:
    """The signs of those rows that no label was found for, where they are images of the raw size."""
    raw = visible.with_channels.shape[1:]
    if rows.dtype.kind not in "fiub" or not np.isfinite(rows).all():
        return []
    images = (found for _, _, found in layouts(rows, raw) if found.shape[1:] == raw)
    unknown = slice(None) if labels is None else labels < 0
    return next((signs(one.ravel().tolist() for one in found[unknown]) for found in images), [])


Inferred = tuple[dict[str, Any] | None, list[dict[str, Any]], dict[str, int], np.ndarray | None, list[str]]
_known: dict[str, Inferred] = {}
"""What was inferred, by what was looked at: many networks are trained on the same rows."""


def _inferred(seen: Seen, rows: np.ndarray, key: str, visible: Visible) -> Inferred:
    if key not in _known:
        mapping, sources, labels = infer(partial(rows_of, seen.parts[0]), seen.size or 0, visible)
        more = _more(seen, labels, visible) if mapping is not None else None
        strangers = _strangers(rows, labels, visible)
        _known[key] = mapping if more is not None else None, more or [], sources, labels, strangers
    return _known[key]


def _more(seen: Seen, labels: np.ndarray | None, visible: Visible) -> list[dict[str, Any]] | None:
    """The mappings of the inputs after the first; None where they do not show the same images as it."""
    found = []
    for part in seen.parts[1:]:
        mapping, _, others = infer(partial(rows_of, part), seen.size or 0, visible)
        if mapping is None or (labels is None) != (others is None):
            return None
        if labels is not None and others is not None and (labels != others).mean() > 0.05:
            return None
        found.append(mapping)
    return found
