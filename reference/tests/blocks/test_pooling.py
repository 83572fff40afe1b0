"""Pooling against plain NumPy."""

import numpy as np
import pytest

from reference.tests.blocks import plain
from reference.tests.blocks.helpers import build, call, images
from reference.zoo.blocks.pooling import (
    average_pooling,
    global_average_pooling,
    global_max_pooling,
    max_pooling,
)


@pytest.mark.parametrize(
    ("block", "by_hand"), [(max_pooling, plain.max_pooling), (average_pooling, plain.average_pooling)]
)
@pytest.mark.parametrize(
    ("size", "strides", "padding"), [(2, None, "valid"), (3, 2, "valid"), (3, 1, "same"), (2, 2, "same")]
)
def test_windows(block, by_hand, size, strides, padding):
    model, x = build(lambda x: block(x, size, strides, padding), (7, 5, 2)), images(3, 7, 5, 2)
    expected = by_hand(x, size, strides or size, padding)
    assert model.output_shape[1:] == expected.shape[1:]
    np.testing.assert_allclose(call(model, x), expected, atol=1e-6)
    assert model.count_params() == 0


def test_whole_maps():
    x = images(3, 4, 5, 2)
    np.testing.assert_allclose(
        call(build(global_average_pooling, (4, 5, 2)), x), x.mean(axis=(1, 2)), atol=1e-6
    )
    np.testing.assert_array_equal(call(build(global_max_pooling, (4, 5, 2)), x), x.max(axis=(1, 2)))
