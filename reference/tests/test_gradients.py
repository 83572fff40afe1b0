"""Gradients, and the lecture's identity: softmax with cross-entropy gives z - z'."""

import keras
import numpy as np

from reference.zoo.gradients import gradients


def test_of_a_square_error_is_its_derivative():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    kernel = np.array([[0.5], [-1.0]], "float32")
    model.layers[0].set_weights([kernel, np.array([0.25], "float32")])
    x, y = np.array([[1.0, 2.0], [3.0, -1.0]], "float32"), np.array([[1.0], [0.0]], "float32")
    found = list(gradients(model, x, y, "mean_squared_error").values())
    error = x @ kernel + 0.25 - y
    np.testing.assert_allclose(found[0], 2 * x.T @ error / 2, rtol=1e-5)
    np.testing.assert_allclose(found[1], 2 * error.mean(axis=0), rtol=1e-5)
    np.testing.assert_array_equal(model.layers[0].get_weights()[0], kernel)


def test_tiny_gradients_are_kept():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.layers[0].set_weights([np.ones((1, 1), "float32")])
    x = np.full((1, 1), 1e-6, "float32")
    found = next(iter(gradients(model, x, x * 0, "mean_squared_error").values()))
    np.testing.assert_allclose(found, 2e-12, rtol=1e-4)


def test_softmax_with_cross_entropy_has_gradient_z_minus_z_prime():
    # One logit vector a row of the kernel, chosen by a one-hot input, so that one step shows the gradient of each.
    cases = 64
    random = np.random.default_rng(0)
    logits = (random.normal(size=(cases, 10)) * 10 ** random.uniform(-2, 1.5, (cases, 1))).astype("float32")
    targets = np.eye(10, dtype="float32")[random.integers(0, 10, cases)]
    model = keras.Sequential([keras.Input((cases,)), keras.layers.Dense(10, use_bias=False)])
    model.layers[0].set_weights([logits])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    found = next(iter(gradients(model, np.eye(cases, dtype="float32"), targets, loss).values()))
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    z = powers / powers.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(found * cases, z - targets, atol=1e-5)
