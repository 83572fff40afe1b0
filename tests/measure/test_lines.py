"""The board's lines to beat are what was measured."""

from harness.assignment.lines import read_lines
from harness.assignments.fashion_mnist import ASSIGNMENT
from reference.measure.lines import lines


def test_the_lines_to_beat_are_those_of_the_committed_results() -> None:
    assert read_lines(ASSIGNMENT.lines) == lines()
