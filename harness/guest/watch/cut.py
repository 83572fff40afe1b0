"""How a dry run, and a run on a twin, cut every fit short."""

import math
import os
from dataclasses import dataclass
from typing import Any

import numpy as np

from harness.wire import variables
from harness.wire.variables import Fits

from .amount import Amount, epochs_of

DRY_STEPS, TWIN_STEPS, LONGER_STEPS = 3, 20, 200


@dataclass(frozen=True)
class Cut:
    """A fit takes so many ``steps``: of its first epoch, or ``spread`` over all of its epochs, so that a history is as long
    as it would have been."""

    steps: int
    spread: bool

    def most_steps(self, arguments: dict[str, Any]) -> int:
        """Steps of an epoch at which the fit is ended whatever its arguments say."""
        return self._each(arguments) + 1 if self.spread else self.steps

    def begin(self, keras: Any, arguments: dict[str, Any]) -> None:
        """Shortens a fit of which nothing but its arguments is known: one epoch, which the callback ends after a few steps.
        ``steps_per_epoch`` would tell Keras how large the batches of an array are, where the fit does not say. The workers
        of a ``PyDataset`` end only with the steps of an epoch."""
        if self.spread:
            return
        first = arguments.get("initial_epoch", 0)
        arguments["epochs"] = min(arguments.get("epochs", 1), first + 1)
        for data, steps, most in (
            ("x", "steps_per_epoch", self.steps),
            ("validation_data", "validation_steps", 1),
        ):
            rows = arguments.get(data)
            if isinstance(rows, keras.utils.PyDataset):
                limits = (most, arguments.get(steps), rows.num_batches)
                arguments[steps] = min(limit for limit in limits if limit)

    def spread_over(self, keras: Any, arguments: dict[str, Any], amount: Amount) -> None:
        """Shortens each epoch of a fit whose data were looked at; those of an array keep the batches that they had."""
        if not self.spread:
            return
        steps = [self._each(arguments)]
        if asked := arguments.get("steps_per_epoch"):
            steps.append(int(asked))
        rows: Any = arguments.get("x")
        if amount.kept is not None and amount.batch is not None:
            arguments["batch_size"] = amount.batch
            steps.append(math.ceil(amount.kept / amount.batch))
        elif isinstance(rows, keras.utils.PyDataset):
            arguments["x"] = _shortened(keras, rows, min(steps))
            steps = []
        elif (batches := _batches(rows)) is not None:
            # Keras goes on in the next epoch where it stood, and warns at the end of the data.
            arguments["x"] = rows.repeat()
            steps.append(batches)
        if steps:
            arguments["steps_per_epoch"] = min(steps)
        if arguments.get("validation_data") is not None or arguments.get("validation_split"):
            if amount.kept is not None:
                arguments.setdefault("validation_batch_size", amount.batch)
            arguments["validation_steps"] = 1

    def fewer_rows(self, keras: Any, arguments: dict[str, Any], amount: Amount) -> None:
        """Leaves of the arrays of a fit the rows that its few steps feed, and a batch more, drawn as Keras would draw them: it
        casts and copies whatever it is given, which takes a third of a small network's fit on 60,000 images."""
        shuffle = arguments.get("shuffle", True)
        if amount.kept is None or amount.batch is None or not isinstance(shuffle, bool):
            return
        steps = self.steps
        if asked := arguments.get("steps_per_epoch"):
            if not self.spread:
                return
            steps = asked * epochs_of(arguments)
        kept, wanted = amount.kept, _few(steps, amount.batch, amount.kept)
        named = {name: arguments.get(name) for name in ("x", "y", "sample_weight")}
        given = {name: one for name, one in named.items() if one is not None}
        if wanted >= kept or "y" not in given or not _are_arrays(keras, *given.values()):
            return
        rows = np.sort(np.random.default_rng(0).permutation(kept)[:wanted]) if shuffle else slice(wanted)
        fewer = {name: _part(keras, one, rows) for name, one in given.items()}
        validation = arguments.get("validation_data")
        if validation is None and arguments.get("validation_split"):
            # Keras would keep the last rows.
            validation = [_part(keras, one, slice(kept, None)) for one in given.values()]
            fewer["validation_split"] = 0.0
        if isinstance(validation, (tuple, list)) and _are_arrays(keras, *validation):
            batch = arguments.get("validation_batch_size") or amount.batch
            number = len(keras.tree.flatten(validation)[0])
            # Without a batch size, steps that are asked for say how large a batch is.
            if self.spread or not arguments.get("validation_steps"):
                number = _few(1, batch, number)
            fewer["validation_data"] = tuple(_part(keras, one, slice(number)) for one in validation)
        arguments.update(fewer)

    def _each(self, arguments: dict[str, Any]) -> int:
        return math.ceil(self.steps / max(1, epochs_of(arguments)))


def _few(steps: int, batch: int, rows: int) -> int:
    """Rows of a batch more than the steps take. Where the last batch of all rows is a smaller one, so is that of these: it
    decides whether Keras traces a step for batches of one size or of any."""
    return (steps + 1) * batch + rows % batch


def _are_arrays(keras: Any, *data: Any) -> bool:
    """Whether all of these are arrays of equally many rows, or structures of such."""
    arrays = keras.tree.flatten(list(data))
    return (
        all(isinstance(one, np.ndarray) and one.ndim for one in arrays)
        and len({len(one) for one in arrays}) == 1
    )


def _part(keras: Any, data: Any, rows: Any) -> Any:
    return keras.tree.map_structure(lambda one: one[rows], data)


def _batches(rows: Any) -> int | None:
    """Batches of a finite ``tf.data.Dataset``; None for anything else."""
    if not (hasattr(rows, "cardinality") and hasattr(rows, "repeat")):
        return None
    number = int(rows.cardinality())
    return number if number > 0 else None


def _shortened(keras: Any, rows: Any, most: int) -> Any:
    """The first batches of a ``PyDataset`` in each epoch."""

    class Shortened(keras.utils.PyDataset):  # type: ignore[misc]
        def __len__(self) -> int:
            return min(most, rows.num_batches or most)

        def __getitem__(self, index: int) -> Any:
            return rows[index]

        def on_epoch_begin(self) -> None:
            rows.on_epoch_begin()

        def on_epoch_end(self) -> None:
            rows.on_epoch_end()

    return Shortened(
        workers=rows.workers,
        use_multiprocessing=rows.use_multiprocessing,
        max_queue_size=rows.max_queue_size,
    )


def cut_from_environment() -> Cut | None:
    """What the host asks for; None where every fit is to be whole."""
    asked = os.environ.get(variables.FITS, Fits.WHOLE)
    cuts = {
        Fits.DRY: Cut(DRY_STEPS, False),
        Fits.TWIN: Cut(TWIN_STEPS, True),
        Fits.LONGER: Cut(LONGER_STEPS, True),
    }
    return cuts.get(Fits(asked))
