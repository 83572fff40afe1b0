"""Hidden images that networks see are dithered, by a secret; and what a network says of them as they are."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from harness.assignments.fashion_mnist.fresh import GROWTH
from harness.audit import fresh
from harness.dataset.assets import npy_bytes
from harness.dataset.drawing import Drawing
from harness.dataset.fresh import (
    DITHERED_SHARE,
    LARGER,
    MOST_ROWS,
    STEPS,
    Change,
    changes_for,
    dithered,
    images_once_more,
    images_to_predict,
    rescaled,
    shifted,
)
from harness.evidence.network import Again, Network
from harness.report.feedback import render_feedback
from harness.words.phrase import Phrase
from harness.words.say import say
from harness.words.shown import Shown
from tests.report import sample_grades
from tests.test_trust import noise_split

SPLIT = noise_split()
SECRETS = st.binary(min_size=16, max_size=32)
IMAGES = arrays.arrays(np.uint8, st.tuples(st.integers(1, 4), st.integers(1, 9), st.integers(1, 9)))


@settings(deadline=None)
@given(IMAGES, SECRETS)
def test_a_dithered_value_moves_by_one_at_most_and_stays_a_pixel(images: np.ndarray, secret: bytes) -> None:
    found = dithered(images, secret)
    assert (found.shape, found.dtype) == (images.shape, images.dtype)
    assert np.abs(found.astype(int) - images).max() <= 1
    assert np.array_equal(found, dithered(images, secret))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 255), SECRETS)
def test_a_tenth_of_all_pixels_move_whatever_their_value(value: int, secret: bytes) -> None:
    images = np.full((60, 28, 28), value, np.uint8)
    moved = dithered(images, secret).astype(int) - value
    up, down = (moved == 1).mean(), (moved == -1).mean()
    half = pytest.approx(DITHERED_SHARE / 2, abs=0.01)
    assert up == (0 if value == 255 else half)
    assert down == (0 if value == 0 else half)


@settings(max_examples=20, deadline=None)
@given(st.lists(SECRETS, min_size=2, max_size=2, unique=True))
def test_another_secret_gives_other_images(secrets: list[bytes]) -> None:
    one, other = (dithered(SPLIT.hidden_images, secret) for secret in secrets)
    assert not any(np.array_equal(*pair) for pair in zip(one, other, strict=True))


def test_every_submission_has_a_secret_of_its_own_and_keeps_it() -> None:
    first, again = (Drawing.of(SPLIT, 10, b"k" * 32) for _ in range(2))
    assert first.derive("dither of a") == again.derive("dither of a") != first.derive("dither of b")


def test_what_is_predicted_are_images_alone_and_those_of_the_test_set_as_they_are() -> None:
    content = npy_bytes(images_to_predict(SPLIT, b"secret"))
    images = np.load(io.BytesIO(content), allow_pickle=False)
    hidden, test = np.split(images, [len(SPLIT.hidden_images)])
    np.testing.assert_array_equal(hidden, dithered(SPLIT.hidden_images, b"secret"))
    np.testing.assert_array_equal(test, SPLIT.test_images)
    assert len(content) == 128 + images.nbytes


def test_what_is_shown_once_more_is_a_part_for_each_change() -> None:
    changes = changes_for(GROWTH, smoke=False)
    parts = np.split(images_once_more(SPLIT, b"secret", changes), len(changes))
    seen = dithered(SPLIT.hidden_images, b"secret")
    found = dict(zip(changes, parts, strict=True))
    assert set(found) == set(Change)
    np.testing.assert_array_equal(found[Change.PLAIN], SPLIT.hidden_images[:MOST_ROWS])
    np.testing.assert_array_equal(found[Change.MIRRORED][..., ::-1], seen)
    assert any(np.array_equal(found[Change.SHIFTED], shifted(seen, *step)) for step in STEPS)
    np.testing.assert_array_equal(found[Change.RESCALED], rescaled(seen, LARGER))


def test_nothing_is_shown_in_a_dry_run_and_nothing_changed_where_no_bound_is_known() -> None:
    assert changes_for({}, smoke=False) == (Change.PLAIN,)
    assert len(images_once_more(SPLIT, b"secret", changes_for(GROWTH, smoke=True))) == 0


@settings(max_examples=30, deadline=None)
@given(arrays.arrays(np.uint8, st.tuples(st.just(2), st.integers(2, 9), st.integers(2, 9))))
def test_a_shift_moves_by_one_pixel_and_repeats_the_side(images: np.ndarray) -> None:
    down = shifted(images, 1, 0)
    np.testing.assert_array_equal(down[:, 1:], images[:, :-1])
    np.testing.assert_array_equal(down[:, 0], images[:, 0])
    left = shifted(np.stack([images] * 3, axis=-1), 0, -1)
    np.testing.assert_array_equal(left[:, :, :-1, 0], images[:, :, 1:])


@settings(max_examples=30, deadline=None)
@given(IMAGES)
def test_a_larger_image_has_the_same_range_and_middle(images: np.ndarray) -> None:
    found = rescaled(images, LARGER)
    assert (found.shape, found.dtype) == (images.shape, images.dtype)
    assert images.min() <= found.min() <= found.max() <= images.max()
    if images.shape[1] % 2 and images.shape[2] % 2:
        middle = (slice(None), images.shape[1] // 2, images.shape[2] // 2)
        np.testing.assert_array_equal(found[middle], images[middle])


def network(
    before: float,
    after: float,
    around: float = 0.01,
    roles: tuple[str, ...] = ("best",),
    change: Change = Change.PLAIN,
    images: int = 1000,
) -> Network:
    rise = after - before
    again = Again(
        change=change,
        images=images,
        before=before,
        after=after,
        interval=(rise - around, rise + around),
    )
    return Network(id="m1", names=["cnn"], kind="Sequential", roles=list(roles), fresh=[again])


def test_what_a_dither_moves_far_is_held_with_both_values() -> None:
    (why,) = fresh.held([network(0.1, 0.9)], GROWTH)
    assert "0.100" in say(why)
    assert "0.900" in say(why)
    assert fresh.held([network(0.9, 0.8)], GROWTH), "in either direction"


@pytest.mark.parametrize(
    "one",
    [
        network(0.9, 0.9005),
        network(0.9, 0.919),
        network(0.5, 0.6, around=0.2),
        network(0.1, 0.9, roles=()),
        network(0.91, 0.83, change=Change.SHIFTED),
        network(0.95, 0.67, change=Change.MIRRORED),
        network(1.0, 0.85, around=0.1, change=Change.SHIFTED, images=20),
        network(0.1, 0.05, change=Change.SHIFTED),
    ],
    ids=[
        "honest",
        "no more than allowed",
        "few images",
        "plays no part",
        "MLP that is moved",
        "CNN that is mirrored",
        "three of twenty images",
        "learned nothing",
    ],
)
def test_what_is_not_held(one: Network) -> None:
    assert fresh.held([one], GROWTH) == []


def test_errors_that_grow_further_than_those_of_honest_networks_are_held() -> None:
    (why,) = fresh.held([network(1.0, 0.87, change=Change.SHIFTED)], GROWTH)
    assert "falls from 1.000 to 0.870 where hidden images are moved by one pixel" in say(why)
    assert "27.0 times as many" in say(why)
    assert "27.0" not in shown(why, Shown.BANDS)
    assert "0.85–0.90" in shown(why, Shown.BANDS)
    assert fresh.held([network(1.0, 0.87, change=Change.SHIFTED)], {}) == []


def test_a_network_that_does_not_answer_once_more_is_held() -> None:
    silent = Network(id="m1", names=["cnn"], kind="Sequential", roles=["best"], fresh=None)
    (why,) = fresh.held([silent], GROWTH)
    assert "cnn answered the hidden images, and gave no answer" in say(why)


def shown(why: Phrase, how: Shown) -> str:
    """What a student's page says of a reason for which a grade is held."""
    grade = sample_grades.good(is_mark=False).saying(held=[why])
    return render_feedback(grade, notebook_name=None, shown=how)


def test_a_page_shows_no_more_of_the_two_values_than_of_others() -> None:
    (why,) = fresh.held([network(0.123, 0.901)], GROWTH)
    assert "of 0.901 where" in shown(why, Shown.EXACT)
    assert "of 0.90–0.95 where" in shown(why, Shown.BANDS)
    assert "of (not shown) where" in shown(why, Shown.NONE)
