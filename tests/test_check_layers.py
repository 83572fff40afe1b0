"""Layers count where they were called, whether a network with them was trained or not, and up to where a cell failed."""

import pytest

from harness.assignments.fashion_mnist.checks.check_layers import (
    check_convolution,
    check_core,
    check_merge,
    check_pooling,
)
from harness.evidence.schema import CellRun
from harness.grade.record import Status
from harness.wire.events import CellState
from tests.asked import ask, cell

BUILDS = """import keras
from keras import layers
net = keras.Sequential([layers.Conv2D(8, 3), layers.Flatten(), layers.Dense(10)])
net.load_weights("mine.h5")
layers.MaxPooling2D()(x)
"""


def stopped(line: int, error: str = "FileNotFoundError", source: str = BUILDS) -> CellRun:
    return CellRun(number=2, total=2, state=CellState.ERROR, error=error, line=line, source=source)


def test_an_untrained_network_has_its_layers() -> None:
    shown = cell("", BUILDS)
    assert ask(check_core, shown) == (Status.PASSED, "Found: Dense, Flatten.")
    assert ask(check_convolution, shown) == (Status.PASSED, "Found: Conv2D.")
    assert ask(check_pooling, shown) == (Status.PASSED, "Found: MaxPooling2D.")
    status, reason = ask(check_merge, shown)
    assert status is Status.SKIPPED
    assert "until a Keras network is trained" in reason


def test_what_a_failed_cell_did_not_come_to_does_not_count() -> None:
    shown, cells = cell("", BUILDS), [stopped(4)]
    assert ask(check_core, shown, cells=cells)[0] is Status.PASSED
    assert ask(check_pooling, shown, cells=cells)[0] is Status.SKIPPED


@pytest.mark.parametrize("error", ["ModuleNotFoundError", "ImportError"])
def test_the_rest_of_a_cell_runs_after_an_import_that_failed(error: str) -> None:
    assert ask(check_pooling, cell("", BUILDS), cells=[stopped(1, error)])[0] is Status.PASSED


def test_a_call_in_a_function_stands_where_the_function_is_called() -> None:
    source = """from keras import layers
def main():
    layers.MaxPooling2D()(layers.Conv2D(8, 3)(x))
read("mine.csv")
main()
"""
    shown = cell("", source)
    assert ask(check_pooling, shown)[0] is Status.PASSED
    assert ask(check_pooling, shown, cells=[stopped(4, source=source)])[0] is Status.SKIPPED
    # It failed within the function, and so after what stands before that.
    assert ask(check_pooling, shown, cells=[stopped(5, source=source)])[0] is Status.PASSED


def test_a_layer_and_its_function_are_told_once() -> None:
    source = """import keras
keras.layers.concatenate([keras.layers.Concatenate()([a, b]), keras.layers.add([a, b])])
"""
    assert ask(check_merge, cell("", source)) == (Status.PASSED, "Found: Concatenate, add.")
