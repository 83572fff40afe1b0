"""Flips, shifts, rectangles, rotations: each image gets exactly its own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from reference.tests.blocks.helpers import call, images
from reference.zoo.blocks.image_ops import fill_rectangles, flip_and_shift, rotate_and_zoom

BATCH, HEIGHT, WIDTH = 3, 6, 5
# One shape for all examples, since JAX compiles for each.
IMAGES = images(BATCH, HEIGHT, WIDTH, 2)


def each(values: st.SearchStrategy) -> st.SearchStrategy:
    """One value for each image."""
    return st.lists(values, min_size=BATCH, max_size=BATCH)


@settings(deadline=None, max_examples=60)
@given(each(st.booleans()), each(st.integers(-9, 9)), each(st.integers(-9, 9)))
def test_flip_and_shift(flags, down, right):
    expected = np.zeros_like(IMAGES)
    for n in range(BATCH):
        image = IMAGES[n, :, ::-1] if flags[n] else IMAGES[n]
        for row in range(HEIGHT):
            for column in range(WIDTH):
                if 0 <= row + down[n] < HEIGHT and 0 <= column + right[n] < WIDTH:
                    expected[n, row + down[n], column + right[n]] = image[row, column]
    found = call(flip_and_shift, IMAGES, flags=np.array(flags), down=np.array(down), right=np.array(right))
    np.testing.assert_array_equal(found, expected)


@settings(deadline=None, max_examples=40)
@given(*(each(st.integers(0, 7)) for _ in range(4)))
def test_fill_rectangles(top, left, height, width):
    expected = IMAGES.copy()
    for n in range(BATCH):
        expected[n, top[n] : top[n] + height[n], left[n] : left[n] + width[n]] = 7
    sides = {"top": top, "left": left, "height": height, "width": width}
    found = call(
        fill_rectangles, IMAGES, **{side: np.array(value) for side, value in sides.items()}, fill=7.0
    )
    np.testing.assert_array_equal(found, expected)


@settings(deadline=None, max_examples=40)
@given(each(st.floats(-3, 3)), each(st.floats(0.5, 2)))
def test_rotate_and_zoom(angle, zoom):
    found = call(rotate_and_zoom, IMAGES, angle=np.array(angle, "float32"), zoom=np.array(zoom, "float32"))
    middle = np.array([(HEIGHT - 1) / 2, (WIDTH - 1) / 2])
    for n in range(BATCH):
        cosine, sine = np.cos(angle[n]) / zoom[n], np.sin(angle[n]) / zoom[n]
        back = np.array([[cosine, sine], [-sine, cosine]])
        for channel in range(2):
            expected = ndimage.affine_transform(
                IMAGES[n, :, :, channel], back, middle - back @ middle, order=1, mode="grid-constant"
            )
            np.testing.assert_allclose(found[n, :, :, channel], expected, atol=1e-4)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_quarter_turns_are_counter_clockwise(turns):
    x = images(2, 5, 5, 1)
    found = call(
        rotate_and_zoom, x, angle=np.full(2, turns * np.pi / 2, "float32"), zoom=np.ones(2, "float32")
    )
    np.testing.assert_allclose(found, np.rot90(x, turns, axes=(1, 2)), atol=1e-5)
