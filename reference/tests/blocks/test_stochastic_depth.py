"""Stochastic depth drops whole images of a branch."""

import keras
import numpy as np
import pytest

from reference.tests.blocks.helpers import build, call, images, reloaded
from reference.zoo.blocks.stochastic_depth import StochasticDepth, linear_decay


@pytest.mark.parametrize("shape", [(3, 2, 2), (5,)])
def test_an_image_is_dropped_whole_or_kept_and_scaled(shape):
    x = images(4000, *shape)
    outputs = call(StochasticDepth(0.3), x, training=True)
    axes = tuple(range(1, x.ndim))
    dropped, kept = (outputs == 0).all(axis=axes), (outputs != 0).all(axis=axes)
    assert (dropped | kept).all()
    # The standard deviation of the share of 4,000 images is 0.007.
    assert abs(dropped.mean() - 0.3) < 0.035
    np.testing.assert_allclose(outputs[kept], x[kept] / 0.7, rtol=1e-5)


def test_does_nothing_at_inference_or_at_rate_0():
    x = images(5, 2, 2, 1)
    np.testing.assert_array_equal(call(StochasticDepth(0.9), x, training=False), x)
    np.testing.assert_array_equal(call(StochasticDepth(0), x, training=True), x)


def test_draws_follow_the_global_seed():
    def two_steps():
        keras.utils.set_random_seed(3)
        layer = StochasticDepth(0.5)
        return [call(layer, np.ones((64, 1), "float32"), training=True) for _ in range(2)]

    first, second = two_steps()
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(two_steps(), [first, second])


def test_saves_and_loads(tmp_path):
    model, x = build(StochasticDepth(0.5, seed=4), (3,)), np.ones((64, 3), "float32")
    again = reloaded(model, tmp_path)
    assert again.layers[-1].get_config() == model.layers[-1].get_config()
    np.testing.assert_array_equal(call(again, x, training=True), call(model, x, training=True))


def test_rates_grow_evenly_to_the_last():
    np.testing.assert_allclose(
        [linear_decay(block, 4, 0.2) for block in (1, 2, 3, 4)], [0.05, 0.1, 0.15, 0.2]
    )
    for block in (0, 5):
        with pytest.raises(ValueError, match="not among blocks 1 to 4"):
            linear_decay(block, 4)


@pytest.mark.parametrize("rate", [-0.1, 1.0])
def test_rejects_a_rate_out_of_range(rate):
    with pytest.raises(ValueError, match="less than 1"):
        StochasticDepth(rate)
