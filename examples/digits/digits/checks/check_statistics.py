"""Task 1: the digits were looked at."""

from harness.checks.case import Case
from harness.checks.outputs import Outputs


def check_mean(case: Case, outputs: Outputs) -> None:
    """The mean of the pixels is computed from the digits, and shown."""
    mean = case.truth.mean
    assert outputs.shows(mean, 0.02 * mean), (
        f"Print the mean of the training pixels, about {mean:.2f}, computed from the digits."
    )
