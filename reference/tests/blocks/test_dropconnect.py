"""DropConnect: its masks, its mean, its inference."""

import keras
import numpy as np
import pytest

from reference.tests.blocks.helpers import build, call, images, reloaded, scramble, weights
from reference.zoo.blocks.dropconnect import DropConnect
from reference.zoo.gradients import gradients


@pytest.fixture(params=[True, False], ids=["mask per sample", "mask per batch"])
def per_sample(request):
    return request.param


def test_inference_is_the_plain_dense_layer(per_sample):
    model, x = build(DropConnect(3, 0.5, "relu", per_sample), (4,)), images(5, 4)
    kernel, bias = weights(model)
    np.testing.assert_allclose(call(model, x, training=False), np.maximum(x @ kernel + bias, 0), atol=1e-5)
    assert model.count_params() == (4 + 1) * 3


def test_each_weight_and_bias_is_lost_at_the_rate_and_what_stays_is_scaled(per_sample):
    # Unit vectors as inputs, one connection for each output: the outputs show the masks themselves.
    units, batch = 400, 60
    layer = DropConnect(units, 0.3, per_sample=per_sample)
    layer.build((None, 1))
    layer.set_weights([np.full((1, units), 2.0, "float32"), np.full(units, 16.0, "float32")])
    outputs = call(layer, np.ones((batch, 1), "float32"), training=True)
    levels = np.array([0.0, 2.0, 16.0, 18.0]) / 0.7
    nearest = np.abs(outputs[..., None] - levels).argmin(axis=-1)
    np.testing.assert_allclose(outputs, levels[nearest], rtol=1e-5, atol=1e-5)
    independent = units * (batch if per_sample else 1)
    expected = np.array([0.3 * 0.3, 0.7 * 0.3, 0.3 * 0.7, 0.7 * 0.7])
    shares = np.bincount(nearest.ravel(), minlength=4) / nearest.size
    assert (np.abs(shares - expected) < 5 * np.sqrt(expected / independent)).all(), shares
    same_for_all = (nearest == nearest[0]).all()
    assert same_for_all != per_sample


def test_masks_change_from_step_to_step_and_follow_the_global_seed(per_sample):
    def two_steps():
        keras.utils.set_random_seed(3)
        layer = DropConnect(8, per_sample=per_sample)
        return [call(layer, images(4, 6), training=True) for _ in range(2)]

    first, second = two_steps()
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(two_steps(), [first, second])


def test_the_mean_of_training_is_inference(per_sample):
    layer = DropConnect(3, 0.5, per_sample=per_sample)
    layer.build((None, 5))
    scramble(layer)
    x = images(2, 5)
    kernel, bias = weights(layer)
    if per_sample:
        draws = call(layer, np.repeat(x, 4000, axis=0), training=True).reshape(2, 4000, 3)
    else:
        draws = np.stack([call(layer, x, training=True) for _ in range(300)], axis=1)
    # A masked sum has the variance of its terms, each of them rate / (1 - rate) = 1 times its square.
    deviation = np.sqrt(x**2 @ kernel**2 + bias**2)
    error = np.abs(draws.mean(axis=1) - call(layer, x, training=False))
    assert (error < 5 * deviation / np.sqrt(draws.shape[1])).all()
    np.testing.assert_allclose(draws.std(axis=1), deviation, rtol=0.25)


def test_gradients_reach_the_weights_through_the_mask():
    model = keras.Sequential([keras.Input((6,)), DropConnect(40, 0.5, per_sample=False)])
    scramble(model)
    kernel, bias = gradients(model, images(3, 6), np.zeros((3, 40), "float32"), "mean_squared_error").values()
    assert np.isfinite(kernel).all()
    assert 0.3 < (kernel == 0).mean() < 0.7, "a lost connection has no gradient"
    assert (bias != 0).any()


def test_saves_and_loads(tmp_path):
    model, x = build(DropConnect(3, 0.2, "relu", False, seed=5), (4,)), images(2, 4)
    again = reloaded(model, tmp_path)
    np.testing.assert_allclose(call(again, x), call(model, x), atol=1e-6)
    assert again.layers[-1].get_config() == model.layers[-1].get_config()
    np.testing.assert_allclose(call(again, x, training=True), call(model, x, training=True), atol=1e-6)


@pytest.mark.parametrize("dtype", ["float32", "mixed_float16"])
def test_no_rate_changes_nothing(dtype, per_sample):
    layer, x = DropConnect(3, 0, per_sample=per_sample, dtype=dtype), images(2, 4)
    np.testing.assert_array_equal(call(layer, x, training=True), call(layer, x, training=False))


def test_mixed_precision_masks_in_half(per_sample):
    outputs = DropConnect(3, 0.5, per_sample=per_sample, dtype="mixed_float16")(images(2, 4), training=True)
    assert keras.backend.standardize_dtype(outputs.dtype) == "float16"


@pytest.mark.parametrize(
    ("arguments", "shape", "message"),
    [
        ({"units": 0}, (4,), "at least one unit"),
        ({"units": 2, "rate": 1.0}, (4,), "less than 1"),
        ({"units": 2, "rate": -0.1}, (4,), "at least 0"),
        ({"units": 2}, (4, 4, 1), "flatten first"),
    ],
)
def test_rejects_what_it_cannot_do(arguments, shape, message):
    with pytest.raises(ValueError, match=message):
        DropConnect(**arguments)(keras.Input(shape))
