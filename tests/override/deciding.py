"""Grades that are written down, and decisions on them by the command line."""

from pathlib import Path

import pytest

from harness.grade.decisions import DECISIONS
from harness.grade.record import Grade
from harness.grade.results import new_attempt
from harness.handing_over import Exports
from harness.publish import publish
from tests.command import said
from tests.report import sample_grades

WHY = "The pictures are in the appendix."
STATS = ("--criterion", "dataset_stats")
BY = ("--by", "Dr. Ada", "--no-leaderboard")
AUTOMATIC = sample_grades.good().points
HAND = """\
# written by hand
- decision: override
  attempt: 1
  criterion: dataset_stats
  points: 9
  why: Read.
  by: T
  at: 2026-11-28   # a day is enough
"""


def put(course: Path, grade: Grade) -> Path:
    results = course / "results"
    with new_attempt(results, grade.submission) as attempt:
        return publish(grade, attempt, Exports({}, results, print))[1]


def override(capsys: pytest.CaptureFixture[str], *more: str, name: str = "alice") -> tuple[int, str]:
    return said(capsys, "override", name, *more, *BY)


def give(capsys: pytest.CaptureFixture[str], points: str, why: str = WHY) -> tuple[int, str]:
    return override(capsys, *STATS, "--points", points, "--why", why)


def write(course: Path, text: str) -> Path:
    path = course / "results" / "alice" / DECISIONS
    path.write_text(text, encoding="utf-8")
    return path
