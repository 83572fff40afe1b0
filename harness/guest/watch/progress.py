"""Follows a fit: tells how it goes, and ends it when it must end."""

import contextlib
import time
from collections.abc import Callable
from typing import Any

from harness.wire.events import Event

from .. import keras_private
from ..channel import never_in_the_way, phrase, send
from .amount import Amount
from .facts import fingerprint, numbers


def progress_of(
    keras: Any,
    fit_id: str,
    epochs: int,
    is_late: Callable[[], bool],
    most_steps: int | None,
    begin: Callable[[Any], None],
    went_on: Callable[[Any, bool], None],
) -> Any:
    """The callback that tells how a fit goes. It ends the fit when it ``is_late`` for training, and where there are
    ``most_steps`` after these; the validation then after its first. ``begin`` is told of the network before its first
    step, ``went_on`` after other callbacks, and whether an epoch ended. ``amount`` is given to it when it is known."""

    class Progress(keras.callbacks.Callback):  # type: ignore[misc]
        last = 0.0
        epoch = done = steps = 0
        """``done`` epochs came to their end, ``steps`` were taken in the longest."""
        amount: Amount | None = None
        cut = most_steps is not None
        """Whether we ended it, or would have."""
        before: str | None = None
        """Fingerprint of what can be trained, before the first step."""
        _steps = 0
        _fed: int | None = 0

        @property
        def rows(self) -> int | None:
            """Rows that were fed, once the fit has ended; None where nothing tells."""
            self._count_rows()
            return None if self.amount is None else self.amount.in_all(self._fed, self.cut)

        @property
        def changed(self) -> bool | None:
            """Whether training changed a weight so far; None where nothing tells."""
            if self.before is None:
                return None
            return fingerprint(self.model.trainable_variables) != self.before

        def _count_rows(self) -> None:
            """Adds the rows of the epoch that ends; validation sets the network's own count back."""
            steps, self._steps = self._steps, 0
            if not steps or self.amount is None:
                return
            counted = 0.0
            with contextlib.suppress(Exception):  # a network whose class trains in its own way may not count
                counted = keras_private.rows_counted(self.model)
            at_once = int(getattr(self.model, "steps_per_execution", 1) or 1)
            rows = self.amount.of_epoch(steps, counted, at_once)
            self._fed = None if rows is None or self._fed is None else self._fed + rows

        def on_train_begin(self, logs: Any = None) -> None:
            with never_in_the_way("looking at the weights"):
                self.before = fingerprint(self.model.trainable_variables)
                begin(self.model)

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            self.epoch = epoch + 1
            with never_in_the_way("looking at the weights"):
                went_on(self.model, False)

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            with never_in_the_way("looking at the weights"):
                went_on(self.model, False)
            self._steps = batch + 1
            self.steps = max(self.steps, self._steps)
            if is_late() and not self.model.stop_training:
                self.model.stop_training = self.cut = True
                send(
                    {
                        "event": Event.ADAPTED,
                        "was": phrase("adapted.epochs", epochs=epochs, fit=fit_id),
                        "now": phrase("adapted.epochs_begun", epoch=self.epoch),
                    }
                )
            if most_steps is not None and self.steps >= most_steps:
                self.model.stop_training = True
            if time.monotonic() - self.last < 2:
                return
            self.last = time.monotonic()
            at = {"epoch": self.epoch, "epochs": epochs, "step": batch + 1, "steps": self.params.get("steps")}
            with never_in_the_way("progress"):
                send({"event": Event.PROGRESS, "fit": fit_id, **at, "logs": numbers(logs)})

        def on_test_begin(self, logs: Any = None) -> None:
            self._count_rows()

        def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
            if most_steps is not None:
                self.model.stop_evaluating = True

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            self._count_rows()
            self.done += 1
            with never_in_the_way("looking at the weights"):
                went_on(self.model, True)
            with never_in_the_way("progress"):
                at = {"epoch": epoch + 1, "epochs": epochs}
                send({"event": Event.EPOCH, "fit": fit_id, **at, "logs": numbers(logs)})

    return Progress()
