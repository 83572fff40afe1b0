"""The stand-in: right shapes, reproducible, and a task that can be learnt but is not trivial."""

import hashlib

import numpy as np
import pytest

from harness.assignments.fashion_mnist.data import standin


def test_shapes_and_balance() -> None:
    images, labels = standin.draw(train_per_class=12, test_per_class=3)
    assert images.shape == (150, 28, 28)
    assert images.dtype == labels.dtype == np.uint8
    assert np.bincount(labels[:120]).tolist() == [12] * 10
    assert np.bincount(labels[120:]).tolist() == [3] * 10
    assert len({image.tobytes() for image in images}) == 150
    assert labels[:10].tolist() != sorted(labels[:10].tolist())


def test_a_seed_always_draws_the_same_images() -> None:
    first, labels = standin.draw(train_per_class=5, test_per_class=2)
    again, labels_again = standin.draw(train_per_class=5, test_per_class=2)
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(labels, labels_again)
    assert not np.array_equal(first, standin.draw(train_per_class=5, test_per_class=2, seed=1)[0])


def test_the_version_is_that_of_the_images() -> None:
    images, labels = standin.draw(train_per_class=5, test_per_class=2)
    content = hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest()[:16]
    assert (standin.VERSION, content) == ("stand-in 1, seed 20170825", "376d90eb69b02e97"), (
        "other images, another version"
    )


@pytest.mark.slow
def test_it_can_be_learnt_but_is_not_trivial() -> None:
    from sklearn.ensemble import ExtraTreesClassifier

    images, labels = standin.draw(train_per_class=300, test_per_class=60)
    flat = images.reshape(len(images), -1)
    forest = ExtraTreesClassifier(60, random_state=0).fit(flat[:3000], labels[:3000])
    assert 0.65 < forest.score(flat[3000:], labels[3000:]) < 0.97
