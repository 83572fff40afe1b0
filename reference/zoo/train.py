"""`python -m reference.zoo.train JOB.json`: trains one network, or one variant of an experiment.

The job file is a JSON object with the fields of `reference.zoo.job.Job`. Standard output gets one JSON object a line:

- `{"event": "start", "parameters": .., "multiply_adds": .., "epochs_done": ..}`,
- `{"event": "progress", "epoch": .., "epochs": .., "step": .., "steps": .., "loss": .., "accuracy": ..}`, about once
  a second at most; epochs and steps count from 1,
- `{"event": "epoch", "epoch": .., "epochs": .., "loss": .., "accuracy": .., "seconds": ..}`,
- `{"event": "predict"}` and `{"event": "end"}`; or `{"event": "error", "reason": ..}`, with exit code 1.

The folder `out` gets `probabilities.npy`, float32 (M, 10), a row for each image to predict, and `result.json`:
`parameters`, `multiply_adds` (see `reference.zoo.cost`), `batch_size`, `images`, `steps_per_epoch`, `epochs` (for each
its `seconds`, `steps`, `loss` and `accuracy`; the last may be partial where `seconds` ran out), `measured` (what a
variant measures before training and after each epoch), `failure` (empty, or why there are no probabilities),
`versions`, `backend`, `processor`, `cores` and `peak_memory` in bytes.

The seconds of an epoch are the wall time of its training alone, which in the first one contains the compilation of
the training step. The order of the images depends on seed and epoch alone, so a run that goes on from its checkpoint
sees what an uninterrupted one would have seen. Where a learning rate follows a plan and `seconds` are set, the rate
rises in the first epoch, which is timed, and then falls to zero over as many more as there is time for. SIGINT and
SIGTERM end the process at once; the same job then goes on after the last whole epoch. `KERAS_BACKEND` chooses the
backend.
"""

import itertools
import json
import math
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np

from reference.zoo import checkpoint
from reference.zoo.batches import Batches
from reference.zoo.cost import multiply_adds
from reference.zoo.job import Data, Job, Recipe, pixels, read_data, recipe_of
from reference.zoo.machine import graphics_card, peak_memory, processor, versions
from reference.zoo.task7.training import Stopwatch, affordable_epochs

Say = Callable[[dict[str, object]], None]

CHECKPOINT = "checkpoint.npz"
PROGRESS_SECONDS = 1.0
MEASURED_IMAGES = 256
PREDICTED_AT_ONCE = 256


class Watch(keras.callbacks.Callback):
    """Times one epoch, tells where it stands and ends it when its seconds are over."""

    def __init__(self, say: Say, position: dict[str, object], seconds: float) -> None:
        super().__init__()
        self._say, self._position, self._budget = say, position, seconds
        self.seconds, self.steps = 0.0, 0
        self._began = self._told = time.perf_counter()

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self._began = self._told = time.perf_counter()

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        self.steps = batch + 1
        now = time.perf_counter()
        if now - self._told >= PROGRESS_SECONDS:
            self._told = now
            self._say({"event": "progress", **self._position, "step": self.steps, **_scores(logs)})
        if now - self._began >= self._budget:
            self.model.stop_training = True

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self.seconds = time.perf_counter() - self._began


class Trainer:
    """Trains a recipe as a job says, from its checkpoint on where there is one."""

    def __init__(self, job: Job, recipe: Recipe, data: Data, say: Say) -> None:
        self._job, self._recipe, self._data, self._say = job, recipe, data, say
        keras.utils.set_random_seed(job.seed)
        self.model = recipe.build()
        self.cost = multiply_adds(self.model)
        self._trained = self.model
        if recipe.augment is not None:
            self._trained = keras.Sequential(
                [keras.Input(self.model.input_shape[1:]), recipe.augment(), self.model]
            )
        # What is measured may compile and train its model, so it gets one of its own, with the same layers' names.
        self._probe = keras.models.clone_model(self.model) if recipe.measure is not None else None
        self.record: dict[str, object] = {
            "identity": self._identity(),
            "peak_memory": 0,
            "epochs": [],
            "measured": [],
            "most_epochs": job.epochs,
        }
        self._compile()
        self._restore()

    @property
    def epochs(self) -> list[dict[str, float | None]]:
        return self.record["epochs"]

    @property
    def steps(self) -> int:
        """Steps of a whole epoch."""
        return math.ceil(len(self._data.train_images) / self._recipe.batch_size)

    @property
    def failure(self) -> str:
        """Why the training is of no use, or nothing."""
        if self._recipe.graphics_card and not graphics_card():
            return f"no graphics card was at hand: Keras on {keras.backend.backend()} sees none"
        for number, epoch in enumerate(self.epochs, 1):
            if epoch["loss"] is None:
                return f"training diverged: the loss of epoch {number} is not a finite number"
        return ""

    def train(self) -> None:
        """Trains what is left to train."""
        self._say(
            {
                "event": "start",
                "parameters": self.model.count_params(),
                "multiply_adds": self.cost,
                "epochs_done": len(self.epochs),
            }
        )
        if not self.record["measured"]:
            self._measure()
        watch = Stopwatch()
        for epoch in itertools.count(len(self.epochs)):
            left = math.inf if self._job.seconds is None else self._job.seconds - self._spent()
            if left <= 0 or epoch == self.record["most_epochs"] or self.failure:
                return
            self._train_epoch(epoch, left, watch)
            if epoch == 0 and self._timed:
                self.record["most_epochs"] = 1 + affordable_epochs(watch, self._job.seconds, self._job.epochs)
                self._compile()
            self._measure()
            self.record["peak_memory"] = max(self.record["peak_memory"], peak_memory())
            checkpoint.save(self._job.out / CHECKPOINT, self._trained, self.record)

    def predict(self) -> np.ndarray:
        """Probabilities float32 (M, 10) of the images to predict."""
        self._say({"event": "predict"})
        images = pixels(self._data.test_images)
        return np.asarray(self.model.predict(images, batch_size=PREDICTED_AT_ONCE, verbose=0), "float32")

    def result(self) -> dict[str, object]:
        """What `result.json` holds."""
        name, cores = processor()
        return {
            "parameters": self.model.count_params(),
            "multiply_adds": self.cost,
            "batch_size": self._recipe.batch_size,
            "images": len(self._data.train_images),
            "steps_per_epoch": self.steps,
            "epochs": self.epochs,
            "measured": self.record["measured"],
            "failure": self.failure,
            "versions": versions(),
            "backend": keras.backend.backend(),
            "processor": name,
            "cores": cores,
            "peak_memory": max(self.record["peak_memory"], peak_memory()),
        }

    @property
    def _timed(self) -> bool:
        """Whether the epochs of a planned rate depend on the time that the first of them takes."""
        return self._recipe.planned is not None and self._job.seconds is not None and self._job.epochs > 1

    def _compile(self) -> None:
        """Gives the model the optimizer of the epoch that comes next."""
        optimizer = self._optimizer()
        if optimizer.use_ema:
            raise ValueError(
                "An optimizer that averages weights (use_ema) is not supported: each epoch is a fit."
            )
        self._trained.compile(optimizer, loss=self._recipe.loss, metrics=["accuracy"])

    def _optimizer(self) -> keras.optimizers.Optimizer:
        recipe, epochs = self._recipe, self._job.epochs
        if recipe.planned is None:
            return recipe.optimizer()
        if epochs is None:
            raise ValueError("A learning rate that follows a plan needs to know how many epochs there are.")
        if not self._timed:
            return recipe.planned(epochs * self.steps)
        if not self.epochs:
            return recipe.planned(epochs * self.steps, warm_up=1 / epochs)
        return recipe.planned((self.record["most_epochs"] - 1) * self.steps, warm_up=0)

    def _train_epoch(self, epoch: int, seconds: float, stopwatch: Stopwatch) -> None:
        order = np.random.default_rng([self._job.seed, epoch]).permutation(len(self._data.train_images))
        position = {"epoch": epoch + 1, "epochs": self.record["most_epochs"]}
        watch = Watch(self._say, {**position, "steps": self.steps}, seconds)
        history = self._trained.fit(
            Batches(self._data.train_images, self._data.train_labels, order, self._recipe.batch_size),
            epochs=1,
            shuffle=False,
            verbose=0,
            callbacks=[watch, stopwatch],
        ).history
        scores = _scores({name: values[0] for name, values in history.items()})
        self.epochs.append({"seconds": watch.seconds, "steps": watch.steps, **scores})
        self._say({"event": "epoch", **position, **scores, "seconds": watch.seconds})

    def _measure(self) -> None:
        if self._probe is None:
            return
        self._probe.set_weights(self.model.get_weights())
        images = pixels(self._data.train_images[:MEASURED_IMAGES])
        labels = self._data.train_labels[:MEASURED_IMAGES].astype("int32")
        measured = self._recipe.measure(self._probe, images, labels)
        self.record["measured"].append(
            {name: [_finite(value) for value in values] for name, values in measured.items()}
        )

    def _spent(self) -> float:
        return sum(epoch["seconds"] for epoch in self.epochs)

    def _identity(self) -> dict[str, object]:
        """What must be the same for a checkpoint to be of use."""
        job = {name: value for name, value in vars(self._job).items() if name not in ("data", "out")}
        return {
            **job,
            "digest": self._data.digest,
            "versions": versions(),
            "batch_size": self._recipe.batch_size,
        }

    def _restore(self) -> None:
        path = self._job.out / CHECKPOINT
        record = checkpoint.read_record(path)
        if record is None or record.get("identity") != self.record["identity"]:
            return
        fresh, self.record = self.record, record
        self._compile()
        if not checkpoint.restore(path, self._trained):
            self.record = fresh
            self._compile()


def run(job: Job, recipe: Recipe, say: Say) -> None:
    """Trains, predicts and writes the job's files; `result.json` comes last."""
    job.out.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(job, recipe, read_data(job), say)
    trainer.train()
    if not trainer.failure:
        np.save(job.out / "probabilities.npy", trainer.predict(), allow_pickle=False)
    part = job.out / "result.json.part"
    part.write_text(json.dumps(trainer.result(), indent=2) + "\n", encoding="utf-8")
    part.replace(job.out / "result.json")
    say({"event": "end"})


def _scores(logs: dict[str, float] | None) -> dict[str, float | None]:
    return {name: _finite((logs or {}).get(name)) for name in ("loss", "accuracy")}


def _finite(value: float | None) -> float | None:
    """A number as JSON has it: None for one that is not finite."""
    return float(value) if value is not None and math.isfinite(value) else None


def _print(event: dict[str, object]) -> None:
    print(json.dumps(event), flush=True)


def main(arguments: list[str]) -> None:
    """Trains the job of the file that `arguments` name."""
    # The default action ends the process at once, even in the middle of a long step.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    if len(arguments) != 1:
        raise SystemExit("usage: python -m reference.zoo.train JOB.json")
    try:
        job = Job.read(Path(arguments[0]))
        run(job, recipe_of(job), _print)
    except Exception as error:
        lines = str(error).strip().splitlines() or [""]
        _print({"event": "error", "reason": f"{type(error).__name__}: {lines[0]}"})
        raise


if __name__ == "__main__":
    main(sys.argv[1:])
