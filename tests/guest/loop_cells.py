"""Loops over pipelines, and how pipelines are tuned: cells for notebooks that tests run for other reasons, too."""

from typing import Any

from .driving import Driven

SHORT = [
    """
import numpy as np, keras, tensorflow as tf
(shown, told), _ = keras.datasets.fashion_mnist.load_data()
fifties = tf.data.Dataset.from_tensor_slices(((shown[:1000] / 255.0).astype("float32"), told[:1000])).batch(50)
stepwise = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
moving, loss_of = keras.optimizers.Adam(), keras.losses.SparseCategoricalCrossentropy(from_logits=True)
def one_step(images, labels):
    with tf.GradientTape() as tape:
        loss = loss_of(labels, stepwise(images, training=True))
    gradients = tape.gradient(loss, stepwise.trainable_variables)
    moving.apply_gradients(zip(gradients, stepwise.trainable_variables))
compiled_step = tf.function(one_step)
""",
    """
taken = []
for epoch in range(2):
    for number, (images, labels) in enumerate(fifties):
        one_step(images, labels)
    taken.append(number + 1)
for images, labels in fifties:
    compiled_step(images, labels)
taken.append(int(moving.iterations))
looked_at = sum(len(labels) for _, labels in fifties)
rows_left = iter(fifties)
for _ in range(10):
    one_step(*next(rows_left))
taken.append(int(moving.iterations))
""",
]
ALL = 1000


def taken(run: Driven) -> tuple[list[int], list[int]]:
    """Of the cells `SHORT`: the steps of two loops, those of all after a compiled loop and after one that calls for each
    batch; and how many labels are seen by who only looks."""
    values = {value["name"]: value["data"] for event in run.of("values") for value in event["values"]}
    return values["taken"], values["looked_at"]


TUNING = """
import json, tensorflow as tf
def tuned(dataset):
    iterator = iter(dataset)
    return iterator._dataset.options().autotune.enabled
def with_tuning(enabled):
    options = tf.data.Options()
    options.autotune.enabled = enabled
    options.deterministic = False
    return numbers.with_options(options)
numbers = tf.data.Dataset.range(5).map(lambda i: i * i, num_parallel_calls=tf.data.AUTOTUNE)
@tf.function
def added(dataset):
    total = tf.constant(0, tf.int64)
    for number in dataset:
        total += number
    return total
found = {
    "by default": tuned(numbers.prefetch(tf.data.AUTOTUNE)),
    "asked for": tuned(with_tuning(True)),
    "refused": tuned(with_tuning(False)),
    "other options": iter(with_tuning(False))._dataset.options().deterministic,
    "elements": [int(number) for number in numbers],
    "again": [int(number) for number in numbers],
    "in a function": int(added(numbers)),
    "itself": numbers.options().autotune.enabled,
}
print(json.dumps(found))
"""
SQUARES = [0, 1, 4, 9, 16]
TUNED: dict[str, Any] = {
    "by default": False,
    "asked for": True,
    "refused": False,
    "other options": False,
    "elements": SQUARES,
    "again": SQUARES,
    "in a function": sum(SQUARES),
    "itself": None,
}
