"""A class whose gradings are stubs: what journal, pages, MLflow and the tables made of all grades cost by themselves.

One work is graded. ``python -m benchmarks.stubs WORDS`` is ``harness WORDS`` in which a grading gives that grade to each work
at once, into a results folder that begins empty.
"""

import functools
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from benchmarks.filled import hand_in
from benchmarks.rerun import QUIET
from benchmarks.timing import Contender
from harness.grade.record import Grade
from harness.grade.results import GRADE, Attempt
from harness.grading.setting import Setting
from harness.intake.submission import Submission

ROOT = Path(__file__).resolve().parent.parent
COUNTS = (250, 1000)
FIRST = "HARNESS_BENCH_GRADE"
"""The environment variable that names the grade of the one work."""
MADE = ("results", "mlflow.db", "mlartifacts")


def contenders(folder: Path) -> list[Contender]:
    """A small class and a large one, and what is made of all grades of the large one."""
    first = folder / "first"
    hand_in(first, 1)
    command = [sys.executable, "-m", "harness", "grade", "class/student00000", *QUIET]
    subprocess.run(command, cwd=first, check=True, capture_output=True)
    grade = first / "results" / "student00000" / "1" / GRADE
    variables = {FIRST: str(grade), "PYTHONPATH": str(ROOT)}
    found = []
    for count in COUNTS:
        course = folder / str(count)
        hand_in(course, count)
        words = ["batch", "class", "--runner", "local", "--jobs", "2"]
        command = [sys.executable, "-m", "benchmarks.stubs", *words]
        found.append(Contender(f"batch of {count:,} stubs, with MLflow", command, course, variables))
    for verb, *words in (
        ("gradebook", "xlsx", "--to", "marks.xlsx"),
        ("report", "--html", "report.html"),
        ("leaderboard", "--html", "board.html"),
    ):
        line = shlex.join([sys.executable, "-m", "harness", verb, *words])
        anew = ["sh", "-c", f"rm -f {words[-1]} && exec {line}"]
        found.append(Contender(f"{verb} of {COUNTS[-1]:,}", anew, course, variables))
    return found


def table(found: Sequence[Contender]) -> str:
    """A Markdown table with what each work cost: beyond the small class, of the large one."""
    small, large = found[:2]
    more = 1000 * (large.median - small.median) / (COUNTS[1] - COUNTS[0])
    each = {small.name: 1000 * small.median / COUNTS[0], large.name: more}
    lines = ["| command | seconds | ms a work | MB |", "|---|---|---|---|"]
    for one in found:
        told = f"{each[one.name]:.0f}" if one.name in each else ""
        lines.append(f"| {one.name} | {one.median:.1f} | {told} | {max(one.megabytes):.0f} |")
    share = more / each[small.name]
    lines += [
        "",
        f"Of the larger class, ms are those of each work beyond the first {COUNTS[0]}: {share:.2f} times those before.",
    ]
    return "\n".join(lines)


def _stub(submission: Submission, setting: Setting, attempt: Attempt, *_: object) -> Grade:
    """In the place of `harness.grading.pipeline.grade_submission`."""
    return _first().model_copy(
        update={
            "submission": submission.name,
            "attempt": attempt.number,
            "content_hash": submission.content_hash,
            "inputs_id": setting.inputs_id(submission),
        }
    )


@functools.cache
def _first() -> Grade:
    return Grade.read(Path(os.environ[FIRST]))


def main() -> int:
    from harness.cli import main as harness

    for name in MADE:
        shutil.rmtree(name, ignore_errors=True)
        Path(name).unlink(missing_ok=True)
    with patch("harness.batch.engine.grade_submission", _stub):
        return harness(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
