"""Batch normalisation, alone and with convolutions, against plain NumPy."""

import numpy as np
import pytest

from reference.tests.blocks import plain
from reference.tests.blocks.helpers import build, call, images, trained_count, weights
from reference.zoo.blocks.normalisation import (
    MOMENTUM,
    batch_normalisation,
    bn_relu,
    bn_relu_conv,
    conv_bn_relu,
)


@pytest.mark.parametrize("shape", [(5, 4, 3), (3,)])
def test_batch_normalisation_in_training_and_at_inference(shape):
    model = build(batch_normalisation, shape)
    layer = model.layers[-1]
    gamma, beta = weights(model)
    x = 2 * images(6, *shape) + 3
    axes = tuple(range(x.ndim - 1))
    mean, variance = x.mean(axis=axes), x.var(axis=axes)

    at_first = call(model, x, training=False)
    np.testing.assert_allclose(at_first, plain.normalised(x, 0, 1, gamma, beta, layer.epsilon), atol=1e-4)
    trained = call(model, x, training=True)
    np.testing.assert_allclose(
        trained, plain.normalised(x, mean, variance, gamma, beta, layer.epsilon), atol=1e-4
    )
    running_mean, running_variance = (1 - MOMENTUM) * mean, MOMENTUM + (1 - MOMENTUM) * variance
    np.testing.assert_allclose(layer.moving_mean, running_mean, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(layer.moving_variance, running_variance, rtol=1e-4)
    afterwards = call(model, x, training=False)
    expected = plain.normalised(x, running_mean, running_variance, gamma, beta, layer.epsilon)
    np.testing.assert_allclose(afterwards, expected, atol=1e-4)
    assert (model.count_params(), trained_count(model)) == (4 * 3, 2 * 3)


def test_conv_bn_relu():
    model = build(lambda x: conv_bn_relu(x, 4, 3, strides=2, name="stem"), (7, 6, 3))
    x = images(5, 7, 6, 3)
    kernel, gamma, beta = weights(model)
    convolved = plain.convolution(x, kernel, strides=2)
    mean, variance = convolved.mean(axis=(0, 1, 2)), convolved.var(axis=(0, 1, 2))
    epsilon = model.get_layer("stem_bn").epsilon
    expected = np.maximum(plain.normalised(convolved, mean, variance, gamma, beta, epsilon), 0)
    np.testing.assert_allclose(call(model, x, training=True), expected, atol=1e-4)
    assert [layer.name for layer in model.layers[1:]] == ["stem_conv", "stem_bn", "stem_activation"]
    assert (model.count_params(), trained_count(model)) == (9 * 3 * 4 + 4 * 4, 9 * 3 * 4 + 2 * 4)


def test_conv_bn_relu_with_groups_dilation_and_no_activation():
    model = build(
        lambda x: conv_bn_relu(x, 6, 3, padding="valid", groups=2, dilation_rate=2, activation=None),
        (8, 8, 4),
    )
    x = images(2, 8, 8, 4)
    kernel, gamma, beta = weights(model)
    assert model.count_params() == 9 * 4 // 2 * 6 + 4 * 6
    halves = [
        plain.convolution(
            x[..., 2 * half : 2 * half + 2], kernel[..., 3 * half : 3 * half + 3], 0, 1, "valid", 2
        )
        for half in (0, 1)
    ]
    expected = plain.normalised(np.concatenate(halves, axis=-1), 0, 1, gamma, beta, model.layers[-1].epsilon)
    outputs = call(model, x, training=False)
    np.testing.assert_allclose(outputs, expected, atol=1e-4)
    assert outputs.min() < 0


def test_pre_activation_order():
    model = build(lambda x: bn_relu_conv(x, 2, 3, strides=2, name="unit"), (6, 6, 3))
    x = images(4, 6, 6, 3)
    gamma, beta, kernel = weights(model)
    epsilon = model.get_layer("unit_bn").epsilon
    normalised = plain.normalised(x, x.mean(axis=(0, 1, 2)), x.var(axis=(0, 1, 2)), gamma, beta, epsilon)
    expected = plain.convolution(np.maximum(normalised, 0), kernel, strides=2)
    np.testing.assert_allclose(call(model, x, training=True), expected, atol=1e-4)
    assert (model.count_params(), trained_count(model)) == (4 * 3 + 9 * 3 * 2, 2 * 3 + 9 * 3 * 2)
    assert build(lambda x: bn_relu(x), (6, 6, 3)).count_params() == 4 * 3
