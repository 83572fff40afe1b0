"""Handwritten digits: look at them, train a network of two layers or more, and tell its F1."""

from pathlib import Path

from harness.assignment.assignment import Assignment, cast_best
from harness.evidence.network import BEST

from .data import DIGITS

_HERE = Path(__file__).parent

ASSIGNMENT = Assignment(
    name="digits",
    title="Handwritten digits",
    tasks=3,
    data=DIGITS,
    rubric=_HERE.parent / "rubric.yaml",
    checks=_HERE / "checks",
    roles={BEST: "best"},
    cast=cast_best,
    guest=_HERE / "guest",
)
