"""Hidden images that networks see are dithered, by a secret; and what a network says of them as they are."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from harness.audit import fresh
from harness.dataset.assets import npy_bytes
from harness.dataset.drawing import Drawing
from harness.dataset.fresh import (
    DITHERED_SHARE,
    MOST_ROWS,
    Change,
    changes_for,
    dithered,
    images_once_more,
    images_to_predict,
)
from harness.evidence.network import Again, Network
from harness.report.view import View
from harness.words.say import say
from harness.words.shown import Shown
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


@pytest.mark.parametrize("smoke", [False, True])
def test_what_is_shown_once_more_is_a_part_for_each_change(smoke: bool) -> None:
    changes = changes_for(smoke=smoke)
    parts = np.split(images_once_more(SPLIT, changes), len(changes))
    assert changes[0] == Change.PLAIN
    np.testing.assert_array_equal(parts[0], SPLIT.hidden_images[:MOST_ROWS])


def network(before: float, after: float, around: float = 0.01, roles: tuple[str, ...] = ("best",)) -> Network:
    rise = after - before
    again = Again(
        change=Change.PLAIN,
        images=1000,
        before=before,
        after=after,
        interval=(rise - around, rise + around),
    )
    return Network(id="m1", names=["cnn"], kind="Sequential", roles=list(roles), fresh=[again])


def test_what_a_dither_moves_far_is_held_with_both_values() -> None:
    (why,) = fresh.held([network(0.1, 0.9)])
    assert "0.100" in say(why)
    assert "0.900" in say(why)
    assert fresh.held([network(0.9, 0.8)]), "in either direction"


@pytest.mark.parametrize(
    "one",
    [
        network(0.9, 0.9005),
        network(0.9, 0.919),
        network(0.5, 0.6, around=0.2),
        network(0.1, 0.9, roles=()),
    ],
    ids=["honest", "no more than allowed", "few images", "plays no part"],
)
def test_what_is_not_held(one: Network) -> None:
    assert fresh.held([one]) == []


def test_a_network_that_does_not_answer_once_more_is_held() -> None:
    (why,) = fresh.held([Network(id="m1", names=["cnn"], kind="Sequential", roles=["best"], fresh=None)])
    assert "cnn answered the hidden images, and gave no answer" in say(why)


def test_a_page_shows_no_more_of_the_two_values_than_of_others() -> None:
    (why,) = fresh.held([network(0.123, 0.901)])
    assert "0.901" not in View(Shown.BANDS)._words([why])
    assert "0.90–0.95" in View(Shown.BANDS)._words([why])
