"""Fully connected layer and Dropout."""

import numpy as np
import pytest

from reference.tests.blocks.helpers import build, call, images, weights
from reference.zoo.blocks.dense import fully_connected
from reference.zoo.blocks.dropout import dropout


def test_weighs_all_inputs_and_takes_the_activation():
    model = build(lambda x: fully_connected(x, 5), (7,))
    x = images(3, 7)
    kernel, bias = weights(model)
    np.testing.assert_allclose(call(model, x), np.maximum(x @ kernel + bias, 0), atol=1e-5)
    assert model.count_params() == (7 + 1) * 5


def test_flattens_an_image_row_by_row():
    model = build(lambda x: fully_connected(x, 2, activation=None), (2, 3, 2))
    x = images(4, 2, 3, 2)
    kernel, bias = weights(model)
    np.testing.assert_allclose(call(model, x), x.reshape(4, 12) @ kernel + bias, atol=1e-5)
    assert model.count_params() == (2 * 3 * 2 + 1) * 2


def test_dropout_loses_the_rate_and_scales_the_rest():
    model = build(lambda x: dropout(x, 0.3), (1000,))
    x = images(50, 1000)
    outputs = call(model, x, training=True)
    kept = outputs != 0
    # The standard deviation of the share of 50,000 units that are kept is 0.002.
    assert abs(kept.mean() - 0.7) < 0.01
    np.testing.assert_allclose(outputs[kept], x[kept] / 0.7, rtol=1e-5)
    assert not np.array_equal(kept[0], kept[1]), "each image has its own mask"
    assert not np.array_equal(call(model, x, training=True) != 0, kept), "each step has its own mask"


def test_dropout_does_nothing_at_inference():
    x = images(2, 6)
    np.testing.assert_array_equal(call(build(lambda x: dropout(x, 0.9), (6,)), x, training=False), x)


@pytest.mark.parametrize("rate", [-0.1, 1.1])
def test_dropout_rejects_a_rate_that_is_no_probability(rate):
    with pytest.raises(ValueError, match="rate"):
        build(lambda x: dropout(x, rate), (3,))
