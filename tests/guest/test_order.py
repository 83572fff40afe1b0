"""In which order labels stand for the classes, as the probe tells it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.guest.watch.order import compared

CLASSES = 10
LABELS = np.arange(128) % CLASSES
ORDERS = st.permutations(range(CLASSES))


@given(ORDERS)
def test_each_order_is_told(order: list[int]) -> None:
    agree, found = compared(np.argsort(order)[LABELS], LABELS, CLASSES)
    assert agree == 1
    assert (found or list(range(CLASSES))) == order


@given(ORDERS, st.integers(0, 2**32 - 1))
def test_labels_that_were_shuffled_apart_have_none(order: list[int], seed: int) -> None:
    apart = np.random.default_rng(seed).permutation(LABELS)
    agree, found = compared(np.argsort(order)[apart], LABELS, CLASSES)
    assert agree is not None
    assert agree < 0.5
    assert found == []


def test_a_class_that_was_not_met_is_the_one_that_is_left() -> None:
    met = LABELS[LABELS != 4]
    assert compared(9 - met, met, CLASSES) == (1, list(range(9, -1, -1)))


def test_of_two_that_were_not_met_nothing_is_known() -> None:
    met = LABELS[LABELS < 8]
    assert compared(9 - met, met, CLASSES) == (None, [])


@pytest.mark.parametrize("wrong", [1, 5])
def test_a_single_label_may_be_another(wrong: int) -> None:
    given_labels = 9 - LABELS
    given_labels[:wrong] = (given_labels[:wrong] + 1) % CLASSES
    agree, found = compared(given_labels, LABELS, CLASSES)
    assert (agree == pytest.approx(127 / 128), bool(found)) == (
        (True, True) if wrong == 1 else (False, False)
    )


def test_few_labels_tell_no_order() -> None:
    assert compared(np.array([1, 2, 3, 4]), np.array([2, 3, 4, 5]), CLASSES) == (0, [])


def test_numbers_that_are_no_classes_are_wrong() -> None:
    assert compared(LABELS + 1, LABELS, CLASSES) == (0, [])
    assert compared(np.full(128, np.nan), LABELS, CLASSES) == (0, [])
