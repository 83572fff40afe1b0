"""Preprocessing is inferred for images of any height and width, gray or in colour. No TensorFlow: nothing is resized."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

# Guest code that imports nothing but NumPy may be looked at here; tests/test_import_rule.py is about the host's own.
from harness.guest.preprocessing import apply, infer
from harness.guest.visible import Visible

Prepare = Callable[[np.ndarray], np.ndarray]
TRAIN, TEST = 120, 30


class Drawn(Visible):
    """A visible split of drawn images: smooth blots on noise, so that no two are alike."""

    def __init__(self, height: int, width: int, colours: int, seed: int) -> None:
        rng = np.random.default_rng(seed)
        shape = (TRAIN + TEST, height, width, colours)
        pixels = rng.integers(0, 256, shape).astype(np.uint8)
        self.__dict__["images"] = pixels if colours == 3 else pixels[..., 0]
        self.__dict__["train_labels"] = rng.integers(0, 4, TRAIN)
        self.__dict__["test_labels"] = rng.integers(0, 4, TEST)
        self.__dict__["about"] = {"name": "drawn", "classes": list("abcd"), "image_shape": [height, width]}


sides = st.integers(5, 24)
numbers = st.floats(0.001, 4).flatmap(lambda size: st.sampled_from([size, -size]))
offsets = st.floats(-300, 300)


def inferred(visible: Drawn, given_rows: np.ndarray, raw: np.ndarray) -> dict[str, object]:
    """The mapping of an input; fails where there is none, or where it does not give the input again."""
    mapping, sources, _ = infer(lambda rows: given_rows[rows], len(given_rows), visible)
    assert mapping is not None
    assert sources["unknown"] == 0
    made = apply(mapping, raw)
    assert made.shape == given_rows.shape
    span = float(given_rows.max() - given_rows.min())
    assert np.abs(made - given_rows).max() <= 3e-3 * span
    return mapping


@settings(max_examples=60, deadline=None)
@given(sides, sides, st.sampled_from([1, 3]), numbers, offsets, st.integers(0, 99))
def test_scale_and_offset_are_found_for_any_size(
    height: int, width: int, colours: int, scale: float, offset: float, seed: int
) -> None:
    visible = Drawn(height, width, colours, seed)
    raw = visible.images[:TRAIN]
    mapping = inferred(visible, raw * scale + offset, raw)
    assert mapping["size"] == [height, width]
    assert mapping["scale"] == pytest.approx(scale, rel=1e-4)
    assert mapping["offset"] == pytest.approx(offset, rel=1e-3, abs=1e-2 * abs(scale) + 1e-2)


LAYOUTS: dict[str, tuple[int, Prepare]] = {
    "an axis more": (1, lambda images: images[..., None]),
    "channels first": (1, lambda images: images[:, None]),
    "three channels of gray": (1, lambda images: np.repeat(images[..., None], 3, axis=-1)),
    "flat": (1, lambda images: images.reshape(len(images), -1)),
    "colours last": (3, lambda images: images),
    "colours first": (3, lambda images: np.moveaxis(images, -1, 1)),
    "flat colours": (3, lambda images: images.reshape(len(images), -1)),
}


@pytest.mark.parametrize("name", LAYOUTS)
@settings(max_examples=15, deadline=None)
@given(height=sides, width=sides, seed=st.integers(0, 99))
def test_layouts_are_found_for_any_size(name: str, height: int, width: int, seed: int) -> None:
    colours, prepare = LAYOUTS[name]
    visible = Drawn(height, width, colours, seed)
    raw = visible.images[TRAIN:]
    inferred(visible, prepare(raw / 255), raw)


@settings(max_examples=20, deadline=None)
@given(sides, sides, st.integers(1, 4), st.integers(1, 4), st.sampled_from([1, 3]), st.integers(0, 99))
def test_zero_padding_is_found(
    height: int, width: int, more_rows: int, more_columns: int, colours: int, seed: int
) -> None:
    visible = Drawn(height, width, colours, seed)
    raw = visible.images[:TRAIN]
    sides_of = [(0, 0), (more_rows, more_rows), (more_columns, more_columns), *[(0, 0)] * (colours == 3)]
    mapping = inferred(visible, np.pad(raw / 255, sides_of), raw)
    assert (mapping["geometry"], mapping["corner"]) == ("pad", [more_rows, more_columns])


@settings(max_examples=30, deadline=None)
@given(
    sides,
    sides,
    st.tuples(numbers, numbers, numbers),
    st.tuples(offsets, offsets, offsets),
    st.integers(0, 99),
)
def test_each_colour_may_have_its_own_scale(
    height: int, width: int, scale: tuple[float, ...], offset: tuple[float, ...], seed: int
) -> None:
    visible = Drawn(height, width, 3, seed)
    raw = visible.images[:TRAIN]
    given_rows = raw * np.array(scale) + np.array(offset)
    mapping, _, _ = infer(lambda rows: given_rows[rows], len(given_rows), visible)
    assert mapping is not None
    span = float(given_rows.max() - given_rows.min())
    assert np.abs(apply(mapping, raw) - given_rows).max() <= 3e-3 * span


@settings(max_examples=20, deadline=None)
@given(sides, sides, st.sampled_from([1, 3]), st.integers(0, 99))
def test_other_images_are_not_explained(height: int, width: int, colours: int, seed: int) -> None:
    visible, other = Drawn(height, width, colours, seed), Drawn(height, width, colours, seed + 1000)
    strange = other.images[:TRAIN] / 255
    mapping, sources, labels = infer(lambda rows: strange[rows], len(strange), visible)
    assert mapping is None
    assert sources["train"] == sources["test"] == 0
    assert labels is None
