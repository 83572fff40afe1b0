"""A number counts where what the data are can change it: ``numbers.yaml``."""

from pathlib import Path
from typing import Any

import pytest

from harness.assignments.fashion_mnist.data.spec import CALLS
from harness.evidence.provenance.numbers import Shown, made_of
from harness.evidence.provenance.trace import trace
from tests.asked import LOAD
from tests.tables import rows_of

TABLE: list[dict[str, Any]] = rows_of(Path(__file__).parent / "numbers.yaml")


@pytest.mark.parametrize("row", TABLE, ids=[row["case"] for row in TABLE])
def test_a_number_is_computed_where_the_data_can_change_it(row: dict[str, Any]) -> None:
    cell = trace([LOAD, row["program"]], CALLS).cells[1]
    assert cell.followed
    assert bool(cell.numbers(str(row["shows"]))) is row["counts"]


def test_there_are_many_and_both_kinds() -> None:
    assert len({row["case"] for row in TABLE}) == len(TABLE) >= 60
    assert sum(row["counts"] for row in TABLE) >= 20


@pytest.mark.parametrize("program", ["kept = [72.94 + 0 * y[0]]", "kept = [72.94 + y[0] // 100]"])
def test_a_variable_is_no_hiding_place(program: str) -> None:
    assert not trace([LOAD, program], CALLS).is_computed("kept", [72.94])
    assert trace([LOAD, "kept = [x.mean()]"], CALLS).is_computed("kept", [72.94])


@pytest.mark.parametrize(
    ("number", "literals", "same"),
    [
        (72.94, {7294.0}, True),
        (72.94, {72.94035}, True),
        (0.7294, {72.94}, True),
        (72.94, {72.9}, False),
        (72.94, {73.0, 255.0, 784.0}, False),
        (2.5, {25.0}, False),
        (6000.0, {6000.0}, False),
        (0.0, {255.0}, False),
        (72.94, set(), False),
    ],
)
def test_digits_are_compared_wherever_the_point_stands(
    number: float, literals: set[float], same: bool
) -> None:
    assert made_of(Shown(str(number)), frozenset(literals)) is same
