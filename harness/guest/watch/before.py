"""Keeps the weights that a network had before its first training step: what it knew then, no training of this run taught."""

from pathlib import Path
from typing import Any

import numpy as np

from harness.wire import files
from harness.wire.limits import MAX_BEFORE


class Before:
    """Writes the weights of each network once, below ``out``; all of them together within `MAX_BEFORE`."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._seen: set[str] = set()
        self._places: dict[str, list[tuple[int, int]]] = {}
        self._left = MAX_BEFORE

    def keep(self, model_id: str, model: Any) -> None:
        """Keeps them where a network begins to be trained for the first time: float32, one after the other in the order
        of ``model.variables``, in which its export has them, too."""
        if model_id in self._seen:
            return
        self._seen.add(model_id)
        numbers = sum(int(np.prod(variable.shape)) for variable in model.variables)
        size = numbers * np.dtype(np.float32).itemsize
        if size > self._left:
            return
        self._left -= size
        path = self._out / files.weights_before(model_id)
        path.parent.mkdir(exist_ok=True)
        self._places[model_id] = []
        with path.open("wb") as file:
            for variable in model.variables:
                values = np.asarray(variable, np.float32)
                self._places[model_id].append((file.tell(), values.size))
                values.tofile(file)

    def read(self, model_id: str, place: int) -> np.ndarray | None:
        """What a network's variable at this place was, float32 in one row; None where it was not kept."""
        kept = self._places.get(model_id, [])
        if place >= len(kept):
            return None
        begin, count = kept[place]
        return np.fromfile(self._out / files.weights_before(model_id), np.float32, count, offset=begin)
