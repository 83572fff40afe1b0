"""Which weights were set outside of training, by networks that only have numbers. None of these needs TensorFlow."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from harness.guest.watch import outside
from harness.guest.watch.outside import Outside


class Told(Outside):
    """Keeps whom it told of."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.of = list[str]()
        monkeypatch.setattr(outside, "send", lambda event: self.of.append(event["model"]))


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Told:
    return Told(monkeypatch)


class Weight:
    """A weight as Keras has it: a name and numbers."""

    def __init__(self, value: float, name: str = "kernel") -> None:
        self.name, self.value, self.trainable = name, np.full(3, value), True

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return self.value.astype(dtype)


def network(*values: float, steps: int = 5) -> Any:
    return SimpleNamespace(
        weights=[Weight(value) for value in values], optimizer=SimpleNamespace(iterations=steps)
    )


def put(one: Any, *values: float) -> None:
    for weight, value in zip(one.weights, values, strict=True):
        weight.value = np.full(3, value)


def test_weights_from_elsewhere_are_told_once(watch: Told) -> None:
    cnn = network(0.1, 0.2)
    watch.left("m1", cnn)
    watch.look("m1", cnn)
    assert watch.of == []
    put(cnn, 0.7, 0.2)
    watch.look("m1", cnn)
    watch.look("m1", cnn)
    assert watch.of == ["m1"]


def test_a_network_that_was_never_trained_is_not_told(watch: Told) -> None:
    watch.look("m1", network(0.5))
    assert watch.of == []


def test_its_best_epoch_and_its_first_weights_may_come_back(watch: Told) -> None:
    cnn = network(0.1, 0.2)
    watch.left("m1", cnn)
    for values in ((0.3, 0.4), (0.5, 0.6)):
        put(cnn, *values)
        watch.left("m1", cnn)
    for values in ((0.3, 0.4), (0.1, 0.2)):
        put(cnn, *values)
        watch.look("m1", cnn)
    assert watch.of == []


def test_a_part_of_another_network_of_the_run_may_be_taken_over(watch: Told) -> None:
    one, other = network(0.8, 0.9), network(0.3, 0.4)
    watch.left("m1", one)
    watch.left("m2", other)
    put(one, 0.1, 0.2)
    watch.left("m1", one)
    put(other, 0.1, 0.4)
    watch.look("m2", other)
    assert watch.of == []


def test_what_another_network_brought_along_no_training_left(watch: Told) -> None:
    carrier, other = network(0.7), network(0.3)
    for one, name in ((carrier, "m1"), (other, "m2")):
        # A training with a rate of 0 leaves all as it was.
        watch.left(name, one)
        watch.left(name, one)
    put(other, 0.7)
    watch.look("m2", other)
    assert watch.of == ["m2"]


def test_steps_that_nobody_saw_explain_other_weights(watch: Told) -> None:
    cnn = network(0.1)
    watch.left("m1", cnn)
    put(cnn, 0.7)
    cnn.optimizer.iterations += 1
    watch.look("m1", cnn)
    # Compiled anew, it has an optimizer that took none.
    cnn.optimizer = SimpleNamespace(iterations=3)
    watch.look("m1", cnn)
    assert watch.of == []
    cnn.optimizer = SimpleNamespace(iterations=0)
    watch.look("m1", cnn)
    assert watch.of == ["m1"]


def test_a_network_of_a_loop_is_not_told(watch: Told) -> None:
    cnn = network(0.1)
    watch.trained_by_hand("m1")
    watch.left("m1", cnn)
    put(cnn, 0.7)
    watch.look("m1", cnn)
    assert watch.of == []


def test_a_frozen_part_that_no_training_left_is_told(watch: Told) -> None:
    mine, first = network(0.5, 0.2), network(0.1, 0.3)
    first.weights[0].trainable = False
    watch.left("m1", mine)
    put(mine, 0.1, 0.2)
    watch.left("m1", mine)
    watch.look("m2", first)
    assert watch.of == []
    second = network(0.7, 0.3)
    second.weights[0].trainable = False
    watch.look("m3", second)
    assert watch.of == ["m3"]


def test_what_layers_measure_by_themselves_is_not_told(watch: Told) -> None:
    cnn = network(0.1)
    cnn.weights.append(Weight(0.0, "moving_mean"))
    watch.left("m1", cnn)
    cnn.weights[1].value += 1
    watch.look("m1", cnn)
    assert watch.of == []


def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    found = list[dict[str, Any]]()
    monkeypatch.setattr(outside, "send", found.append)
    return found


def matrices(*values: float) -> Any:
    one = network(*values)
    for weight in one.weights:
        weight.value = np.outer(weight.value, [1.0, 2.0])
    one.trainable_variables = one.weights
    return one


def test_a_layer_that_training_passes_over_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    watch, found = Outside(), told(monkeypatch)
    cnn, whole = matrices(0.1, 0.2), matrices(0.3, 0.4)
    watch.left("m1", cnn)
    watch.left("m2", whole)
    cnn.weights[0].value = matrices(0.7).weights[0].value
    for one, name in ((cnn, "m1"), (whole, "m2")):
        watch.ended(name, one)
    assert found == [{"event": "outside", "model": "m1", "what": "still", "weights": 1}]


def test_a_network_that_begins_with_what_another_one_learned_is_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watch, found = Outside(), told(monkeypatch)
    first, second, other = matrices(0.1), matrices(0.5, 0.2), matrices(0.9)
    watch.left("m1", first)
    first.weights[0].value = second.weights[0].value
    watch.left("m1", first)
    for one, name in ((second, "m2"), (other, "m3")):
        watch.look(name, one)
    assert [(event["model"], event["what"]) for event in found] == [("m2", "taken over")]
