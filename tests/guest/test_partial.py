"""A notebook that raises in the middle keeps what it earned, and a dry run clamps every fit."""

from pathlib import Path

import pytest

from harness.wire.variables import Fits

from .driving import Guest, drive

pytestmark = pytest.mark.guest

FIRST = """
import numpy as np, keras, tensorflow as tf
from keras import layers
(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x, y = x_train[:1000] / 255.0, y_train[:1000]
def network():
    model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(10, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
def preprocess(images):
    return images / 255.0
first = network()
first.fit(x, y, batch_size=250, verbose=0);
"""


def test_what_ran_before_an_error_is_kept(guest: Guest, tmp_path: Path) -> None:
    cells = [FIRST, "second = network()\nsecond.fit(x, y[:, :1]);", "print('never')"]
    run = drive(guest, tmp_path, cells, on_error="stop")
    failed = run.one("cell", state="error")
    assert (failed["number"], failed["total"], failed["error"], failed["line"]) == (2, 3, "IndexError", 2)
    assert run.of("model", model=run.model_named("first"))[-1]["exported"]
    assert (run.out / "models" / "m1" / "saved_model.pb").exists()
    assert run.of("input", model="m1")[0]["mapping"]["scale"] == pytest.approx(1 / 255, rel=1e-3)
    first, second, third = run.executed().cells
    assert first.execution_count == 1
    assert second.outputs[-1]["output_type"] == "error"
    assert third.execution_count is None
    assert run.one("ran")["state"] == "error"
    assert not (run.out / "answers").exists()
    assert run.events[-1] == {"event": "end", "state": "error"}


def test_a_dry_run_clamps_every_fit(guest: Guest, tmp_path: Path) -> None:
    cells = [
        FIRST.replace("batch_size=250", "batch_size=10, epochs=50, validation_data=(x, y)"),
        # Endless data, and a second training that goes on from an epoch.
        """
second = network()
def batches():
    while True:
        yield x[:20], y[:20]
second.fit(batches(), steps_per_epoch=10**6, epochs=10, verbose=0)
history = second.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(5).repeat(), initial_epoch=4, epochs=9,
                     steps_per_epoch=10**6, verbose=0)
epochs_run = np.array(history.epoch)
steps_done = int(second.optimizer.iterations)
""",
        # Fits that change no weight, and one of a network that has none before it.
        """
def still(rate=0.001, frozen=False, built=True, **fed):
    model = keras.Sequential(
        [*([keras.Input((28, 28))] if built else []), layers.Flatten(), layers.BatchNormalization(), layers.Dense(10)]
    )
    model.trainable = not frozen
    model.compile(keras.optimizers.Adam(rate), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(x, y, verbose=0, **fed)
    return model
kept = [
    still(rate=0.0),
    still(frozen=True),
    still(sample_weight=np.zeros(1000)),
    still(class_weight={label: 0.0 for label in range(10)}),
    still(),
    still(built=False),
    still(rate=1e-4),
]
""",
    ]
    run = drive(guest, tmp_path, cells, fits=Fits.DRY)
    assert run.events[-1]["state"] == "finished", run.of("cell")[-1]
    ends = run.of("fit", state="end")
    assert [len(end["history"]["loss"]) for end in ends[:3]] == [1, 1, 1]
    assert [end["changed"] for end in ends] == [True] * 3 + [False] * 4 + [True] * 3
    assert "val_loss" in ends[0]["history"]
    values = {v["name"]: v["data"] for event in run.of("values") for v in event["values"]}
    assert values["epochs_run"] == [4]
    assert values["steps_done"] == [6]
    assert [event["exported"] for event in run.of("model")] == [True] * 10
    assert run.notes() == []
