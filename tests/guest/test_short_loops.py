"""Loops over pipelines are cut short where a fit is."""

from pathlib import Path

import pytest

from harness.wire.variables import Fits

from .driving import Guest, drive

pytestmark = pytest.mark.guest

SHORT = [
    """
import numpy as np, keras, tensorflow as tf
(x, y), _ = keras.datasets.fashion_mnist.load_data()
pairs = tf.data.Dataset.from_tensor_slices(((x[:1000] / 255.0).astype("float32"), y[:1000])).batch(50)
network = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
optimizer, loss_function = keras.optimizers.Adam(), keras.losses.SparseCategoricalCrossentropy(from_logits=True)
def step(images, labels):
    with tf.GradientTape() as tape:
        loss = loss_function(labels, network(images, training=True))
    gradients = tape.gradient(loss, network.trainable_variables)
    optimizer.apply_gradients(zip(gradients, network.trainable_variables))
compiled = tf.function(step)
""",
    """
steps = []
for epoch in range(2):
    for number, (images, labels) in enumerate(pairs):
        step(images, labels)
    steps.append(number + 1)
for images, labels in pairs:
    compiled(images, labels)
steps.append(int(optimizer.iterations))
looked = sum(len(labels) for _, labels in pairs)
rows = iter(pairs)
for _ in range(10):
    step(*next(rows))
steps.append(int(optimizer.iterations))
""",
]


@pytest.mark.parametrize(
    ("smoke", "seconds", "steps"),
    [(True, None, [3, 3, 9, 19]), (False, None, [20, 20, 60, 70]), (False, 0.0, [1, 1, 3, 13])],
    ids=["dry run", "run", "no time left"],
)
def test_loops_over_pipelines_are_cut_short_where_fit_is(
    smoke: bool, seconds: float | None, steps: list[int], guest: Guest, tmp_path: Path
) -> None:
    driven = drive(
        guest, tmp_path / "run", SHORT, fits=Fits.DRY if smoke else Fits.WHOLE, training_seconds=seconds
    )
    assert driven.notes() == []
    assert len(driven.of("adapted")) == (seconds is not None)
    assert driven.events[-1] == {"event": "end", "state": "finished"}, driven.of("cell")[-1]
    values = {value["name"]: value["data"] for event in driven.of("values") for value in event["values"]}
    assert values["steps"] == steps
    assert values["looked"] == [1000], "what only looks at the data sees all of them"
