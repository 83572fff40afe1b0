"""Sees weights that code of a student's own sets in the middle of a training, far from all that the training reached."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .before import Before

FAR, MUCH = 1.5, 0.7
"""Averages of what a training went through lie no further from its last weights than those it began with do; the second is
how much of themselves weights may lose by pruning, clipping or noise."""


class Within:
    """Looks at what is assigned to the weights of networks in training: by a callback, or by a step that no compiled function
    takes. Weights alone that are matrices or more can hold what a network knows.

    A step that is compiled, and what sets weights without ``keras.Variable.assign``, is not seen.
    """

    def __init__(
        self, before: Before, is_known: Callable[[str, Any], bool], tell: Callable[[str], None]
    ) -> None:
        self._before, self._is_known, self._tell = before, is_known, tell
        self._weights: dict[int, tuple[str, Any, int]] = {}
        self._was: dict[int, np.ndarray] = {}

    def begin(self, model_id: str, model: Any) -> None:
        """To be told of a network before a step of its training."""
        for place, weight in enumerate(model.variables):
            if weight.trainable and len(weight.shape) > 1:
                self._weights[id(weight)] = model_id, weight, place

    def assigning(self, weight: Any) -> None:
        """To be told before a weight is given another value, while a network trains."""
        if self._of(weight) is not None and id(weight) not in self._was:
            self._was[id(weight)] = np.array(weight)

    def look(self) -> None:
        """To be asked where no callback is at work; tells of networks whose weights were set far away."""
        found = dict[str, bool]()
        for key, was in self._was.items():
            model_id, weight, place = self._weights[key]
            found[model_id] = found.get(model_id, False) or self._is_far(model_id, weight, place, was)
        self._was.clear()
        for model_id, is_far in found.items():
            if is_far:
                self._tell(model_id)

    def end(self, model_id: str) -> None:
        """To be told of a network that trains no more."""
        self.look()
        self._weights = {key: one for key, one in self._weights.items() if one[0] != model_id}

    def _of(self, weight: Any) -> tuple[str, Any, int] | None:
        known = self._weights.get(id(weight))
        return known if known is not None and known[1] is weight else None

    def _is_far(self, model_id: str, weight: Any, place: int, was: np.ndarray) -> bool:
        now = np.asarray(weight)
        moved = _norm(now - was)
        # What began the training is read where it matters alone.
        if moved <= MUCH * _norm(was) or not np.isfinite(moved) or self._is_known(model_id, weight):
            return False
        first = self._before.read(model_id, place)
        return first is None or moved > FAR * _norm(was - first.reshape(was.shape))


def _norm(values: np.ndarray) -> float:
    return float(np.linalg.norm(values.astype(np.float64).ravel()))
