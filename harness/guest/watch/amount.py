"""How many rows a fit feeds its network."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .inputs import After, Seen

KERAS_BATCH = 32
"""Rows of a batch where the student does not say."""


@dataclass(frozen=True)
class Amount:
    """What a fit is given: ``kept``, the rows of an array that are not kept for validation, None for data that come in
    batches; rows of a ``batch``, None where it could not be looked at; and ``planned``, the different rows that the whole
    fit would feed, None where only its steps tell. ``after`` as in `Seen`."""

    kept: int | None
    batch: int | None
    planned: int | None
    after: After = field(default_factory=After)

    def of_epoch(self, steps: int, counted: float, at_once: int) -> int | None:
        """Rows that so many steps of one epoch fed. The network's own count is taken where the steps allow it: a callback
        of the student's own may have set it back, and ``at_once`` steps are told together."""
        if self.batch is None:
            return int(counted) or None
        most = steps * self.batch
        most = most if self.kept is None else min(most, self.kept)
        return int(counted) if (steps - at_once) * self.batch < counted <= most else most

    def in_all(self, fed: int | None, cut: bool) -> int | None:
        """Different rows of an array, or all rows of batches, where the epochs ``fed`` so many; those that were planned
        where the fit was ``cut`` by us."""
        if self.after.same:
            return self.batch
        if cut:
            return self.planned
        return fed if self.kept is None or fed is None else min(fed, self.kept)


def epochs_of(arguments: Mapping[str, Any]) -> int:
    """How many epochs a fit with these arguments takes; 0 where none is left."""
    return max(0, int(arguments.get("epochs", 1)) - int(arguments.get("initial_epoch", 0)))


def amount_of(arguments: Mapping[str, Any], seen: Seen) -> Amount:
    """What a fit with these arguments is given."""
    if seen.rows is None:
        return Amount(None, seen.size, None, seen.after)
    split = arguments.get("validation_split") or 0.0
    alone = arguments.get("validation_data") is None
    kept = math.floor(seen.rows * (1.0 - split)) if alone else seen.rows
    steps = arguments.get("steps_per_epoch")
    batch = arguments.get("batch_size") or (math.ceil(kept / steps) if steps else KERAS_BATCH)
    epochs = epochs_of(arguments)
    planned = min(kept, batch * steps * epochs) if steps else kept * (epochs > 0)
    return Amount(kept, batch, planned)
