"""Residual blocks against plain NumPy, with and without projection, and their gradients."""

import keras
import numpy as np
import pytest

from reference.tests.blocks import plain
from reference.tests.blocks.helpers import build, call, check_gradients, images, reloaded, trained_count
from reference.zoo.blocks.normalisation import bn_relu
from reference.zoo.blocks.pooling import global_average_pooling
from reference.zoo.blocks.residual import (
    preactivation_block,
    projection_shortcut,
    residual_block,
    residual_branch,
)
from reference.zoo.blocks.stochastic_depth import StochasticDepth
from reference.zoo.gradients import gradients

# Feature maps in, feature maps out, stride: the shape stays, or changes and needs a projection.
SHAPES = [(4, 4, 1), (3, 4, 1), (4, 4, 2), (3, 6, 2)]


def kernel(model: keras.Model, name: str) -> np.ndarray:
    return model.get_layer(name).get_weights()[0]


def normalise(model: keras.Model, name: str, x: np.ndarray) -> np.ndarray:
    """Batch normalisation in training by the named layer's scale and shift."""
    layer = model.get_layer(name)
    gamma, beta = layer.get_weights()[:2]
    return plain.normalised(x, x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2)), gamma, beta, layer.epsilon)


@pytest.mark.parametrize(("channels", "filters", "strides"), SHAPES)
def test_original_block(channels, filters, strides):
    model = build(lambda x: residual_block(x, filters, strides, name="b"), (6, 5, channels))
    x = images(3, 6, 5, channels)
    branch = np.maximum(
        normalise(model, "b_1_bn", plain.convolution(x, kernel(model, "b_1_conv"), 0, strides)), 0
    )
    branch = normalise(model, "b_2_bn", plain.convolution(branch, kernel(model, "b_2_conv")))
    projects = (channels, 1) != (filters, strides)
    shortcut = x
    if projects:
        projected = plain.convolution(x, kernel(model, "b_shortcut_conv"), 0, strides)
        shortcut = normalise(model, "b_shortcut_bn", projected)
    np.testing.assert_allclose(call(model, x, training=True), np.maximum(shortcut + branch, 0), atol=1e-3)
    weights = 9 * (channels + filters) * filters + 8 * filters
    extra = channels * filters + 4 * filters if projects else 0
    assert model.count_params() == weights + extra
    assert trained_count(model) == model.count_params() - 4 * filters - (2 * filters if projects else 0)


@pytest.mark.parametrize(("channels", "filters", "strides"), SHAPES)
def test_preactivation_block(channels, filters, strides):
    model = build(lambda x: preactivation_block(x, filters, strides, name="b"), (6, 5, channels))
    x = images(3, 6, 5, channels)
    activated = np.maximum(normalise(model, "b_1_bn", x), 0)
    inner = plain.convolution(activated, kernel(model, "b_1_conv"), 0, strides)
    branch = plain.convolution(np.maximum(normalise(model, "b_2_bn", inner), 0), kernel(model, "b_2_conv"))
    projects = (channels, 1) != (filters, strides)
    shortcut = plain.convolution(activated, kernel(model, "b_shortcut_conv"), 0, strides) if projects else x
    np.testing.assert_allclose(call(model, x, training=True), shortcut + branch, atol=1e-3)
    weights = 9 * (channels + filters) * filters + 4 * (channels + filters)
    assert model.count_params() == weights + (channels * filters if projects else 0)
    assert trained_count(model) == model.count_params() - 2 * (channels + filters)


def test_the_branch_and_the_shortcut_by_themselves():
    branch = build(lambda x: residual_branch(x, 5, 2), (6, 6, 4))
    assert branch.output_shape == (None, 3, 3, 5)
    assert branch.count_params() == 9 * (4 + 5) * 5 + 8 * 5
    assert build(lambda x: projection_shortcut(x, 4), (6, 6, 4)).count_params() == 0
    assert build(lambda x: projection_shortcut(x, 5, 2), (6, 6, 4)).output_shape == (None, 3, 3, 5)


@pytest.mark.parametrize("block", [residual_block, preactivation_block])
def test_a_dropped_branch_leaves_the_shortcut(block):
    model = build(lambda x: block(x, 2, drop_rate=0.5, name="b"), (3, 3, 2))
    assert isinstance(model.get_layer("b_drop"), StochasticDepth)
    x = np.abs(images(64, 3, 3, 2))
    left_out = (call(model, x, training=True) == x).all(axis=(1, 2, 3))
    assert 12 < left_out.sum() < 52
    assert not (call(model, x, training=False) == x).all(axis=(1, 2, 3)).any()


def test_the_model_saves_and_loads_and_gradients_reach_every_weight(tmp_path):
    def stacked(x):
        x = residual_block(x, 4)
        x = residual_block(x, 4, drop_rate=0.2)
        x = preactivation_block(x, 6, strides=2)
        x = bn_relu(preactivation_block(x, 6, drop_rate=0.2))
        return keras.layers.Dense(3, activation="softmax")(global_average_pooling(x))

    model = build(stacked, (8, 8, 2), scale=0.3)
    batch, labels = images(6, 8, 8, 2), np.arange(6) % 3
    np.testing.assert_allclose(call(reloaded(model, tmp_path), batch), call(model, batch), atol=1e-5)
    check_gradients(gradients(model, batch, labels, "sparse_categorical_crossentropy"))
