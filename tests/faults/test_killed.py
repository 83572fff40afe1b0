"""A batch is killed three times on the way, and the fourth one ends it: nobody is graded twice, and the table is the same."""

import json
import re
from pathlib import Path

import pytest

from harness.grade.results import numbers
from tests.faults.course import Course

CLASS = ("anna", "boris", "carla", "dmitri")


@pytest.mark.slow
def test_a_batch_that_is_killed_three_times_ends_with_the_same_table(
    tmp_path: Path, real_data: Path, guest_python: Path
) -> None:
    course = Course(tmp_path, real_data, "local", CLASS)
    graded, pids = list[str](), list[int]()
    for _ in range(3):
        with course.start("--jobs", "1", "--json") as process:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("{") and (event := json.loads(line))["event"] == "grade":
                    graded.append(event["submission"])
                    # The next one has begun, or is about to.
                    process.kill()
                    break
            pids.append(process.pid)
    assert graded == ["anna", "boris", "carla"]
    text = course.finish()
    for name in graded:
        assert f"{name}: already graded, unchanged (attempt 1)" in text
    rows = re.findall(r"^(\w+) +(\d+ of \d+) +\S+ +(\w+) *$", text, re.MULTILINE)
    assert rows == [(name, "10 of 10", "graded") for name in CLASS]
    course.all_is_well(pids)
    assert [numbers(course.results / name) for name in CLASS] == [[1]] * len(CLASS)
    posted = (course.folder / "posted.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(line.split()[0] for line in posted) == list(CLASS)
