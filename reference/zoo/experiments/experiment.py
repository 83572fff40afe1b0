"""What an experiment is: variants that differ in one choice."""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np

from reference.zoo.networks.network import LOSS


@dataclass(frozen=True)
class Variant:
    """One choice.

    Args:
        name: key, lower-case with underscores.
        title: as a table shows it.
        build: makes the model, uncompiled, from images `(batch, 28, 28, 1)` in [0, 1] to class probabilities.
        optimizer: makes its optimizer.
        batch_size: images a step.
        planned: makes, for a number of steps in all, the optimizer that is used instead; for a learning rate that
            follows a plan. Where `seconds` are set as well, it is also told the share of the steps in which the rate
            rises, `warm_up`; see `reference.zoo.train`.
        loss: of probabilities against labels as integers.
        augment: makes a layer that stands before the model and changes training images.
        measure: called with a copy of the model and one batch, before training and after each epoch; gives lists of
            numbers by name.
        epochs: passes over the images at most; None for as many as the experiment says.
        seconds: wall time of its training; None for no limit.
        backend: that it is trained on where the command names none.
        graphics_card: whether it is of no use without one.
    """

    name: str
    title: str
    build: Callable[[], keras.Model]
    optimizer: Callable[[], keras.optimizers.Optimizer]
    batch_size: int = 128
    planned: Callable[..., keras.optimizers.Optimizer] | None = None
    loss: str | keras.losses.Loss = LOSS
    augment: Callable[[], keras.layers.Layer] | None = None
    measure: Callable[[keras.Model, np.ndarray, np.ndarray], dict[str, list[float]]] | None = None
    epochs: int | None = None
    seconds: float | None = None
    backend: str = "tensorflow"
    graphics_card: bool = False


@dataclass(frozen=True)
class Experiment:
    """Variants that are trained alike and compared.

    Args:
        name: key, lower-case with underscores.
        title: as a table shows it.
        question: what it answers, one sentence.
        source: lecture or paper.
        variants: what is compared.
        epochs: passes over the images.
        images: how many training images, the first of a fixed shuffle; all where None.
    """

    name: str
    title: str
    question: str
    source: str
    variants: tuple[Variant, ...]
    epochs: int
    images: int | None = None
