"""Networks that are trained on a copy of the published data, which holds the hidden images."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.audit.hidden import LEAST, trained_on_hidden
from harness.dataset.drawing import Drawing
from harness.dataset.split import Split
from harness.evidence.schema import Evidence, InputFacts
from harness.guest.watch.inputs import Seen, describe
from harness.wire.images import signs as signs_of
from harness.words.say import say
from tests.guest.drawn import TRAIN, Drawn
from tests.scored import network
from tests.test_trust import noise_split


def signs(images: np.ndarray) -> list[str]:
    return signs_of(one.ravel().tolist() for one in images)


SPLIT = noise_split()
HIDDEN = signs(SPLIT.hidden_images)


def said(strangers: Sequence[str], fit: str | None = "f1", split: Split = SPLIT) -> list[str]:
    """What holds a work that was fed rows with these signs."""
    facts = InputFacts(fit=fit, model="m1", mapping=None, sources={"unknown": 128}, strangers=list(strangers))
    return [
        say(one) for one in trained_on_hidden(Evidence(inputs=[facts]), [network()], Drawing.of(split, 10))
    ]


def test_a_training_on_hidden_images_is_told_with_their_number() -> None:
    (why,) = said(HIDDEN[:LEAST])
    assert why.startswith("cnn was trained on hidden images: of 128 images")
    assert f"{LEAST} are among those that it is scored on" in why


@pytest.mark.parametrize(
    ("strangers", "fit"),
    [
        ([], "f1"),
        (HIDDEN[: LEAST - 1], "f1"),
        ([HIDDEN[0]] * 128, "f1"),
        (signs(SPLIT.train_images), "f1"),
        (["", "0" * 12], "f1"),
        # No training: a student may look at any image.
        (HIDDEN, None),
    ],
)
def test_what_is_no_training_on_hidden_images_is_not_called_so(strangers: list[str], fit: str | None) -> None:
    assert said(strangers, fit) == []


def test_images_that_were_published_twice_are_not_hidden() -> None:
    shown = np.concatenate([SPLIT.test_images[LEAST:], SPLIT.hidden_images[:LEAST]])
    twice = replace(SPLIT, test_images=shown)
    assert said(HIDDEN[:LEAST], split=twice) == []
    assert len(said(HIDDEN[: 2 * LEAST], split=twice)) == 1


images = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).integers(0, 256, (3, 8, 8)))


@given(images, st.floats(1e-3, 300), st.floats(-2, 2), st.sampled_from([np.float32, np.float64]))
def test_a_sign_stays_whatever_the_scale(
    raw: np.ndarray, scale: float, offset: float, dtype: type[np.floating]
) -> None:
    assert signs(((raw + 255 * offset) * scale).astype(dtype)) == signs(raw)
    assert len(set(signs(raw))) == len(raw)


def test_an_image_of_one_value_has_no_sign() -> None:
    assert signs(np.full((2, 28, 28), 7)) == ["", ""]


PREPARED: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "as they are": lambda rows: rows,
    "scaled": lambda rows: (rows / 255).astype(np.float32),
    "about zero": lambda rows: (rows / np.float32(127.5) - 1)[..., None],
    "flat": lambda rows: rows.reshape(len(rows), -1) / 255,
    "three channels": lambda rows: np.repeat(rows[..., None], 3, axis=-1),
}


@pytest.mark.parametrize("how", PREPARED)
@pytest.mark.parametrize("share", [0.02, 0.3, 1.0])
def test_what_a_network_is_fed_beside_the_visible_images_is_told(how: str, share: float) -> None:
    visible = Drawn(28, 28, 1, 0)
    others = np.random.default_rng(5).integers(0, 256, (int(TRAIN * share), 28, 28)).astype(np.uint8)
    rows = np.concatenate([visible.images[: TRAIN - len(others)].reshape(-1, 28, 28), others])
    facts = describe(Seen((PREPARED[how](rows),), None, len(rows)), visible)
    strangers = set(facts["strangers"])
    assert strangers & set(signs(others))
    if facts["mapping"] is not None:
        assert strangers <= set(signs(others))


def test_of_visible_images_alone_no_stranger_is_told() -> None:
    visible = Drawn(28, 28, 1, 0)
    assert describe(Seen((visible.images[:TRAIN] / 255,), None, TRAIN), visible)["strangers"] == []
