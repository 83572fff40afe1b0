"""The twin of a split, and what a run on it says of each check."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.audit.findings import Closer, findings
from harness.audit.twin import Twin, make_twin
from harness.checks.case import Verdict
from harness.dataset.dataset import Labelled
from harness.dataset.split import Split
from harness.grade.audit import Finding
from harness.grade.record import Status
from harness.words.phrase import phrase

FAMILIES = ((0, 2, 3, 4, 6), (1, 5, 7, 8, 9))
TRAIN, TEST, HIDDEN = 200, 100, 3
SECRETS = st.binary(min_size=16, max_size=32)


def part(each: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    labels = np.repeat(np.arange(10, dtype=np.uint8), each)
    # Each image tells its class in its first pixel, and that pixel is not bent much.
    images = np.random.default_rng(seed).integers(0, 256, (10 * each, 4, 4), np.uint8)
    images[:, 0, 0] = 0
    images[:, 0, 1:4] = 255 * np.unpackbits(labels[:, None], axis=1)[:, 5:8]
    images[:, 1, 0] = 255 * (labels >= 8)
    return images, labels


def split() -> Split:
    hidden, train, test = part(HIDDEN, 0), part(TRAIN, 1), part(TEST, 2)
    return Split(
        *hidden,
        *test,
        train=Labelled(lambda: train),
        split_id="ab" * 8,
        stand_in=False,
        origin="Drawn for a test.",
    )


SPLIT = split()


def class_of(images: np.ndarray) -> np.ndarray:
    """The class that an image of `part` had first: 0 and 255 are not bent."""
    digits = np.concatenate([images[:, 1, :1], images[:, 0, 1:4]], axis=1) // 255
    return digits @ [8, 4, 2, 1]


@settings(max_examples=30, deadline=None)
@given(SECRETS)
def test_a_twin_has_the_same_form_and_other_content(secret: bytes) -> None:
    twin = make_twin(SPLIT, FAMILIES, secret)
    for name, one in twin.split.visible()._asdict().items():
        other = SPLIT.visible()._asdict()[name]
        assert (one.shape, one.dtype) == (other.shape, other.dtype)
        assert not np.array_equal(one, other)
    for labels, each in ((twin.split.train_labels, TRAIN), (twin.split.test_labels, TEST)):
        counts = np.bincount(labels, minlength=10)
        assert counts.sum() == 10 * each
        assert len(set(counts)) == 10
        assert np.all(np.abs(counts / each - 1) < 0.1)


@settings(max_examples=30, deadline=None)
@given(SECRETS)
def test_classes_go_into_the_other_family_and_images_with_them(secret: bytes) -> None:
    twin = make_twin(SPLIT, FAMILIES, secret)
    assert sorted(twin.renaming) == list(range(10))
    first, second = map(set, FAMILIES)
    assert {int(twin.renaming[one]) for one in first} == second
    for images, labels in (
        (twin.split.train_images, twin.split.train_labels),
        (twin.split.test_images, twin.split.test_labels),
        (twin.split.hidden_images, twin.split.hidden_labels),
    ):
        assert np.array_equal(twin.renaming[class_of(images)], labels)


@settings(max_examples=30, deadline=None)
@given(SECRETS)
def test_pixels_are_bent_and_keep_their_order_and_ends(secret: bytes) -> None:
    bend = make_twin(SPLIT, FAMILIES, secret).bend.astype(int)
    assert (bend[0], bend[255]) == (0, 255)
    assert np.all(np.diff(bend) >= 0)
    assert np.abs(bend - np.arange(256)).max() > 8


def test_a_secret_decides() -> None:
    def fingerprint(twin: Twin) -> bytes:
        return twin.split.train_images.tobytes() + twin.split.train_labels.tobytes()

    one, again, other = (make_twin(SPLIT, FAMILIES, secret * 16) for secret in (b"a", b"a", b"b"))
    assert fingerprint(one) == fingerprint(again) != fingerprint(other)
    assert one.split.split_id != other.split.split_id


def test_renamed_alone_keeps_counts_and_pixels() -> None:
    twin = make_twin(SPLIT, FAMILIES, b"c" * 16, renamed_alone=True)
    assert np.array_equal(twin.split.train_images, SPLIT.train_images)
    assert np.array_equal(twin.split.train_labels, twin.renaming[SPLIT.train_labels])
    assert np.all(np.bincount(twin.split.test_labels) == TEST)


def test_equal_counts_keep_counts_and_change_the_rest() -> None:
    twin = make_twin(SPLIT, FAMILIES, b"d" * 16, equal_counts=True)
    assert not twin.reordered
    assert np.all(np.bincount(twin.split.train_labels) == TRAIN)
    assert np.array_equal(twin.split.train_images, twin.bend[SPLIT.train_images])
    assert np.array_equal(twin.split.train_labels, twin.renaming[SPLIT.train_labels])
    assert not np.array_equal(twin.split.train_images, SPLIT.train_images)


def verdict(status: Status, share: float = 0.0, reason: str = "") -> Verdict:
    return Verdict(title="It is there.", status=status, share=share, reason=reason)


PASSED, FAILED, HALF = verdict(Status.PASSED), verdict(Status.FAILED), verdict(Status.PARTIAL, 0.5)


def by_the_data() -> Closer:
    return Closer(own_networks={"a.b": PASSED}, no_numbers={"a.b": FAILED})


@pytest.mark.parametrize(
    ("worth", "twin", "copied", "finding"),
    [
        (1.0, PASSED, FAILED, Finding.FOLLOWS),
        (0.5, HALF, FAILED, Finding.FOLLOWS),
        (1.0, FAILED, PASSED, Finding.CONTRADICTS),
        (1.0, HALF, PASSED, Finding.CONTRADICTS),
        (0.5, FAILED, HALF, Finding.CONTRADICTS),
        (1.0, PASSED, PASSED, Finding.UNKNOWN),
        (1.0, FAILED, FAILED, Finding.UNKNOWN),
        (1.0, verdict(Status.SKIPPED), FAILED, Finding.UNKNOWN),
        (1.0, verdict(Status.SKIPPED), PASSED, Finding.UNKNOWN),
        (1.0, verdict(Status.ERROR), PASSED, Finding.UNKNOWN),
        (1.0, verdict(Status.ERROR), verdict(Status.ERROR), Finding.UNKNOWN),
    ],
)
def test_what_two_runs_say_of_a_check(worth: float, twin: Verdict, copied: Verdict, finding: Finding) -> None:
    (one,) = findings({"a.b": worth}, {"a.b": twin}, {"a.b": copied}, None, by_the_data)
    assert one.finding is finding
    assert bool(one.reason) == (finding is not Finding.FOLLOWS)


@pytest.mark.parametrize(
    ("own_networks", "no_numbers", "finding"),
    [
        # Holds with whatever networks: what it saw is right of the first data alone.
        (PASSED, FAILED, Finding.CONTRADICTS),
        (PASSED, PASSED, Finding.CONTRADICTS),
        # Holds with the first run's networks and what was printed: the F1 of networks that this run does not have.
        (FAILED, FAILED, Finding.CONTRADICTS),
        (FAILED, HALF, Finding.CONTRADICTS),
        # Holds with the first run's networks, whatever was printed.
        (FAILED, PASSED, Finding.UNKNOWN),
        (HALF, PASSED, Finding.UNKNOWN),
    ],
)
def test_what_rests_on_networks_alone_contradicts_nothing(
    own_networks: Verdict, no_numbers: Verdict, finding: Finding
) -> None:
    closer = Closer({"a.b": own_networks}, {"a.b": no_numbers})
    (one,) = findings({"a.b": 1.0}, {"a.b": FAILED}, {"a.b": PASSED}, None, lambda: closer)
    assert one.finding is finding


def test_a_check_without_points_is_not_audited() -> None:
    assert findings({"a.b": 0.0}, {"a.b": FAILED}, {"a.b": PASSED}, None, by_the_data) == []


def test_a_twin_that_broke_is_the_reason() -> None:
    (one,) = findings(
        {"a.b": 1.0},
        {"a.b": FAILED},
        {"a.b": FAILED},
        phrase("audit.broke", reason="cell 2 failed."),
        by_the_data,
    )
    assert "cell 2 failed." in one.reason
