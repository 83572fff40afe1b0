"""How many rows a fit feeds, by its arguments and its steps. No TensorFlow."""

from typing import Any

import numpy as np
import pytest

# Guest code that imports nothing but NumPy may be looked at here; tests/test_import_rule.py is about the host's own.
from harness.guest.watch.amount import amount_of
from harness.guest.watch.inputs import Seen, describe, peek

from .drawn import Drawn

ARRAY = Seen((np.zeros((1000, 4)),), None, 1000)
BATCHES = Seen((np.zeros((20, 4)),), None, None)


@pytest.mark.parametrize(
    ("asked", "planned"),
    [
        ({}, 1000),
        ({"epochs": 5}, 1000),
        ({"validation_split": 0.25}, 750),
        ({"validation_split": 0.25, "validation_data": (1, 2)}, 1000),
        ({"steps_per_epoch": 1, "batch_size": 1}, 1),
        ({"steps_per_epoch": 1, "batch_size": 1, "epochs": 3}, 3),
        ({"steps_per_epoch": 4}, 1000),
        ({"steps_per_epoch": 4, "batch_size": 50, "epochs": 20}, 1000),
        ({"epochs": 4, "initial_epoch": 4}, 0),
    ],
)
def test_the_plan_of_an_array_is_its_different_rows(asked: dict[str, Any], planned: int) -> None:
    amount = amount_of(asked, ARRAY)
    assert amount.planned == planned
    assert amount.in_all(7, cut=True) == planned
    assert amount.in_all(7, cut=False) == 7


def test_batches_tell_their_rows_by_their_steps_alone() -> None:
    amount = amount_of({"epochs": 5}, BATCHES)
    assert (amount.kept, amount.planned, amount.in_all(5000, cut=False)) == (None, None, 5000)


@pytest.mark.parametrize(
    ("seen", "steps", "counted", "at_once", "rows"),
    [
        (ARRAY, 32, 1000.0, 1, 1000),
        (ARRAY, 3, 96.0, 1, 96),
        (ARRAY, 3, 0.0, 1, 96),
        (ARRAY, 3, 10_000.0, 1, 96),
        (BATCHES, 3, 50.0, 1, 50),
        (BATCHES, 3, 20.0, 1, 60),
        (BATCHES, 10, 50.0, 10, 50),
        (Seen(), 3, 50.0, 1, 50),
        (Seen(), 3, 0.0, 1, None),
    ],
)
def test_an_epoch_fed_what_the_network_counted_where_its_steps_allow_it(
    seen: Seen, steps: int, counted: float, at_once: int, rows: int | None
) -> None:
    assert amount_of({}, seen).of_epoch(steps, counted, at_once) == rows


@pytest.mark.parametrize(
    ("x", "names", "parts"),
    [
        (np.zeros((9, 2)), ["a"], [2]),
        ([np.zeros((9, 2)), np.zeros((9, 3))], ["a", "b"], [2, 3]),
        ({"b": np.zeros((9, 3)), "a": np.zeros((9, 2))}, ["b", "a"], [3, 2]),
        ({"b": np.zeros((9, 3)), "a": np.zeros((9, 2))}, None, [2, 3]),
        ({"b": np.zeros((9, 3))}, ["a"], [3]),
        ([np.zeros((28, 28))] * 100, ["a"], []),
        ([np.zeros((9, 2)), np.zeros((8, 2))], ["a", "b"], []),
        ([1, 2, 3], None, []),
        ([], None, []),
    ],
)
def test_each_input_of_a_network_is_looked_at_in_its_order(
    x: Any, names: list[str] | None, parts: list[int]
) -> None:
    handed_on, seen = peek(x, None, names)
    assert handed_on is x
    assert [part.shape[1] for part in seen.parts] == parts


def test_the_same_numbers_in_another_shape_are_looked_at_anew() -> None:
    visible = Drawn(8, 8, 1, seed=1)
    for images, layout in (
        (visible.images, "hw"),
        (visible.images[:, None], "chw"),
        (visible.images[..., None], "hwc"),
    ):
        facts = describe(Seen((images / 255,), None, len(images)), visible)
        assert facts["mapping"]["layout"] == layout


def test_labels_of_several_outputs_are_those_of_the_first_that_has_some() -> None:
    x, labels, pictures = np.zeros((9, 2)), np.arange(9), np.zeros((9, 4, 4, 1))
    for y in ([labels, labels], {"main": labels}, [pictures, labels], labels):
        assert peek(x, y)[1].labels is labels
    assert peek(x, [pictures])[1].labels is None


def test_one_batch_again_and_again_is_its_rows_once() -> None:
    def batches(*numbers: float) -> Any:
        rows = np.zeros((20, 4))
        for number in numbers:
            rows[:] = number  # the same array each time
            yield rows, np.zeros(20)

    echoed = (1.0, 1.0, 1.0, 2.0, 2.0, 2.0)
    for numbers, rows in (((1.0,) * 12, 20), ((1.0, 2.0, 1.0), 60), ((1.0,), 60), (echoed, 60)):
        x, seen = peek(batches(*numbers))
        amount = amount_of({}, seen)
        assert [batch[0][0, 0] for batch in x] == list(numbers)
        assert amount.in_all(60, cut=False) == rows
