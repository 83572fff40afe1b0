"""Runs in the guest environment: networks are trained with and without `harness.guest.tracing`. Prints facts, as JSON."""

import json
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from harness.guest import tracing
from harness.guest.patches.apply import apply

x, y = np.random.default_rng(0).random((96, 8, 8)), np.arange(96) % 10
traced: list[str] = []


class Noting(layers.Layer):  # type: ignore[misc]
    """Notes each time that it is traced for training."""

    def call(self, inputs: Any, training: bool = False) -> Any:
        traced.extend(["training"] * training)
        return inputs


class Alternating(keras.Model):  # type: ignore[misc]
    """Has a step of its own, which trains one part with each of two optimizers."""

    def train_step(self, data: Any) -> Any:
        images, labels = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(images, labels, self(images, training=True))
        changes = tape.gradient(loss, self.trainable_variables)
        both = list(zip(changes, self.trainable_variables, strict=True))
        self.optimizer.apply_gradients(both[:1])
        self.other.apply_gradients(both[1:])
        return {"loss": loss}


def network(kind: Any = keras.Model, optimizer: Any = "adam", metrics: Any = ("accuracy",)) -> Any:
    inputs = keras.Input((8, 8))
    hidden = layers.Dropout(0.5)(Noting()(layers.Flatten()(inputs)))
    model = kind(inputs, layers.Dense(10, activation="softmax")(hidden))
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=metrics and list(metrics))
    return model


def fitted(model: Any, **how: Any) -> Any:
    return model.fit(x, y, epochs=2, verbose=0, validation_split=0.25, **how).history


def fed_as_dataset() -> Any:
    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(32)
    return (
        network(metrics=("acc", keras.metrics.SparseTopKCategoricalAccuracy(3))).fit(data, verbose=0).history
    )


def with_averages() -> Any:
    return fitted(network(optimizer=keras.optimizers.Adam(use_ema=True, clipnorm=1.0)))


def evaluated_first() -> Any:
    model = network()
    scores = model.evaluate(x, y, verbose=0)
    model.layers[-1].trainable = False
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return [scores, fitted(network()), [one.path for one in model.optimizer.variables]]


def by_hand() -> Any:
    model = network(optimizer=keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1)))
    return [model.train_on_batch(x[:32], y[:32]) for _ in range(2)]


def with_a_step_of_its_own() -> Any:
    model = network(Alternating, metrics=None)
    model.other = keras.optimizers.SGD(0.1)
    history = model.fit(x, y, verbose=0).history
    return [history, [len(one.variables) for one in (model.optimizer, model.other)]]


def with_a_metric_that_its_step_does_not_use() -> Any:
    model = network(Alternating)
    model.other = keras.optimizers.SGD(0.1)
    try:
        return model.fit(x, y, verbose=0).history
    except ValueError as error:
        return str(error)


def with_two_outputs() -> Any:
    inputs = keras.Input((8, 8))
    flat = layers.Flatten()(inputs)
    model = keras.Model(inputs, [layers.Dense(10, name=name)(flat) for name in ("a", "b")])
    model.compile("sgd", "mse", metrics={"a": ["mae"], "b": ["mse"]})
    return model.fit(x, [np.eye(10)[y]] * 2, verbose=0).history


def with_a_wrong_metric() -> Any:
    try:
        return fitted(network(metrics=["no such metric"]))
    except ValueError as error:
        return str(error)[:80]


CASES: list[Callable[[], Any]] = [
    lambda: fitted(network()),
    fed_as_dataset,
    with_averages,
    evaluated_first,
    by_hand,
    with_a_step_of_its_own,
    with_a_metric_that_its_step_does_not_use,
    with_two_outputs,
    with_a_wrong_metric,
]


def all_cases() -> list[tuple[Any, int]]:
    found = []
    for case in CASES:
        keras.backend.clear_session()
        keras.utils.set_random_seed(5)
        traced.clear()
        gave = case()
        found.append((gave, len(traced)))
    return found


before = all_cases()
apply(tracing.patches())
after = all_cases()
different = [place for place, pair in enumerate(zip(before, after, strict=True)) if pair[0][0] != pair[1][0]]
times = [[one for _, one in each] for each in (before, after)]
print(json.dumps({"different": different, "traced": times}))
