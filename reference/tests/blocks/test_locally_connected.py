"""The locally connected layer against plain NumPy."""

import keras
import numpy as np
import pytest

from reference.tests.blocks import plain
from reference.tests.blocks.helpers import build, call, images, reloaded, weights
from reference.zoo.blocks.locally_connected import LocallyConnected2D
from reference.zoo.gradients import gradients


@pytest.mark.parametrize(
    ("kernel_size", "strides", "padding"),
    [
        (3, 1, "valid"),
        (3, 2, "valid"),
        ((2, 3), (3, 1), "valid"),
        (3, 1, "same"),
        (2, 2, "same"),
        ((4, 1), 3, "same"),
    ],
)
def test_each_position_has_its_own_kernel(kernel_size, strides, padding):
    layer = LocallyConnected2D(4, kernel_size, strides, padding, activation="relu")
    model, x = build(layer, (7, 6, 2)), images(3, 7, 6, 2)
    kernel, bias = weights(model)
    expected = np.maximum(plain.locally_connected(x, kernel, bias, strides, padding), 0)
    assert model.output_shape[1:] == expected.shape[1:]
    np.testing.assert_allclose(call(model, x), expected, atol=1e-4)
    (height, width), (rows, columns) = plain.pair(kernel_size), expected.shape[1:3]
    assert kernel.shape == (rows, columns, height, width, 2, 4)
    assert model.count_params() == rows * columns * (height * width * 2 + 1) * 4


def test_with_equal_kernels_it_is_a_convolution():
    model = build(LocallyConnected2D(3, 3, padding="same", use_bias=False), (5, 5, 2))
    assert model.count_params() == 5 * 5 * 3 * 3 * 2 * 3
    kernel, x = images(3, 3, 2, 3), images(2, 5, 5, 2)
    model.layers[-1].set_weights([np.broadcast_to(kernel, (5, 5, 3, 3, 2, 3))])
    np.testing.assert_allclose(call(model, x), plain.convolution(x, kernel), atol=1e-4)


@pytest.mark.one_backend
@pytest.mark.parametrize(
    ("initializer", "variance"),
    [
        ("he_normal", 2 / (9 * 4)),
        ("glorot_uniform", 2 / (9 * (4 + 8))),
        (keras.initializers.VarianceScaling(1.0, "fan_out", "uniform"), 1 / (9 * 8)),
        (keras.initializers.RandomNormal(stddev=0.3), 0.09),
    ],
)
def test_initial_kernels_are_scaled_like_those_of_a_convolution(initializer, variance):
    layer = LocallyConnected2D(8, 3, kernel_initializer=initializer)
    layer.build((None, 12, 12, 4))
    kernel = weights(layer)[0]
    # 28,800 draws: the variance is known to about 1 in 100.
    np.testing.assert_allclose(kernel.var(), variance, rtol=0.06)
    assert not np.array_equal(kernel[0, 0], kernel[0, 1]), "positions start from different kernels"


def test_gradients_are_those_of_the_definition():
    layer = LocallyConnected2D(2, 2, strides=2)
    inputs = keras.Input((4, 4, 1))
    model = keras.Model(inputs, keras.layers.GlobalAveragePooling2D()(layer(inputs)))
    x = images(3, 4, 4, 1)
    kernel, bias = gradients(model, x, np.zeros((3, 2), "float32"), "mean_squared_error").values()
    outputs = call(model, x)
    # The loss is the mean of 3 * 2 squares, and each output the mean over 4 positions.
    slope = 2 * outputs / 6 / 4
    for row, column, window in plain.windows(x, 2, 2, "valid"):
        expected = np.einsum("nhwc,nf->hwcf", window, slope)
        np.testing.assert_allclose(kernel[row, column], expected, atol=1e-5)
        np.testing.assert_allclose(bias[row, column], slope.sum(axis=0), atol=1e-5)


def test_saves_and_loads(tmp_path):
    model, x = build(LocallyConnected2D(3, (2, 3), (1, 2), "same", "tanh"), (5, 6, 2)), images(2, 5, 6, 2)
    again = reloaded(model, tmp_path)
    np.testing.assert_allclose(call(again, x), call(model, x), atol=1e-6)
    assert again.layers[-1].get_config() == model.layers[-1].get_config()


def test_mixed_precision_computes_in_half_and_keeps_weights_whole():
    layer = LocallyConnected2D(3, 3, dtype="mixed_float16")
    outputs = layer(images(2, 5, 5, 2))
    assert keras.backend.standardize_dtype(outputs.dtype) == "float16"
    assert keras.backend.standardize_dtype(layer.kernel.dtype) == "float32"


@pytest.mark.parametrize(
    ("arguments", "shape", "message"),
    [
        ({"filters": 0, "kernel_size": 3}, (5, 5, 1), "at least one filter"),
        ({"filters": 1, "kernel_size": 0}, (5, 5, 1), "Kernel size"),
        ({"filters": 1, "kernel_size": (1, 2, 3)}, (5, 5, 1), "Kernel size"),
        ({"filters": 1, "kernel_size": 3, "strides": 0}, (5, 5, 1), "Strides"),
        ({"filters": 1, "kernel_size": 3, "padding": "full"}, (5, 5, 1), "Padding"),
        ({"filters": 1, "kernel_size": 6}, (5, 5, 1), "does not fit"),
        ({"filters": 1, "kernel_size": 3}, (5, 5), "known size"),
        ({"filters": 1, "kernel_size": 3}, (None, 5, 1), "known size"),
    ],
)
def test_rejects_what_it_cannot_do(arguments, shape, message):
    with pytest.raises(ValueError, match=message):
        LocallyConnected2D(**arguments)(keras.Input(shape))
