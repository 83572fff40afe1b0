"""The grading that a person has in mind, as its command would name it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from harness.assignment.rubric import Rubric
from harness.workplace import Workplace


@dataclass(frozen=True)
class Asked:
    """``rubric`` is None where it cannot be read; the others are as on the command line."""

    place: Workplace
    rubric: Rubric | None
    runner: str = "auto"
    gpus: str = "auto"
    output: Path | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def packages(self) -> tuple[str, ...]:
        """What the rubric adds to the environment of student code."""
        return () if self.rubric is None else tuple(self.rubric.run.packages)
