"""What a student's variables hold after each cell: which name is which network, and small computed values."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from harness.wire.events import Event
from harness.wire.limits import MAX_NUMBERS

from ..channel import send

MAX_AXES = 8
MOST_HELD = 100
MOST_VALUES = 50
"""Variables that are told of after one cell."""
AT_ONCE = 20
"""Variables in one event: each of `MAX_NUMBERS`, they stay below the length of a line."""
DEPTH = 2
"""A network in a list that an object holds is found, and none deeper."""


def _is_model(value: Any) -> bool:
    return any(c.__module__.startswith("keras.") and c.__name__ == "Model" for c in type(value).__mro__)


class Bound:
    """Since when variables hold what they hold: a name made for a network says more than one that a loop gave it later."""

    def __init__(self) -> None:
        self._moment = 0
        self._since: dict[tuple[str, int], tuple[int, bool]] = {}
        self._names: set[str] = set()

    def look(self, namespace: dict[str, Any]) -> None:
        """To be called after each cell."""
        self._moment += 1
        held = {(name, id(value)): name in self._names for name, value in list(namespace.items())}
        self._since = {one: self._since.get(one, (self._moment, again)) for one, again in held.items()}
        self._names = set(namespace)

    def since(self, name: str, value: Any) -> tuple[int, bool]:
        """The cell after which this variable was first seen to hold this, and whether it held something else before."""
        return self._since.get((name, id(value)), (self._moment, False))


def models_in(namespace: dict[str, Any], bound: Bound | None = None) -> list[tuple[str, Any]]:
    """(name, network) for every network in a variable, or held by one: in a list, tuple or dictionary, or as an
    attribute of an object whose class is the student's own. What is a variable itself comes first; but not one that a loop left,
    which is the last of several of which not all are variables. Of several variables the one that held it earlier comes first."""
    found = [
        one
        for name, value in list(namespace.items())
        if not name.startswith("_")
        for one in _held("", name, value, DEPTH)
    ]
    variables = {id(model) for holder, _, model in found if not holder}
    several = {holder for holder, _, model in found if id(model) not in variables}
    last = {holder: (name, model) for holder, name, model in found if holder in several}
    first = {name for name, model in last.values() if id(model) in variables}
    since = (bound or Bound()).since
    found.sort(key=lambda one: (one[1] not in first, bool(one[0]), *since(one[1], one[2])))
    return [(name[:80], model) for _, name, model in found]


def _held(holder: str, name: str, value: Any, depth: int) -> Iterator[tuple[str, str, Any]]:
    """(what holds it, its name, network) of each network there; nothing holds what is a variable itself."""
    if _is_model(value):
        yield holder, name, value
        return
    inside: list[tuple[str, Any]] = []
    if depth and isinstance(value, dict) and len(value) <= MOST_HELD:
        inside = [(f"{name}[{key!r}]", item) for key, item in list(value.items())]
    elif depth and isinstance(value, (list, tuple)) and len(value) <= MOST_HELD:
        inside = [(f"{name}[{i}]", item) for i, item in enumerate(value)]
    elif (
        depth and type(value).__module__ == "__main__" and isinstance(getattr(value, "__dict__", None), dict)
    ):
        inside = [(f"{name}.{key}", item) for key, item in list(vars(value).items())[:MOST_HELD]]
    for place, item in inside:
        yield from _held(name, place, item, depth - 1)


class Values:
    """Reports small arrays and numbers of the namespace, each value once."""

    def __init__(self) -> None:
        self._seen: dict[str, bytes] = {}

    def report(self, namespace: dict[str, Any]) -> None:
        """Sends what is new; of more than `MOST_VALUES` the others wait for the next cell."""
        values: list[dict[str, Any]] = []
        for name, value in list(namespace.items()):
            if name.startswith("_") or isinstance(value, (str, bytes, type)):
                continue
            array = _small_or_none(value)
            if array is None:
                continue
            mark = array.tobytes() + str(array.shape).encode()
            if self._seen.get(name) != mark and len(values) < MOST_VALUES:
                self._seen[name] = mark
                values.append({"name": name[:80], "shape": list(array.shape), "data": array.ravel().tolist()})
        for begin in range(0, len(values), AT_ONCE):
            send({"event": Event.VALUES, "values": values[begin : begin + AT_ONCE]})


def _small_or_none(value: Any) -> np.ndarray | None:
    try:
        return _small(value)
    except Exception:  # noqa: BLE001 - an object of the student's may raise anything, for itself alone
        return None


def _small(value: Any) -> np.ndarray | None:
    """The number, or the few of them, that a variable holds; None where it holds anything else, or one that is not
    finite."""
    if hasattr(value, "numpy") and hasattr(value, "shape"):
        value = value.numpy()
    elif type(value).__module__.startswith("pandas.") and hasattr(value, "to_numpy"):
        value = value.to_numpy()
    if isinstance(value, (list, tuple)) and len(value) <= MAX_NUMBERS:
        if not all(isinstance(v, (int, float, np.number, list, tuple)) for v in value):
            return None
        value = np.array(value)
    if not isinstance(value, (int, float, np.ndarray, np.number)) or isinstance(value, bool):
        return None
    array = np.asarray(value)
    if array.dtype.kind not in "iuf" or not 0 < array.size <= MAX_NUMBERS or array.ndim > MAX_AXES:
        return None
    # JSON has no numbers longer than these.
    array = array.astype(np.float64) if array.dtype.itemsize > np.dtype(np.float64).itemsize else array
    return array if np.isfinite(array).all() else None
