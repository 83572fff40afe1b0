"""The weights that a network had before its first training step, in the place of those that it has now."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from .saved import Called


def weights_before(called: Called, values: Sequence[np.ndarray], path: Path) -> list[np.ndarray] | None:
    """What a function holds, as it was then: ``values`` are those of now, in the order of `Called.held`, and the file holds
    float32 numbers of all that the network tracks, one after the other.

    None where the file is not there or does not hold so many, or where the function takes a variable that is not tracked.
    """
    if not path.is_file() or not called.tracked:
        return None
    sizes = [math.prod(shape) for shape in called.tracked.values()]
    if path.stat().st_size != sum(sizes) * np.dtype(np.float32).itemsize:
        return None
    parts = np.split(np.fromfile(path, np.float32), np.cumsum(sizes)[:-1])
    then = dict(zip(called.tracked, parts, strict=True))
    found = []
    for held, value in zip(called.held, values, strict=True):
        if held.is_variable and (held.node not in then or then[held.node].size != value.size):
            return None
        found.append(then[held.node].reshape(value.shape).astype(value.dtype) if held.is_variable else value)
    return found
