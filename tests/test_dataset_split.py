"""The secret split: nothing hidden can be seen, the key decides, and the counts are exact."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.assignments.fashion_mnist.data.idx import read_idx_gz
from harness.assignments.fashion_mnist.data.spec import FASHION_MNIST
from harness.dataset.assets import visible_assets
from harness.dataset.dataset import Dataset
from harness.dataset.split import Split, make_split
from harness.errors import UsageError

KEY = b"0123456789abcdef"
TEST, TRAIN = 4, 20


def dataset(images: np.ndarray, labels: np.ndarray) -> Dataset:
    return Dataset.of(
        images, labels.astype(np.uint8), origin="Drawn for a test.", stand_in=True, verified=False
    )


def distinct(per_class: int, seed: int = 0) -> Dataset:
    """All images differ: each carries its own number in its first pixels."""
    count = 10 * per_class
    images = np.random.default_rng(seed).integers(0, 256, (count, 28, 28), np.uint8)
    images[:, 0, :4] = np.arange(count, dtype=">u4").view(np.uint8).reshape(count, 4)
    return dataset(images, np.arange(count) % 10)


@st.composite
def with_twins(draw: st.DrawFn) -> Dataset:
    """Some images are copied onto others, within and across classes."""
    data = distinct(draw(st.integers(16, 20)), draw(st.integers(0, 9)))
    rows = st.integers(0, len(data.images) - 1)
    for source, target in draw(st.lists(st.tuples(rows, rows), max_size=25)):
        data.images[target] = data.images[source]
    return data


def small_split(data: Dataset, key: bytes = KEY, hidden: int = 3) -> Split:
    return make_split(data, key, hidden, classes=CLASS_NAMES, train_per_class=TRAIN, test_per_class=TEST)


def contents(images: np.ndarray) -> set[bytes]:
    return {image.tobytes() for image in images}


def pairs(images: np.ndarray, labels: np.ndarray) -> Counter[tuple[bytes, int]]:
    return Counter((image.tobytes(), int(label)) for image, label in zip(images, labels, strict=True))


@settings(max_examples=40, deadline=None)
@given(with_twins(), st.binary(min_size=16, max_size=80), st.integers(1, 5))
def test_parts_are_exact_and_share_no_image(data: Dataset, key: bytes, hidden: int) -> None:
    split = small_split(data, key, hidden)
    parts = [
        (split.hidden_images, split.hidden_labels, hidden),
        (split.test_images, split.test_labels, TEST),
        (split.train_images, split.train_labels, TRAIN),
    ]
    for images, labels, per_class in parts:
        assert images.shape == (10 * per_class, 28, 28)
        assert images.dtype == labels.dtype == np.uint8
        assert np.bincount(labels).tolist() == [per_class] * 10
    sets = [contents(images) for images, _, _ in parts]
    assert not sets[0] & sets[1]
    assert not sets[0] & sets[2]
    assert not sets[1] & sets[2]
    assert sets[0] | sets[1] | sets[2] == contents(data.images)
    # Each labelled image is there; only training rows are repeated.
    seen = sum((pairs(images, labels) for images, labels, _ in parts), Counter())
    original = pairs(data.images, data.labels)
    assert seen.keys() == original.keys()
    for part in parts[:2]:
        assert pairs(part[0], part[1]) <= original


@settings(max_examples=15, deadline=None)
@given(with_twins(), st.integers(0, 2**32 - 1))
def test_the_split_depends_on_content_and_not_on_row_order(data: Dataset, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(data.labels))
    one, other = small_split(data), small_split(dataset(data.images[order], data.labels[order]))
    assert one.split_id == other.split_id
    for name in ("hidden", "train", "test"):
        np.testing.assert_array_equal(getattr(one, f"{name}_images"), getattr(other, f"{name}_images"))
        np.testing.assert_array_equal(getattr(one, f"{name}_labels"), getattr(other, f"{name}_labels"))


def test_another_key_hides_other_images() -> None:
    data = distinct(40)
    one, other = small_split(data, hidden=10), small_split(data, KEY + b"!", hidden=10)
    assert one.split_id != other.split_id
    common = contents(one.hidden_images) & contents(other.hidden_images)
    assert len(common) < 60  # 25 of 100 by chance


def test_the_id_tells_splits_apart_and_hides_the_key() -> None:
    data = distinct(20)
    relabelled = dataset(data.images, (data.labels + 1) % 10)
    changed = data.images.copy()
    changed[7, 5, 5] ^= 1
    ids = {
        small_split(data).split_id,
        small_split(data, hidden=4).split_id,
        small_split(data, KEY[::-1]).split_id,
        small_split(relabelled).split_id,
        small_split(dataset(changed, data.labels)).split_id,
        make_split(
            data, KEY, 3, classes=CLASS_NAMES, train_per_class=TRAIN + 1, test_per_class=TEST
        ).split_id,
    }
    assert len(ids) == 6
    assert all(len(bytes.fromhex(split_id)) == 8 for split_id in ids)
    assert not any(KEY.hex().startswith(split_id) for split_id in ids)


def test_rows_are_not_sorted_by_class() -> None:
    split = small_split(distinct(20))
    for labels in (split.hidden_labels, split.test_labels, split.train_labels):
        assert np.count_nonzero(np.diff(labels.astype(int))) > len(labels) // 2


@pytest.mark.parametrize("hidden", [-1, 0, 16, 7000])
def test_a_number_that_cannot_be_hidden_is_refused(hidden: int) -> None:
    with pytest.raises(UsageError, match=f"hidden_per_class is {hidden}: give a whole number from 1 to 15"):
        small_split(distinct(20), hidden=hidden)


def test_the_most_that_can_be_hidden_leaves_one_training_image_per_class() -> None:
    split = small_split(distinct(20), hidden=15)
    assert len(contents(split.train_images)) == 10


def test_a_class_without_enough_images_is_named() -> None:
    data = distinct(20)
    keep = (data.labels != 8) | (np.arange(200) < 50)
    with pytest.raises(UsageError, match=r"holds 5 images of the class Bag: .* needs at least 6"):
        small_split(dataset(data.images[keep], data.labels[keep]))


def test_identical_images_that_cannot_be_parted_are_an_error() -> None:
    data = distinct(20)
    data.images[data.labels == 3] = data.images[3]
    with pytest.raises(UsageError, match="class Dress 3 images of 3 cannot be drawn"):
        small_split(data)


def test_a_split_does_not_print_its_labels() -> None:
    split = small_split(distinct(20))
    assert "labels" not in repr(split)
    assert split.split_id in repr(split)


def test_visible_assets_are_the_visible_split_in_published_files() -> None:
    split = small_split(distinct(20))
    files = visible_assets(FASHION_MNIST, split.visible())
    expected = {
        "train-images-idx3-ubyte.gz": split.train_images,
        "train-labels-idx1-ubyte.gz": split.train_labels,
        "t10k-images-idx3-ubyte.gz": split.test_images,
        "t10k-labels-idx1-ubyte.gz": split.test_labels,
    }
    arrays = {f"{name}.npy" for name in split.visible()._fields}
    assert files.keys() == {f"files/{name}" for name in expected} | arrays | {"dataset.json"}
    for name, array in expected.items():
        np.testing.assert_array_equal(read_idx_gz(files[f"files/{name}"], name, array.shape), array)
    assert files == visible_assets(FASHION_MNIST, small_split(distinct(20)).visible())
