"""What the zoo knows of a network."""

from collections.abc import Callable
from dataclasses import dataclass

import keras

LOSS = "sparse_categorical_crossentropy"


def adam() -> keras.optimizers.Optimizer:
    """Adam with its published default rate of 0.001 (arXiv:1412.6980)."""
    return keras.optimizers.Adam(1e-3)


@dataclass(frozen=True)
class Network:
    """A network of the zoo, at the size at which it is trained on Fashion-MNIST.

    Args:
        name: key, lower-case with underscores.
        title: as a table shows it.
        build: makes the model, uncompiled: images float32 (batch, 28, 28, 1) in [0, 1] to class probabilities
            float32 (batch, 10).
        source: paper or lecture.
        optimizer: makes the optimizer that it is trained with.
        batch_size: images a step.
        note: what a reader of the table must know.
    """

    name: str
    title: str
    build: Callable[[], keras.Model]
    source: str
    optimizer: Callable[[], keras.optimizers.Optimizer] = adam
    batch_size: int = 128
    note: str = ""
