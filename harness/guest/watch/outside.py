"""Sees weights that were set outside of training to values that no training of this run left."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from harness.wire.events import Event, Set

from ..channel import send
from .facts import fingerprint

OF_LAYERS = ("moving_mean", "moving_variance", "mean", "variance", "count", "vector_u")
"""What layers measure of the data by themselves, when they are called or adapted, and no step of training sets."""

DRAWN = ("lora_kernel_a", "lora_embeddings_a")
"""What ``enable_lora`` adds to a layer, at random; the other factor is zero until it is trained."""


class Outside:
    """Knows each weight by a digest, and all that trainings left: what a network gets from its own past, from another
    network of the run, or from a file that either was saved to, was there before.

    Networks are not looked at that a compiled function of a student's own may train later without a sign of it.
    """

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._first: dict[str, set[str]] = {}
        self._seen: dict[str, tuple[set[str], int]] = {}
        self._by_hand: set[str] = set()
        self._told: set[tuple[str, Set]] = set()

    def trained_by_hand(self, model_id: str) -> None:
        """To be told of a network that a loop of the student's own trains."""
        self._by_hand.add(model_id)

    def left(self, model_id: str, model: Any) -> None:
        """To be told where training left a network; for the first time, before it began."""
        prints = set(_prints(model))
        # What it brought along, no training left: it may come back, and to no other network.
        self._known |= prints - self._first.setdefault(model_id, prints)
        self._seen[model_id] = prints, _steps(model)

    def is_known(self, model_id: str, weight: Any) -> bool:
        """Whether a weight is one that a training left, or that this network had before its first step."""
        mine = fingerprint([weight])
        return mine in self._known or mine in self._first.get(model_id, set())

    def set_within(self, model_id: str) -> None:
        """To be told of a network that got other weights in the middle of a training. Tells of it, once."""
        self._tell(model_id, Set.WITHIN)

    def ended(self, model_id: str, model: Any) -> None:
        """To be told of a network after the last cell. Tells of it where weights that it could train are as they were before
        its first step, and others are not."""
        if (first := self._first.get(model_id)) is None or model_id in self._by_hand:
            return
        could = [one for one in model.trainable_variables if np.ndim(one) > 1 and np.any(one)]
        still = sum(fingerprint([one]) in first for one in could)
        if 0 < still < len(could):
            self._tell(model_id, Set.STILL, weights=still)

    def look(self, model_id: str, model: Any) -> None:
        """Tells of a network, once, whose weights are others than when training left it, and known of no other. Where it took
        steps since that nobody saw, nothing is told. Of one that is not trained yet: whether a part of it is frozen that no
        training left."""
        seen = self._seen.get(model_id)
        if seen is None:
            self._tell_origin(model_id, model)
            if (model_id, Set.FROZEN) not in self._told and {*_prints(model, frozen=True)} - self._known:
                self._tell(model_id, Set.FROZEN)
            return
        if (model_id, Set.LATER) in self._told or model_id in self._by_hand:
            return
        prints, steps = seen
        now = set(_prints(model)) - prints
        if now <= self._known | self._first[model_id] or _took_steps(steps, _steps(model)):
            return
        self._tell(model_id, Set.LATER)

    def _tell_origin(self, model_id: str, model: Any) -> None:
        """Tells of a network before its first step where most of its weights are those that a training left another one."""
        if (model_id, Set.TAKEN_OVER) in self._told:
            return
        sizes = [(int(np.size(one)), fingerprint([one])) for one in model.weights if np.ndim(one) > 1]
        ours = sum(size for size, mine in sizes if mine in self._known)
        if 2 * ours >= sum(size for size, _ in sizes) > 0:
            self._tell(model_id, Set.TAKEN_OVER)

    def _tell(self, model_id: str, what: Set, **more: int) -> None:
        """Tells of a network, once for each way."""
        if (model_id, what) not in self._told:
            self._told.add((model_id, what))
            send({"event": Event.OUTSIDE, "model": model_id, "what": what, **more})


def _prints(model: Any, *, frozen: bool = False) -> Iterator[str]:
    """Of all weights that training could set and that are not zero, or of those that it was told to leave."""
    weights = (weight for weight in model.weights if weight.name not in OF_LAYERS + DRAWN and np.any(weight))
    if frozen:
        weights = (weight for weight in weights if not weight.trainable)
    return (fingerprint([weight]) for weight in weights)


def _steps(model: Any) -> int:
    """Steps that the optimizer of a network took; 0 where it has none."""
    optimizer = getattr(model, "optimizer", None)
    return 0 if optimizer is None else int(np.asarray(optimizer.iterations))


def _took_steps(before: int, now: int) -> bool:
    # One that was compiled anew counts from 0.
    return now not in (0, before)
