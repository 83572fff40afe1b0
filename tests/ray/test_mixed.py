"""A class of works of all kinds is graded on two machines of a cluster, one of which is lost in the middle: each gets what is
right, as on this machine (tests/faults/test_killed.py)."""

from pathlib import Path

import pytest

from harness.grade.results import numbers
from tests.faults.mixed import NEEDS_A_PERSON, RUNNER, SIZE, Mixed
from tests.ray.conftest import Nodes

pytestmark = pytest.mark.slow


def test_a_class_on_a_cluster_that_loses_a_machine_gets_what_is_right(
    tmp_path: Path, real_data: Path, guest_python: Path, nodes: Nodes
) -> None:
    course = Mixed(tmp_path, real_data, RUNNER)
    second = nodes.add()
    on_ray = ["--ray", nodes.address, "--gpus", "none", "--json", "--output", "on_ray"]
    with course.start(*on_ray) as process:
        graded = course.graded(process, SIZE // 3)
        nodes.kill(second)
        graded += course.graded(process, SIZE)
        said, _ = process.communicate(timeout=1200)
        assert process.returncode == NEEDS_A_PERSON, said
    assert sorted(graded) == sorted(course.names)
    assert [len(numbers(course.folder / "on_ray" / name)) for name in course.names] == [1] * SIZE
    assert course.table("on_ray") == course.right()
