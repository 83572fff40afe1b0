"""The optimizers of Ruder's overview.

Each has the rate that its paper or Keras suggests, so this compares what a student gets without tuning. Measured: loss
and accuracy after each epoch of one small network from the same initial weights.
"""

from collections.abc import Callable
from functools import partial

import keras

from reference.zoo.experiments.experiment import Experiment, Variant


def small_convolutional_network() -> keras.Sequential:
    """Two convolutions of stride 2 and a dense layer."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(16, 3, strides=2, activation="relu"),
            keras.layers.Conv2D(32, 3, strides=2, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(10, activation="softmax"),
        ],
        name="small_convolutional",
    )


def _variant(
    name: str, title: str, make: Callable[..., keras.optimizers.Optimizer], **given: object
) -> Variant:
    return Variant(
        name=name,
        title=f"{title}, rate {given['learning_rate']:g}",
        build=small_convolutional_network,
        optimizer=partial(make, **given),
    )


_OF_KERAS = keras.optimizers

EXPERIMENT = Experiment(
    name="optimizers",
    title="Optimizers",
    question="How far does each optimizer come in three epochs at its suggested rate?",
    source="arXiv:1609.04747",
    variants=(
        _variant("sgd", "SGD", _OF_KERAS.SGD, learning_rate=0.01),
        _variant("momentum", "SGD with momentum 0.9", _OF_KERAS.SGD, learning_rate=0.01, momentum=0.9),
        _variant(
            "nesterov",
            "SGD with Nesterov momentum 0.9",
            _OF_KERAS.SGD,
            learning_rate=0.01,
            momentum=0.9,
            nesterov=True,
        ),
        _variant("adagrad", "Adagrad", _OF_KERAS.Adagrad, learning_rate=0.01),
        _variant("adadelta", "Adadelta", _OF_KERAS.Adadelta, learning_rate=1.0),
        _variant("rmsprop", "RMSprop", _OF_KERAS.RMSprop, learning_rate=0.001),
        _variant("adam", "Adam", _OF_KERAS.Adam, learning_rate=0.001),
        _variant("adamax", "AdaMax", _OF_KERAS.Adamax, learning_rate=0.002),
        _variant("nadam", "Nadam", _OF_KERAS.Nadam, learning_rate=0.002),
        _variant("amsgrad", "AMSGrad", _OF_KERAS.Adam, learning_rate=0.001, amsgrad=True),
    ),
    epochs=3,
    images=30_000,
)
