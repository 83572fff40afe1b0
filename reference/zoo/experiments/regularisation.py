"""Dropout against DropConnect against none.

The lecture: a large network on few images learns them by heart; losing units (Dropout) or single weights (DropConnect)
at random in training keeps it from that. Measured: accuracy on the training images against that on hidden ones. As in
Wan et al., one fully connected layer is regularised, with a rate of one half.
"""

from functools import partial

import keras

from reference.zoo.blocks.dropconnect import DropConnect
from reference.zoo.experiments.experiment import Experiment, Variant

UNITS = 256
RATE = 0.5


def large_network(kind: str) -> keras.Sequential:
    """Two hidden layers of 256 units, the second of them regularised: `"none"`, `"dropout"` or `"dropconnect"`.

    All three have 269,322 parameters.

    Raises:
        ValueError: if the kind is none of these.
    """
    if kind not in ("none", "dropout", "dropconnect"):
        raise ValueError(f"The kind is none, dropout or dropconnect, not {kind!r}.")
    # Seeds of their own: drawn from the global one, they would give the layers after them other initial weights.
    if kind == "dropconnect":
        regularised = [DropConnect(UNITS, RATE, activation="relu", seed=0)]
    else:
        regularised = [keras.layers.Dense(UNITS, activation="relu")]
    if kind == "dropout":
        regularised.append(keras.layers.Dropout(RATE, seed=0))
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(UNITS, activation="relu"),
            *regularised,
            keras.layers.Dense(10, activation="softmax"),
        ],
        name=f"large_{kind}",
    )


def _variant(kind: str, title: str) -> Variant:
    return Variant(
        name=kind,
        title=title,
        build=partial(large_network, kind),
        optimizer=partial(keras.optimizers.Adam, 0.001),
    )


EXPERIMENT = Experiment(
    name="regularisation",
    title="Dropout, DropConnect, none",
    question="Which of them keeps a large network from learning 5,000 images by heart?",
    source="Lecture; Wan et al. 2013; Srivastava et al. 2014",
    variants=(
        _variant("none", "none"),
        _variant("dropout", "Dropout 0.5"),
        _variant("dropconnect", "DropConnect 0.5"),
    ),
    epochs=20,
    images=5_000,
)
