"""A batch is killed three times on the way, and the fourth one ends it: nobody is graded twice, and the table is that of works
which are graded one by one."""

from pathlib import Path

import pytest

from harness.grade.results import numbers
from harness.installation import Installation
from tests.faults.course import ours
from tests.faults.mixed import NEEDS_A_PERSON, RUNNER, SIZE, Mixed

KILLS = 3


@pytest.mark.slow
def test_a_batch_that_is_killed_three_times_ends_with_the_table_of_one_by_one(
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

    with course.start("--output", "alone", "--jobs", "1") as process:
        process.communicate(timeout=1200)
        assert process.returncode == NEEDS_A_PERSON
    table = course.table("results")
    assert table == course.table("alone")
    outcomes = {name.rstrip("0123456789"): one[0] for name, one in table.items()}
    assert len({outcomes[kind] for kind in ("good", "broken", "slow", "hostile")}) >= 3
    marks = {name.rstrip("0123456789"): one[1:3] for name, one in table.items()}
    assert (marks["good"], marks["bad"]) == ((10.0, True), (0.0, True))
    assert marks["held"][1] is False
