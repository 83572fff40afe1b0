"""How the best network is trained: one cycle of SGD with Nesterov momentum, smoothed labels, decay of the kernels."""

import math

import keras
import numpy as np

NOT_DECAYED = ["gamma", "beta", "bias"]
"""Scales, shifts and biases: decaying them only hinders (arXiv:1812.01187 section 3.1)."""


def one_cycle(
    steps: int,
    peak: float = 0.1,
    warm_up: float = 0.2,
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


def train_best(
    model: keras.Model,
    images: np.ndarray,
    labels: np.ndarray,
    epochs: int,
    batch_size: int = 128,
    smoothing: float = 0.1,
    **fit: object,
) -> keras.callbacks.History:
    """Compiles and trains `model` by the recipe.

    Args:
        model: from `best_network`.
        images: float32 (n, 28, 28, 1) in [0, 1].
        labels: integers (n,), 0 to 9.
        epochs: passes over the images; the learning rate is zero at the end of the last.
        batch_size: images a step.
        smoothing: probability mass that is spread over all classes (arXiv:1512.00567 section 7).
        **fit: further arguments of `keras.Model.fit`.
    """
    model.compile(
        optimizer=one_cycle(epochs * math.ceil(len(images) / batch_size)),
        loss=keras.losses.CategoricalCrossentropy(label_smoothing=smoothing),
        metrics=["accuracy"],
    )
    targets = keras.utils.to_categorical(labels, model.output_shape[-1])
    return model.fit(images, targets, batch_size=batch_size, epochs=epochs, **fit)
