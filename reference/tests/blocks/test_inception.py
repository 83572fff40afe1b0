"""Inception modules: stacks, counts, one branch at a time by hand, gradients."""

import keras
import numpy as np
import pytest

from reference.tests.blocks import plain
from reference.tests.blocks.helpers import build, call, check_gradients, images, reloaded, trained_count
from reference.zoo.blocks.inception import (
    inception_factorised_5x5,
    inception_factorised_nx1,
    inception_naive,
    inception_v1,
)
from reference.zoo.blocks.pooling import global_average_pooling
from reference.zoo.gradients import gradients

REDUCED = [inception_v1, inception_factorised_5x5, inception_factorised_nx1]


def through(model: keras.Model, x: np.ndarray, *names: str) -> np.ndarray:
    """``x`` through the named convolutions of ``model``, each with its ReLU, in plain NumPy."""
    for name in names:
        x = np.maximum(plain.convolution(x, *model.get_layer(name).get_weights()), 0)
    return x


def test_the_lecture_s_module_stacks_four_branches_of_64_to_256_channels():
    model = build(lambda x: inception_v1(x, name="module"), (14, 14, 32))
    assert model.output_shape == (None, 14, 14, 256)
    assert model.count_params() == 4 * (32 + 1) * 64 + (34 * 64 + 2) * 64
    widths = [tensor.shape[-1] for tensor in model.get_layer("module_stack").input]
    assert widths == [64, 64, 64, 64]


def test_v1_branch_by_branch():
    model = build(lambda x: inception_v1(x, (2, 3, 4, 1, 5, 2), name="m"), (6, 5, 3))
    x = images(2, 6, 5, 3)
    expected = [
        through(model, x, "m_1x1"),
        through(model, x, "m_3x3_reduce", "m_3x3_1"),
        through(model, x, "m_5x5_reduce", "m_5x5_1"),
        through(model, plain.max_pooling(x, 3, 1, "same"), "m_pool_1x1"),
    ]
    assert [branch.shape[-1] for branch in expected] == [2, 4, 5, 2]
    assert model.get_layer("m_5x5_1").kernel.shape == (5, 5, 1, 5)
    np.testing.assert_allclose(call(model, x), np.concatenate(expected, axis=-1), atol=1e-4)


def test_naive_branch_by_branch():
    model = build(lambda x: inception_naive(x, (2, 3, 4), name="m"), (6, 5, 3))
    x = images(2, 6, 5, 3)
    expected = [
        *(through(model, x, name) for name in ("m_1x1", "m_3x3", "m_5x5")),
        plain.max_pooling(x, 3, 1, "same"),
    ]
    assert [branch.shape[-1] for branch in expected] == [2, 3, 4, 3]
    np.testing.assert_allclose(call(model, x), np.concatenate(expected, axis=-1), atol=1e-4)


def test_factorised_branches():
    names = {
        inception_factorised_5x5: ("m_5x5_1", "m_5x5_2"),
        inception_factorised_nx1: ("m_5x5_1", "m_5x5_2", "m_5x5_3", "m_5x5_4"),
    }
    kernels = {
        inception_factorised_5x5: [(3, 3), (3, 3)],
        inception_factorised_nx1: [(1, 3), (3, 1), (1, 3), (3, 1)],
    }
    x = images(1, 6, 5, 3)
    for block, chain in names.items():
        model = build(lambda x, block=block: block(x, (1, 1, 1, 2, 2, 1), name="m"), (6, 5, 3))
        assert [model.get_layer(name).kernel_size for name in chain] == kernels[block]
        expected = through(model, x, "m_5x5_reduce", *chain)
        np.testing.assert_allclose(call(model, x)[..., 2:4], expected, atol=1e-4)


@pytest.mark.parametrize(
    ("block", "count"),
    [
        (inception_naive, lambda c, f: (35 * c + 3) * f),
        (inception_v1, lambda c, f: 4 * (c + 1) * f + (34 * f + 2) * f),
        (inception_factorised_5x5, lambda c, f: 4 * (c + 1) * f + (27 * f + 3) * f),
        (inception_factorised_nx1, lambda c, f: 4 * (c + 1) * f + 6 * (3 * f + 1) * f),
        (
            lambda x, f: inception_factorised_nx1(x, f, n=7),
            lambda c, f: 4 * (c + 1) * f + 6 * (7 * f + 1) * f,
        ),
    ],
)
def test_parameters_follow_the_formula(block, count):
    model = build(lambda x: block(x, 6), (8, 8, 5))
    assert model.count_params() == count(5, 6)
    assert model.output_shape[1:3] == (8, 8)


def test_each_factorisation_has_fewer_parameters():
    counts = [build(block, (8, 8, 64)).count_params() for block in REDUCED]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) == len(counts)


def test_normalised_modules_have_scales_and_shifts_for_biases():
    for block in (inception_naive, *REDUCED):
        biased = build(lambda x, block=block: block(x, 6), (8, 8, 5))
        normalised = build(lambda x, block=block: block(x, 6, normalise=True), (8, 8, 5))
        biases = sum(layer.filters for layer in biased.layers if isinstance(layer, keras.layers.Conv2D))
        assert trained_count(normalised) == trained_count(biased) + biases
        assert normalised.output_shape == biased.output_shape


@pytest.mark.one_backend
def test_the_model_saves_and_loads_and_gradients_reach_every_weight(tmp_path):
    def stacked(x):
        x = inception_naive(x, 4)
        for normalise, block in zip((False, True, False), REDUCED, strict=True):
            x = block(x, 4, normalise=normalise)
        return keras.layers.Dense(3, activation="softmax")(global_average_pooling(x))

    model = build(stacked, (6, 6, 2), scale=0.3)
    batch, labels = images(6, 6, 6, 2), np.arange(6) % 3
    np.testing.assert_allclose(call(reloaded(model, tmp_path), batch), call(model, batch), atol=1e-6)
    check_gradients(gradients(model, batch, labels, "sparse_categorical_crossentropy"))


def test_rejects_wrong_numbers_of_filters_and_a_kernel_of_one():
    inputs = keras.Input((8, 8, 5))
    with pytest.raises(ValueError, match="or three"):
        inception_naive(inputs, (1, 2))
    for block in REDUCED:
        with pytest.raises(ValueError, match="or six"):
            block(inputs, (1, 2, 3))
    with pytest.raises(ValueError, match="at least 2"):
        inception_factorised_nx1(inputs, 4, n=1)
