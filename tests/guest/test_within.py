"""Which weights a callback may set in the middle of a training. None of this needs TensorFlow."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from harness.guest.watch.before import Before
from harness.guest.watch.within import Within

DRAWN = np.random.default_rng(0)
FIRST, ELSEWHERE, STEP = DRAWN.normal(size=(3, 20, 10))
AFTER = FIRST + 0.3 * STEP


class Weight:
    """A weight as Keras has it."""

    trainable = True

    def __init__(self, value: np.ndarray) -> None:
        self.value, self.shape = value, value.shape

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return self.value.astype(dtype)


@pytest.fixture
def weight() -> Weight:
    return Weight(FIRST)


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def watch(tmp_path: Path, weight: Weight, told: list[str]) -> Within:
    """Of a network that was trained for a while."""
    before, model = Before(tmp_path), SimpleNamespace(variables=[Weight(np.zeros(3)), weight])
    before.keep("m1", model)
    found = Within(before, lambda model_id, one: False, told.append)
    found.begin("m1", model)
    weight.value = AFTER
    return found


def put(watch: Within, weight: Weight, *values: np.ndarray) -> None:
    for value in values:
        watch.assigning(weight)
        weight.value = value
    watch.look()


def test_weights_from_elsewhere_are_told(watch: Within, weight: Weight, told: list[str]) -> None:
    put(watch, weight, ELSEWHERE)
    assert told == ["m1"]


@pytest.mark.parametrize(
    "value",
    [
        (FIRST + AFTER) / 2,
        FIRST,
        np.where(np.abs(AFTER) > 0.6, AFTER, 0.0),
        AFTER / 2,
        AFTER + 0.1 * ELSEWHERE,
    ],
    ids=["average", "as it began", "pruned", "clipped", "noise"],
)
def test_what_honest_callbacks_do_is_not_told(
    value: np.ndarray, watch: Within, weight: Weight, told: list[str]
) -> None:
    put(watch, weight, value)
    assert told == []


def test_what_is_put_back_at_once_is_not_told(watch: Within, weight: Weight, told: list[str]) -> None:
    # Weights are exchanged so with those of an average: by a sum of both.
    put(watch, weight, AFTER + ELSEWHERE, AFTER)
    assert told == []


def test_weights_that_a_training_left_are_not_told(tmp_path: Path, weight: Weight, told: list[str]) -> None:
    watch = Within(Before(tmp_path), lambda model_id, one: True, told.append)
    watch.begin("m1", SimpleNamespace(variables=[weight]))
    put(watch, weight, ELSEWHERE)
    assert told == []


def test_after_its_training_a_network_is_not_looked_at(
    watch: Within, weight: Weight, told: list[str]
) -> None:
    watch.end("m1")
    put(watch, weight, ELSEWHERE)
    assert told == []
