"""A batch is killed three times on the way, and the fourth one ends it: nobody is graded twice, and each gets what is right."""

from pathlib import Path

import pytest

from harness.grade.results import numbers
from harness.installation import Installation
from tests.faults.course import ours
from tests.faults.mixed import NEEDS_A_PERSON, RUNNER, SIZE, Mixed

KILLS = 3


@pytest.mark.slow
def test_a_batch_that_is_killed_three_times_ends_with_what_is_right(
    tmp_path: Path, real_data: Path, guest_python: Path
) -> None:
    course = Mixed(tmp_path, real_data, RUNNER)
    graded, pids = list[str](), list[int]()
    for _ in range(KILLS):
        with course.start("--json") as process:
            graded += course.graded(process, SIZE // (KILLS + 1))
            # Others have begun, or are about to.
            process.kill()
            pids.append(process.pid)
    with course.start("--json") as process:
        graded += course.graded(process, SIZE)
        process.communicate(timeout=1200)
        assert process.returncode == NEEDS_A_PERSON
    assert len(graded) == len(set(graded))
    assert [numbers(course.results / name) for name in course.names] == [[1]] * SIZE
    posted = (course.folder / "posted.txt").read_text(encoding="utf-8").splitlines()
    assert len(posted) == len(set(posted))
    assert list(course.temporary.iterdir()) == []
    sandboxes = Installation.find().work / "sandboxes"
    assert [path for path in sandboxes.glob("*") if path.name.split(":")[1] in map(str, pids)] == []
    assert ours(course.folder) == []
    assert course.table("results") == course.right()
