"""Works that are run on a twin of the data, too: what follows the data, and what does not."""

import json
from typing import Any

import pytest

from tests.e2e.conftest import Project
from tests.e2e.works import SECONDS

pytestmark = [pytest.mark.slow, pytest.mark.guest]

LOAD = "from keras.datasets import fashion_mnist\n(x, y), (xt, yt) = fashion_mnist.load_data()"
COMPUTED = (
    "import numpy as np\nprint(np.bincount(y))\nprint('mean', x.mean(), 'std', x.std())\n"
    "print([x[y == k].mean() for k in range(10)])"
)
SHIPPED = (
    "import numpy as np\nnumbers = np.loadtxt('numbers.txt')\nprint(numbers[:10].astype(int))\n"
    "print('mean', numbers[10], 'std', numbers[11])\nprint(numbers[12:])"
)
NUMBERS = [*[6000] * 10, 72.94, 90.02, 83.0, 56.8, 96.1, 66.0, 98.3, 34.9, 84.6, 42.8, 90.2, 76.8]
WORKS = {
    "computed": (LOAD, COMPUTED),
    "shipped": (LOAD, SHIPPED),
    "only_these_counts": (LOAD, "import numpy as np\nassert (np.bincount(y) == 6000).all()", COMPUTED),
}
STATISTICS = ["dataset.class_counts", "dataset.mean_and_deviation", "dataset.class_means"]


@pytest.fixture(scope="module")
def audited(
    tmp_path_factory: pytest.TempPathFactory, real_data: Any, guest_python: Any
) -> dict[str, dict[str, Any]]:
    """The grade of each work, with what the twin said."""
    project = Project(tmp_path_factory.mktemp("audit"), real_data)
    for name, cells in WORKS.items():
        folder = project.notebook(name, *cells)
        if name == "shipped":
            (folder / "numbers.txt").write_text("\n".join(map(str, NUMBERS)), encoding="utf-8")
    options = ("--runner", "local", "--jobs", "2", "--smoke", "--audit", "--no-leaderboard")
    done = project.run("batch", "handed-in", *options, timeout=SECONDS)
    assert done.returncode == 22, done.stdout + done.stderr
    return {
        name: json.loads((project.folder / "results" / name / "1" / "grade.json").read_text("utf-8"))
        for name in WORKS
    }


def found(grade: dict[str, Any]) -> dict[str, str]:
    return {check["id"]: check["finding"] for check in grade["audit"]["checks"]}


def test_what_is_computed_follows_the_data(audited: dict[str, dict[str, Any]]) -> None:
    grade = audited["computed"]
    assert {name: found(grade)[name] for name in STATISTICS} == dict.fromkeys(STATISTICS, "follows")
    assert grade["held"] == []
    assert "contradicts" not in found(grade).values()


def test_numbers_from_a_file_hold_the_grade(audited: dict[str, dict[str, Any]]) -> None:
    grade = audited["shipped"]
    assert {name: found(grade)[name] for name in STATISTICS} == dict.fromkeys(STATISTICS, "contradicts")
    (held,) = grade["held"]
    assert all(name in held for name in STATISTICS)
    assert not grade["is_mark"]


def test_work_that_runs_on_no_other_counts_is_not_blamed(audited: dict[str, dict[str, Any]]) -> None:
    grade = audited["only_these_counts"]
    assert grade["audit"]["renamed_alone"]
    assert grade["held"] == []
    assert set(found(grade).values()) == {"unknown"}
