"""Preprocessing is inferred for images of any height and width, gray or in colour. No TensorFlow: nothing is resized."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

# Guest code that imports nothing but NumPy may be looked at here; tests/test_import_rule.py is about the host's own.
from harness.guest.preprocessing.apply import apply
from harness.guest.preprocessing.infer import infer
from harness.guest.preprocessing.layouts import layouts
from harness.guest.preprocessing.matching import BLOCK, highest, lines, lines_of_rows
from harness.guest.visible import pooled

from .drawn import TEST, TRAIN, Drawn

pytestmark = pytest.mark.slow

Prepare = Callable[[np.ndarray], np.ndarray]

sides = st.integers(5, 40)
numbers = st.floats(0.001, 4).flatmap(lambda size: st.sampled_from([size, -size]))
offsets = st.floats(-300, 300)


seeds = st.integers(0, 99)
gray_or_colour = st.sampled_from([1, 3])


def inferred(visible: Drawn, given_rows: np.ndarray, raw: np.ndarray) -> dict[str, Any]:
    """The mapping of an input; fails where there is none, or where it does not give the input again."""
    mapping, sources, _ = infer(lambda rows: given_rows[rows], len(given_rows), visible)
    assert mapping is not None
    assert sources["unknown"] == 0
    made = apply(mapping, raw)
    assert made.shape == given_rows.shape
    span = float(given_rows.max() - given_rows.min())
    assert np.abs(made - given_rows.astype(np.float64)).max() <= 3e-3 * span
    return mapping


@settings(max_examples=30, deadline=None)
@given(sides, sides, gray_or_colour, numbers, offsets, seeds)
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
@given(height=sides, width=sides, seed=seeds)
def test_layouts_are_found_for_any_size(name: str, height: int, width: int, seed: int) -> None:
    colours, prepare = LAYOUTS[name]
    visible = Drawn(height, width, colours, seed)
    raw = visible.images[TRAIN:]
    inferred(visible, prepare(raw / 255), raw)


@settings(max_examples=20, deadline=None)
@given(sides, sides, st.integers(1, 4), st.integers(1, 4), gray_or_colour, seeds)
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
    seeds,
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


@settings(max_examples=10, deadline=None)
@given(sides, sides, gray_or_colour, seeds)
def test_other_images_are_not_explained(height: int, width: int, colours: int, seed: int) -> None:
    visible, other = Drawn(height, width, colours, seed), Drawn(height, width, colours, seed + 1000)
    strange = other.images[:TRAIN] / 255
    mapping, sources, labels = infer(lambda rows: strange[rows], len(strange), visible)
    assert mapping is None
    assert sources["train"] == sources["test"] == 0
    assert labels is None


@settings(max_examples=30, deadline=None)
@given(sides, sides, gray_or_colour, st.sampled_from([np.float32, np.float16]), seeds)
def test_rounded_numbers_have_one_scale_for_all_colours(
    height: int, width: int, colours: int, kind: type[np.floating[Any]], seed: int
) -> None:
    visible = Drawn(height, width, colours, seed)
    raw = visible.images[:TRAIN]
    mapping = inferred(visible, (raw / 255).astype(kind) * kind(2) - kind(1), raw)
    assert mapping["scale"] == pytest.approx(2 / 255, rel=1e-3)
    assert mapping["offset"] == pytest.approx(-1, abs=1e-3)


@settings(max_examples=12, deadline=None)
@given(sides, sides, gray_or_colour, st.sampled_from(["train", "test"]), seeds)
def test_statistics_of_each_pixel_are_found_for_any_size(
    height: int, width: int, colours: int, part: str, seed: int
) -> None:
    visible = Drawn(height, width, colours, seed)
    raw = visible.images[:TRAIN] if part == "train" else visible.images[TRAIN:]
    statistics = visible.images[:TRAIN]
    given_rows = (raw - statistics.mean(axis=0)) / (statistics.std(axis=0) + 1)
    mapping, _, _ = infer(lambda rows: given_rows[rows], len(given_rows), visible)
    if part == "train":
        assert mapping is not None
        assert np.size(mapping["scale"]) == height * width * colours
        assert apply(mapping, raw) == pytest.approx(given_rows, abs=0.02)
    else:
        assert mapping is None, "so few rows are explained by too many lines"


@settings(max_examples=30, deadline=None)
@given(sides, sides, st.integers(1, 4), gray_or_colour, seeds)
def test_padded_images_are_found_where_they_lie_flat(
    height: int, width: int, more: int, colours: int, seed: int
) -> None:
    visible = Drawn(height, width, colours, seed)
    raw = visible.images[:TRAIN]
    padded = np.pad(raw / 255, [(0, 0), (more, more), (more, more), *[(0, 0)] * (colours == 3)])
    _, _, first = next(layouts(padded.reshape(TRAIN, -1), (height, width, colours)))
    # Where a resize would have as many numbers, that is tried before, and there is no TensorFlow here.
    assume(first.shape[1:3] == padded.shape[1:3])
    mapping = inferred(visible, padded.reshape(TRAIN, -1), raw)
    assert mapping["size"] == [height + 2 * more, width + 2 * more]


@settings(max_examples=30, deadline=None)
@given(sides, sides, gray_or_colour, st.integers(4, TRAIN + TEST), seeds)
def test_rows_in_any_order_are_known_by_their_labels(
    height: int, width: int, colours: int, count: int, seed: int
) -> None:
    visible = Drawn(height, width, colours, seed)
    chosen = np.random.default_rng(seed).permutation(TRAIN + TEST)[:count]
    given_rows = visible.images[chosen] / 255
    mapping, sources, labels = infer(lambda rows: given_rows[rows], count, visible)
    assert mapping is not None
    looked_at = chosen[np.unique(np.linspace(0, count - 1, min(128, count)).astype(int))]
    assert labels is not None
    assert labels.tolist() == visible.labels[looked_at].tolist()
    assert sources == {
        "train": int((looked_at < TRAIN).sum()),
        "test": int((looked_at >= TRAIN).sum()),
        "unknown": 0,
    }


@settings(max_examples=30, deadline=None)
@given(sides, sides, gray_or_colour, st.tuples(*[st.integers(0, 4)] * 4), seeds)
def test_padding_may_differ_from_side_to_side(
    height: int, width: int, colours: int, more: tuple[int, int, int, int], seed: int
) -> None:
    visible = Drawn(height, width, colours, seed)
    raw = visible.images[:TRAIN]
    top, bottom, left, right = more
    sides_of = [(0, 0), (top, bottom), (left, right), *[(0, 0)] * (colours == 3)]
    mapping = inferred(visible, np.pad(raw / 255, sides_of), raw)
    assert mapping["corner"] == ([top, left] if any(more) else [0, 0])


@settings(max_examples=30, deadline=None)
@given(sides, sides, st.tuples(numbers, numbers, numbers), st.tuples(offsets, offsets, offsets), seeds)
def test_gray_images_may_become_three_channels_of_different_scale(
    height: int, width: int, scale: tuple[float, ...], offset: tuple[float, ...], seed: int
) -> None:
    """As networks that were trained on photographs want their input."""
    visible = Drawn(height, width, 1, seed)
    raw = visible.images[:TRAIN]
    given_rows = raw[..., None] * np.array(scale) + np.array(offset)
    mapping, _, _ = infer(lambda rows: given_rows[rows], len(given_rows), visible)
    assert mapping is not None
    span = float(given_rows.max() - given_rows.min())
    assert np.abs(apply(mapping, raw) - given_rows).max() <= 3e-3 * span


@pytest.mark.parametrize("length", [8, 9, BLOCK, 8 * BLOCK, 8 * BLOCK + 1, 9 * BLOCK, 9 * BLOCK + 7])
def test_the_highest_numbers_of_a_row_are_found_wherever_they_stand(length: int) -> None:
    rows = np.random.default_rng(length).permuted(
        np.tile(np.arange(length, dtype=np.float32), (16, 1)), axis=1
    )
    # All of them in the last block, and all of them in the first.
    rows = np.concatenate([rows, np.sort(rows[:1]), -np.sort(rows[:1])])
    places = highest(rows, 8)
    assert np.array_equal(np.sort(places, axis=1), np.sort(np.argsort(-rows, axis=1)[:, :8], axis=1))


@pytest.mark.parametrize("channels", [1, 3])
def test_images_are_averaged_to_a_grid(channels: int) -> None:
    images = np.random.default_rng(0).integers(0, 256, (5, 12, 8, channels)).astype(np.uint8)
    mean = images.reshape(5, 3, 4, 2, 4, channels).mean(axis=(2, 4))
    assert np.allclose(pooled(images, 3, 2), mean, rtol=1e-6)
    assert np.allclose(pooled(images.astype(np.float64), 3, 2), mean, rtol=1e-6)


def test_a_line_is_fitted_through_each_row_and_channel_and_through_all() -> None:
    rng = np.random.default_rng(0)
    raw, seen = rng.integers(0, 256, (4, 6, 5, 3)).astype(np.uint8), rng.random((4, 6, 5, 3))
    raw[1, ..., 2] = 7
    scale, offset = lines_of_rows(raw, seen)
    for row in range(4):
        for channel in range(3):
            found = scale[row, channel], offset[row, channel]
            values = seen[row, ..., channel].ravel()
            flat = (row, channel) == (1, 2)
            wanted = (0, values.mean()) if flat else np.polyfit(raw[row, ..., channel].ravel(), values, 1)
            assert found == pytest.approx(wanted)
    together = np.polyfit(raw[..., 0].ravel(), seen[..., 0].ravel(), 1)
    assert [one[0] for one in lines(raw, seen)] == pytest.approx(together)
