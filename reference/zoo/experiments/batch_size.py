"""Online, mini-batch and full-batch training.

The lecture: with every image a step, training is noisy and slow to compute; with all images a step, a step is exact but
few are made; mini-batches are between. Measured: what an epoch takes and what it brings. The rate grows with the square
root of the batch size (arXiv:1404.5997 section 5), from 0.01 at one image, since the mean of more gradients is less
noisy.
"""

import math
from functools import partial

import keras

from reference.zoo.experiments.experiment import Experiment, Variant

IMAGES = 6_000
ONLINE_RATE = 0.01


def small_network() -> keras.Sequential:
    """One hidden layer of 128 units."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ],
        name="small",
    )


def _variant(name: str, title: str, batch_size: int) -> Variant:
    rate = ONLINE_RATE * math.sqrt(batch_size)
    return Variant(
        name=name,
        title=f"{title}, rate {rate:.3g}",
        build=small_network,
        optimizer=partial(keras.optimizers.SGD, rate),
        batch_size=batch_size,
    )


EXPERIMENT = Experiment(
    name="batch_size",
    title="Online, mini-batch and full-batch training",
    question="What does an epoch bring, and what does it cost, with 1, 128 or all images a step?",
    source="Lecture; arXiv:1404.5997",
    variants=(
        _variant("online", "online (1 image)", 1),
        _variant("mini_batch", "mini-batch (128)", 128),
        _variant("full_batch", f"full batch ({IMAGES:,})", IMAGES),
    ),
    epochs=5,
    images=IMAGES,
)
