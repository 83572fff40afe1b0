"""The augmentation layer: nothing at inference; in training each image by itself, as its arguments say."""

import keras
import numpy as np
import pytest

from reference.tests.blocks.helpers import call, images, reloaded
from reference.zoo.blocks.augmentation import Augmentation

# One batch size, since JAX compiles for each.
COUNT = 400
EVERYTHING = {"flip": True, "shift": 2, "erase": 0.5, "rotation": 10.0, "zoom": 0.1}


def train(x: np.ndarray, **arguments: object) -> np.ndarray:
    return call(Augmentation(**arguments, seed=11), x, training=True)


def copies(side: int = 9) -> np.ndarray:
    """One image, without zeros, `COUNT` times."""
    image = np.random.default_rng(0).uniform(0.1, 1, (1, side, side, 1)).astype("float32")
    return np.repeat(image, COUNT, axis=0)


def moved(image: np.ndarray, flip: bool, down: int, right: int) -> np.ndarray:
    """Flipped and shifted into a field of zeros."""
    side = len(image)
    field = np.zeros((3 * side, 3 * side, 1), "float32")
    field[side + down : 2 * side + down, side + right : 2 * side + right] = image[:, ::-1] if flip else image
    return field[side : 2 * side, side : 2 * side]


def test_inference_changes_nothing():
    x = images(3, 8, 8, 1)
    layer = Augmentation(**EVERYTHING)
    np.testing.assert_array_equal(call(layer, x, training=False), x)
    np.testing.assert_array_equal(call(layer, x), x)


def test_nothing_asked_for_changes_nothing_in_training():
    x = images(3, 8, 8, 1)
    np.testing.assert_array_equal(train(x, flip=False, shift=0), x)


@pytest.mark.parametrize(("flip", "shift"), [(True, 2), (True, 0), (False, 1)])
def test_flips_and_shifts_are_equally_likely_and_exact(flip, shift):
    x = copies()
    steps = range(-shift, shift + 1)
    choices = [moved(x[0], mirror, i, j) for mirror in {False, flip} for i in steps for j in steps]
    same = (train(x, flip=flip, shift=shift)[:, None] == np.stack(choices)).all(axis=(2, 3, 4))
    assert (same.sum(axis=1) == 1).all(), (
        "each image is one of the flips and shifts, with zeros where it left"
    )
    share = 1 / len(choices)
    assert (np.abs(same.mean(axis=0) - share) < 5 * np.sqrt(share / COUNT)).all()


def test_an_image_s_change_does_not_depend_on_the_others():
    x = copies()
    others = x.copy()
    others[1:] = images(COUNT - 1, 9, 9, 1)
    np.testing.assert_array_equal(train(x, **EVERYTHING)[0], train(others, **EVERYTHING)[0])


def test_erasing_overwrites_one_rectangle_of_the_size_asked_for():
    side = 28
    area, aspect = (0.05, 0.2), (0.5, 2.0)
    arguments = {"erase": 0.7, "erase_area": area, "erase_aspect": aspect, "erase_fill": 5.0}
    erased = train(copies(side), flip=False, shift=0, **arguments)[..., 0] == 5
    hit = erased.any(axis=(1, 2))
    assert abs(hit.mean() - 0.7) < 0.1
    heights, widths = erased.any(axis=2).sum(axis=1)[hit], erased.any(axis=1).sum(axis=1)[hit]
    np.testing.assert_array_equal(erased.sum(axis=(1, 2))[hit], heights * widths)  # whole rectangles
    rows, columns = erased.any(axis=2)[hit], erased.any(axis=1)[hit]
    for runs in (rows, columns):
        assert (np.abs(np.diff(np.pad(runs, ((0, 0), (1, 1))).astype(int), axis=1)).sum(axis=1) == 2).all(), (
            "in one piece"
        )
    # Sides are rounded down to whole pixels.
    assert (heights * widths <= area[1] * side**2).all()
    assert ((heights + 1) * (widths + 1) >= area[0] * side**2).all()
    assert ((heights + 1) / widths >= aspect[0]).all()
    assert (heights / (widths + 1) <= aspect[1]).all()
    assert (heights * widths).max() > 0.17 * side**2, "large ones come"
    assert (heights * widths).min() < 0.06 * side**2, "small ones come"
    assert rows[:, [0, -1]].any(axis=0).all(), "they reach the upper and the lower border"
    assert columns[:, [0, -1]].any(axis=0).all(), "they reach the left and the right border"
    assert 0.35 < (heights > widths).mean() < 0.65, "as often high as wide"


def test_erasing_leaves_the_rest_and_fills_with_noise():
    x = copies() + 1
    outputs = train(x, flip=False, shift=0, erase=1.0)
    noise = outputs[outputs != x]
    assert 0.02 * 0.5 < len(noise) / x.size < 0.4
    assert noise.min() >= 0
    assert noise.max() < 1
    assert len(np.unique(noise)) > 0.99 * len(noise), "each pixel by itself"
    assert abs(noise.mean() - 0.5) < 0.03


def test_a_rectangle_larger_than_the_image_is_cut_to_it():
    x = copies()
    outputs = train(
        x, flip=False, shift=0, erase=1.0, erase_area=(0.9, 1.0), erase_aspect=(0.1, 10), erase_fill=0
    )
    erased = outputs[..., 0] == 0
    assert erased.any(axis=(1, 2)).all()
    assert (erased.any(axis=2).all(axis=1) | erased.any(axis=1).all(axis=1)).any()


def test_rotation_and_zoom_turn_both_ways_within_their_limits():
    # A bright square to the right of the centre, and where the centre of its light goes.
    side, radius = 28, 10
    x = np.zeros((COUNT, side, side, 1), "float32")
    x[:, 13:15, 13 + radius : 15 + radius] = 1
    outputs = train(x, flip=False, shift=0, rotation=20.0, zoom=0.2)[..., 0]
    grid = np.arange(side) - 13.5
    light = outputs.sum(axis=(1, 2))
    up, right = -(outputs.sum(axis=2) @ grid) / light, (outputs.sum(axis=1) @ grid) / light
    angles, distances = np.degrees(np.arctan2(up, right)), np.hypot(up, right) / radius
    assert np.abs(angles).max() < 20.5
    assert angles.max() > 18
    assert angles.min() < -18
    assert distances.max() < 1.22
    assert distances.max() > 1.15
    assert distances.min() > 0.78
    assert distances.min() < 0.85


def test_draws_follow_the_global_seed_and_change_from_step_to_step():
    x = copies()

    def two_steps():
        keras.utils.set_random_seed(3)
        layer = Augmentation(**EVERYTHING)
        return [call(layer, x, training=True) for _ in range(2)]

    first, second = two_steps()
    assert not np.array_equal(first, second)
    np.testing.assert_array_equal(two_steps(), [first, second])


def test_trains_in_front_of_a_model_with_a_last_batch_of_another_size(tmp_path):
    keras.utils.set_random_seed(0)
    x = np.random.default_rng(0).uniform(size=(8, 9, 9, 1)).astype("float32")
    head = keras.Sequential([keras.Input((9, 9, 1)), keras.layers.Flatten(), keras.layers.Dense(2)])
    model = keras.Sequential([keras.Input((9, 9, 1)), Augmentation(**EVERYTHING), head])
    assert model.output_shape == (None, 2)
    model.compile(optimizer="sgd", loss="mean_squared_error")
    history = model.fit(x, np.zeros((8, 2)), batch_size=5, epochs=2, verbose=0).history
    assert np.isfinite(history["loss"]).all()
    np.testing.assert_allclose(model.predict(x, verbose=0), call(head, x), atol=1e-5)
    again = reloaded(model, tmp_path)
    assert again.layers[0].get_config() == model.layers[0].get_config()
    np.testing.assert_allclose(call(again, x), call(head, x), atol=1e-5)


def test_half_precision_moves_exactly():
    x = copies().astype("float16")
    outputs = call(Augmentation(dtype="mixed_float16", seed=1), x, training=True)
    assert outputs.dtype == np.float16
    assert set(np.unique(outputs)) <= {*np.unique(x), np.float16(0)}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"shift": -1}, "whole number of pixels"),
        ({"shift": 1.5}, "whole number of pixels"),
        ({"erase": 1.2}, "probability of erasing"),
        ({"rotation": -5}, "Rotation"),
        ({"zoom": 1.0}, "Zoom"),
        ({"erase_area": (0.4, 0.2)}, "shares to erase"),
        ({"erase_aspect": (0, 1)}, "ratios of erasing"),
        ({"erase_fill": "mean"}, '"random"'),
    ],
)
def test_rejects_arguments_out_of_range(arguments, message):
    with pytest.raises(ValueError, match=message):
        Augmentation(**arguments)


def test_rejects_images_of_unknown_size():
    with pytest.raises(ValueError, match="known size"):
        Augmentation()(keras.Input((None, 9, 1)))
