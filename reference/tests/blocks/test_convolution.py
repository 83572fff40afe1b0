"""Plain, dilated, separable and transposed convolution against plain NumPy."""

import numpy as np
import pytest

from reference.tests.blocks import plain
from reference.tests.blocks.helpers import build, call, images, trained_count, weights
from reference.zoo.blocks.convolution import convolution, dilated_stack, receptive_field
from reference.zoo.blocks.separable import depthwise_separable
from reference.zoo.blocks.transposed import transposed_convolution


@pytest.mark.parametrize(
    ("kernel_size", "strides", "padding"),
    [
        (3, 1, "same"),
        (3, 2, "same"),
        (2, 2, "same"),
        (5, 1, "valid"),
        ((2, 4), (3, 1), "valid"),
        (1, 1, "same"),
    ],
)
def test_convolution(kernel_size, strides, padding):
    model = build(lambda x: convolution(x, 4, kernel_size, strides, padding), (9, 8, 3))
    x = images(2, 9, 8, 3)
    expected = np.maximum(plain.convolution(x, *weights(model), strides, padding), 0)
    assert model.output_shape[1:] == expected.shape[1:]
    np.testing.assert_allclose(call(model, x), expected, atol=1e-4)
    height, width = plain.pair(kernel_size)
    assert model.count_params() == (height * width * 3 + 1) * 4


@pytest.mark.parametrize("padding", ["same", "valid"])
def test_dilated_stack_is_its_convolutions_in_turn(padding):
    model = build(lambda x: dilated_stack(x, 2, 3, (1, 2, 3), padding), (14, 13, 2))
    x = images(2, 14, 13, 2)
    expected, parameters = x, weights(model)
    for rate, kernel, bias in zip((1, 2, 3), parameters[::2], parameters[1::2], strict=True):
        expected = np.maximum(plain.convolution(expected, kernel, bias, 1, padding, rate), 0)
    np.testing.assert_allclose(call(model, x), expected, atol=1e-4)
    assert model.count_params() == 3 * (3 * 3 * 2 + 1) * 2


@pytest.mark.parametrize(("rates", "side"), [((1, 2, 3), 13), ((1, 1, 1), 7), ((4,), 9)])
def test_receptive_field_is_what_one_output_depends_on(rates, side):
    assert receptive_field(3, rates) == side
    model = build(lambda x: dilated_stack(x, 1, 3, rates, "same", activation=None), (side + 4, side + 4, 1))
    for weight in model.trainable_variables:
        weight.assign(np.ones(weight.shape, "float32"))
    middle = (side + 4) // 2
    # One lit pixel at a time, of a row through the middle: which reach the output in the middle?
    x = np.zeros((side + 4, side + 4, side + 4, 1), "float32")
    x[np.arange(side + 4), middle, np.arange(side + 4)] = 1
    outputs = call(model, x)[:, middle, middle, 0]
    dark = call(model, x[:1] * 0)[0, middle, middle, 0]
    reaching = np.flatnonzero(outputs != dark)
    assert reaching.max() - reaching.min() + 1 == side


def test_a_dilated_stack_rejects_no_rates_and_bad_ones():
    with pytest.raises(ValueError, match="at least one dilation rate"):
        build(lambda x: dilated_stack(x, 2, dilation_rates=()), (5, 5, 1))
    with pytest.raises(ValueError, match="at least 1"):
        receptive_field(3, (1, 0))


@pytest.mark.parametrize(("strides", "padding"), [(1, "same"), (2, "same"), (1, "valid"), (2, "valid")])
def test_depthwise_separable(strides, padding):
    model = build(lambda x: depthwise_separable(x, 5, 3, strides, padding), (8, 7, 3))
    x = images(2, 8, 7, 3)
    expected = np.maximum(plain.depthwise_separable(x, *weights(model), strides, padding), 0)
    np.testing.assert_allclose(call(model, x), expected, atol=1e-4)
    assert model.count_params() == 3 * 3 * 3 + (3 + 1) * 5


def test_the_lecture_s_count_of_regular_and_separable_parameters():
    regular = build(lambda x: convolution(x, 10, 3), (32, 32, 4))
    separable = build(lambda x: depthwise_separable(x, 10, 3), (32, 32, 4))
    assert regular.output_shape == separable.output_shape == (None, 32, 32, 10)
    assert (trained_count(regular), trained_count(separable)) == (370, 86)


@pytest.mark.parametrize(
    ("kernel_size", "strides", "padding"),
    [(3, 2, "valid"), (3, 2, "same"), (2, 2, "same"), (4, 2, "same"), (2, 3, "valid"), (3, 1, "same")],
)
def test_transposed_convolution(kernel_size, strides, padding):
    model = build(lambda x: transposed_convolution(x, 3, kernel_size, strides, padding), (4, 3, 2))
    x = images(2, 4, 3, 2)
    expected = np.maximum(plain.transposed_convolution(x, *weights(model), strides, padding), 0)
    assert model.output_shape[1:] == expected.shape[1:]
    np.testing.assert_allclose(call(model, x), expected, atol=1e-4)
    assert model.count_params() == (kernel_size**2 * 2 + 1) * 3


def test_the_lecture_s_transposed_convolution_takes_2x2_to_5x5():
    model = build(lambda x: transposed_convolution(x, 1, 3, 2, activation=None), (2, 2, 1))
    kernel, bias = np.ones((3, 3, 1, 1), "float32"), np.zeros(1, "float32")
    model.layers[-1].set_weights([kernel, bias])
    x = np.array([[1, 2], [3, 4]], "float32").reshape(1, 2, 2, 1)
    # Four squares of 3x3 that overlap in a cross of one row and one column.
    expected = [[1, 1, 3, 2, 2], [1, 1, 3, 2, 2], [4, 4, 10, 6, 6], [3, 3, 7, 4, 4], [3, 3, 7, 4, 4]]
    np.testing.assert_allclose(call(model, x)[0, :, :, 0], expected, rtol=1e-6)
