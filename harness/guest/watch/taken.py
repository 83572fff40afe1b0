"""Remembers weights that are taken out of a network in the middle of its training: a checkpoint, the best epoch's."""

from typing import Any

from .facts import fingerprint


class Taken:
    """Knows, by a digest, the weights that trainings gave so far where code asked for them."""

    def __init__(self) -> None:
        self._untaught: dict[str, str] = {}
        self._from: dict[str, str] = {}

    def begin(self, model_id: str, model: Any) -> None:
        """To be told before a step of training: what a network has before its first one is not its training's."""
        if model_id not in self._untaught:
            self._untaught[model_id] = fingerprint(model.weights)

    def take(self, model_id: str | None, model: Any) -> None:
        """To be told where somebody asks for the weights of a network."""
        if model_id in self._untaught and (mine := fingerprint(model.weights)) != self._untaught[model_id]:
            self._from.setdefault(mine, model_id)

    def source(self, weights: str) -> str | None:
        """The network from whose training weights with this digest were taken; None where there is none."""
        return self._from.get(weights)
