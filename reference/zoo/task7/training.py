"""How the best network is trained: one cycle of SGD with Nesterov momentum, smoothed labels, decay of the kernels."""

import math
import time

import keras
import numpy as np

NOT_DECAYED = ["gamma", "beta", "bias"]
"""Scales, shifts and biases: decaying them only hinders (arXiv:1812.01187 section 3.1)."""


def one_cycle(
    steps: int,
    peak: float = 0.1,
    warm_up: float = 0.05,
    weight_decay: float = 5e-3,
    average: float = 0.0,
) -> keras.optimizers.Optimizer:
    """SGD whose rate rises evenly to `peak` and then falls to zero along a cosine.

    Args:
        steps: training steps in all.
        peak: greatest learning rate.
        warm_up: share of the steps in which the rate rises.
        weight_decay: share of a kernel that a step takes off, times the rate. Keras applies it beside the gradient,
            not through the momentum, so 0.005 with momentum 0.9 pulls as hard as the customary L2 of 0.0005.
        average: momentum of the exponential average of the weights that replaces them at the end; 0 for none.

    Raises:
        ValueError: if there is no step, or `warm_up` is not in [0, 1).

    Source:
        arXiv:1708.07120 (one cycle), arXiv:1608.03983 (cosine), arXiv:1711.05101 (decoupled decay).
    """
    if steps < 1:
        raise ValueError(f"Training takes at least one step, not {steps}.")
    if not 0 <= warm_up < 1:
        raise ValueError(f"The warm-up is a share of the steps in [0, 1), not {warm_up}.")
    rising = int(steps * warm_up)
    rate = keras.optimizers.schedules.CosineDecay(
        0.0 if rising else peak,
        steps - rising,
        warmup_target=peak if rising else None,
        warmup_steps=rising,
    )
    optimizer = keras.optimizers.SGD(
        rate,
        momentum=0.9,
        nesterov=True,
        weight_decay=weight_decay,
        use_ema=average > 0,
        ema_momentum=average or 0.99,
    )
    optimizer.exclude_from_weight_decay(var_names=NOT_DECAYED)
    return optimizer


class Stopwatch(keras.callbacks.Callback):
    """Times one epoch. `start_up` are the seconds up to the end of its first step, which contain the compilation;
    `epoch` are the seconds that an epoch takes without them."""

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        self._began = time.perf_counter()
        self.start_up = self.epoch = 0.0
        self._steps = 0

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        self._steps = batch + 1
        if batch == 0:
            self.start_up = time.perf_counter() - self._began

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        timed = time.perf_counter() - self._began - self.start_up
        self.epoch = timed * self._steps / max(self._steps - 1, 1)


def affordable_epochs(first: Stopwatch, seconds: float, most: int) -> int:
    """How many epochs can follow a first one.

    Args:
        first: timed that one.
        seconds: for all of them, the first among them.
        most: epochs at most, the first among them.

    Returns:
        At least 1, whatever the time.
    """
    # Compiling anew takes as long as before.
    left = seconds - 2 * first.start_up - first.epoch
    affordable = most if math.isinf(left) else int(left / first.epoch)
    return max(1, min(most - 1, affordable))


def train_best(
    model: keras.Model,
    images: np.ndarray,
    labels: np.ndarray,
    epochs: int,
    batch_size: int = 128,
    smoothing: float = 0.1,
    minutes: float = math.inf,
    **fit: object,
) -> list[float]:
    """Compiles and trains `model` by the recipe, within a budget of time.

    The first epoch warms up and is timed; the rate then falls to zero over as many more as there is time for. A
    budget that is met by fewer epochs, with a rate that still falls to zero, costs less than one that ends a longer
    training (arXiv:1905.04753).

    Args:
        model: from `best_network`.
        images: float32 (n, 28, 28, 1) in [0, 1].
        labels: integers (n,), 0 to 9.
        epochs: passes over the images at most, at least 2.
        batch_size: images a step.
        smoothing: probability mass that is spread over all classes (arXiv:1512.00567 section 7).
        minutes: wall time of the training, at least two epochs' worth: that many are always trained.
        **fit: further arguments of `keras.Model.fit`.

    Returns:
        The loss of each epoch.

    Raises:
        ValueError: if there are fewer than two epochs.
    """
    if epochs < 2:
        raise ValueError(f"The recipe takes at least two epochs, not {epochs}.")
    targets = keras.utils.to_categorical(labels, model.output_shape[-1])
    steps = math.ceil(len(images) / batch_size)

    def cycle(
        optimizer: keras.optimizers.Optimizer, passes: int, *callbacks: keras.callbacks.Callback
    ) -> list[float]:
        loss = keras.losses.CategoricalCrossentropy(label_smoothing=smoothing)
        model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"])
        history = model.fit(
            images, targets, batch_size=batch_size, epochs=passes, callbacks=list(callbacks), **fit
        )
        return history.history["loss"]

    watch = Stopwatch()
    losses = cycle(one_cycle(epochs * steps, warm_up=1 / epochs), 1, watch)
    rest = affordable_epochs(watch, 60 * minutes, epochs)
    return losses + cycle(one_cycle(rest * steps, warm_up=0), rest)
