"""Follows a fit: tells how it goes, and ends it when it must end."""

import time
from typing import Any

from harness.wire.events import Event

from ..channel import never_in_the_way, send
from .facts import numbers


def progress_of(keras: Any, fit_id: str, epochs: int, training_ends: float, most_steps: int | None) -> Any:
    """The callback that tells how a fit goes. It ends the fit when the time for training is over, and where there are
    ``most_steps`` after these; the validation then after its first."""

    class Progress(keras.callbacks.Callback):  # type: ignore[misc]
        last = 0.0
        epoch = done = steps = 0

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            self.epoch = epoch + 1

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            self.steps = max(self.steps, batch + 1)
            if time.monotonic() > training_ends and not self.model.stop_training:
                self.model.stop_training = True
                asked = f"{epochs} epoch{'s' if epochs != 1 else ''} of training ({fit_id})"
                send(
                    {
                        "event": Event.ADAPTED,
                        "was": asked,
                        "now": f"{self.epoch} begun: the time for training was over",
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

        def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
            if most_steps is not None:
                self.model.stop_evaluating = True

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            self.done += 1
            with never_in_the_way("progress"):
                at = {"epoch": epoch + 1, "epochs": epochs}
                send({"event": Event.EPOCH, "fit": fit_id, **at, "logs": numbers(logs)})

    return Progress()
