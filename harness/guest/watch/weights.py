"""All that is known of the weights of networks: what they were before training, where training left them, and what else set
them."""

import sys
from pathlib import Path
from typing import Any

from .before import Before
from .outside import Outside
from .taken import Taken
from .within import Within


class Weights:
    """What is to be told of a network's weights, in the order of a run; networks are known by their ids."""

    def __init__(self, out: Path) -> None:
        self._before = Before(out)
        self._outside = Outside()
        self._taken = Taken()
        self._within = Within(self._before, self._outside.is_known, self._outside.set_within)

    def begin(self, model_id: str, model: Any, *, in_fit: bool) -> None:
        """Before a step of training: keeps the weights that a network has before its first one, and looks whether they are
        those that a training left."""
        self._before.keep(model_id, model)
        self._outside.look(model_id, model)
        self._outside.left(model_id, model)
        self._taken.begin(model_id, model)
        if in_fit:
            self._within.begin(model_id, model)

    def assigning(self, weight: Any) -> None:
        """Before a weight is given another value while a network trains. What a compiled function is made of sets none yet."""
        tensorflow = sys.modules.get("tensorflow")
        if tensorflow is not None and tensorflow.executing_eagerly():
            self._within.assigning(weight)

    def went_on(self, model_id: str, model: Any, *, epoch_ends: bool) -> None:
        """After callbacks of the student's own."""
        self._within.look()
        if epoch_ends:
            self.left(model_id, model)

    def left(self, model_id: str, model: Any, *, by_hand: bool = False) -> None:
        """What training, a student's own loop perhaps, left a network with."""
        if by_hand:
            self._outside.trained_by_hand(model_id)
        self._outside.left(model_id, model)

    def fit_ended(self, model_id: str, model: Any) -> None:
        """After a fit."""
        self._within.end(model_id)
        self.left(model_id, model)

    def run_ended(self, model_id: str, model: Any) -> None:
        """After the last cell."""
        self._outside.look(model_id, model)
        self._outside.ended(model_id, model)

    def taken(self, model_id: str | None, model: Any) -> None:
        """Where somebody asks for the weights of a network."""
        self._taken.take(model_id, model)

    def source(self, weights: str) -> str | None:
        """The network from whose training weights with this digest were taken; None where there is none."""
        return self._taken.source(weights)
