"""What the tests of several blocks do: build, fill, call, save and load."""

from collections.abc import Callable
from pathlib import Path
from unittest import mock

import keras
import numpy as np


def build(block: Callable, shape: tuple[int, ...], scale: float = 0.5) -> keras.Model:
    """A model of one ``block`` on inputs ``(batch, *shape)`` whose weights, biases too, are drawn by `scramble`."""
    inputs = keras.Input(shape)
    # JAX compiles each initialiser for each shape, which takes most of a small test's time.
    with mock.patch.object(
        keras.initializers.VarianceScaling, "__call__", keras.initializers.Zeros().__call__
    ):
        model = keras.Model(inputs, block(inputs))
    scramble(model, scale)
    return model


def scramble(model: keras.Model | keras.layers.Layer, scale: float = 0.5) -> None:
    """Gives every trainable weight normally distributed values, so that no bias is 0 and no scale 1."""
    random = np.random.default_rng(0)
    for weight in model.trainable_variables:
        weight.assign(random.normal(0, scale, weight.shape).astype("float32"))


def weights(model: keras.Model | keras.layers.Layer) -> list[np.ndarray]:
    """Values of the trainable weights, in order."""
    return [keras.ops.convert_to_numpy(weight) for weight in model.trainable_variables]


def call(model: Callable, x: np.ndarray, **kwargs: object) -> np.ndarray:
    """The output of a model or layer as an array."""
    return keras.ops.convert_to_numpy(model(x, **kwargs))


def images(*shape: int, seed: int = 1) -> np.ndarray:
    """Normally distributed float32 inputs."""
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def reloaded(model: keras.Model, folder: Path) -> keras.Model:
    """``model`` saved to a ``.keras`` file and loaded from it, without help for the classes of the zoo."""
    path = folder / "model.keras"
    model.save(path)
    return keras.saving.load_model(path)


def trained_count(model: keras.Model) -> int:
    """How many numbers training changes."""
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_variables)


def check_gradients(found: dict[str, np.ndarray]) -> None:
    """Fails unless every weight's gradient is finite and has an entry that is not zero."""
    assert found
    for path, gradient in found.items():
        assert np.isfinite(gradient).all(), path
        assert np.any(gradient != 0), path
