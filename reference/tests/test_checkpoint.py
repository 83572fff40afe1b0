"""Weights and optimizer of a training that goes on later."""

from pathlib import Path

import keras
import numpy as np

from reference.zoo import checkpoint


def test_half_a_checkpoint_is_none(tmp_path: Path):
    path = tmp_path / "checkpoint.npz"
    assert checkpoint.read_record(path) is None
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    checkpoint.save(path, model, {"epochs": [1]})
    assert checkpoint.read_record(path) == {"epochs": [1]}
    path.write_bytes(path.read_bytes()[:100])
    assert checkpoint.read_record(path) is None


def test_a_checkpoint_of_another_network_changes_nothing(tmp_path: Path):
    path = tmp_path / "checkpoint.npz"
    one, other = (keras.Sequential([keras.Input((2,)), keras.layers.Dense(units)]) for units in (1, 3))
    for model in (one, other):
        model.compile("adam", "mse")
    checkpoint.save(path, one, {})
    before = other.get_weights()
    assert not checkpoint.restore(path, other)
    np.testing.assert_array_equal(other.get_weights()[0], before[0])
    one.set_weights([weight + 1 for weight in one.get_weights()])
    changed = one.get_weights()[0]
    assert checkpoint.restore(path, one)
    np.testing.assert_allclose(one.get_weights()[0], changed - 1, rtol=1e-6)
