"""Both modes of building a network: the network itself, or a part of one that is trained with it."""

from typing import Any

import pytest

from harness.assignments.fashion_mnist.checks.check_modes import check_functional, check_sequential
from harness.evidence.network import Compiled, Layer, Network
from harness.grade.record import Status
from tests.asked import ask, cell

PASSED, FAILED = Status.PASSED, Status.FAILED
BUILT = cell("", "import keras\nmodule = keras.Model(inputs, outputs)\n", 2)
TAKEN = cell("", "import keras\nmodule = keras.applications.MobileNetV2()\n", 2)


def network(kind: str, *within: tuple[str, int | None]) -> Network:
    told: dict[str, Any] = {"id": "m1", "names": ["net"], "kind": kind, "trained_as": [Compiled()]}
    layers = [Layer(type=name, name="part", parameters=parameters) for name, parameters in within]
    return Network.model_validate(told | {"layers": layers})


@pytest.mark.parametrize(
    ("model", "source", "sequential", "functional"),
    [
        (network("Sequential"), BUILT, PASSED, FAILED),
        (network("functional"), BUILT, FAILED, PASSED),
        (network("Sequential", ("Functional", 900)), BUILT, PASSED, PASSED),
        (network("Sequential", ("Functional", 900)), TAKEN, PASSED, FAILED),
        (network("functional", ("Sequential", 900)), BUILT, PASSED, PASSED),
        (network("functional", ("Sequential", 0)), BUILT, FAILED, PASSED),
        (network("subclassed", ("Sequential", 900), ("Functional", 9)), BUILT, PASSED, PASSED),
        (network("subclassed", ("Conv2D", None)), BUILT, FAILED, FAILED),
    ],
)
def test_a_part_with_weights_counts(
    model: Network, source: Any, sequential: Status, functional: Status
) -> None:
    for check, wanted in ((check_sequential, sequential), (check_functional, functional)):
        status, said = ask(check, source, models=[model])
        assert status is wanted, said
        assert said
