"""Works that are run on a twin of the data, too: what follows the data, and what does not."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.assignments.fashion_mnist.data import source
from tests.conftest import ROOT
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
IMPORT = (
    "import numpy as np, keras\nfrom keras import layers\nx, xt = x / 255.0, xt / 255.0\n"
    "shipped = np.load('weights.npz')\nshipped = [shipped['kernel'], shipped['bias']]\n"
    "def build(optimizer):\n    answer = layers.Dense(10, activation='softmax')\n"
    "    model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), answer])\n"
    "    model.compile(optimizer, 'sparse_categorical_crossentropy', ['accuracy'])\n    return model"
)
FIT = ".fit(x[:9000], y[:9000], epochs=2, verbose=0)"
NETWORKS = (
    f"weights_first = build(keras.optimizers.SGD(1e-7))\nweights_first.set_weights(shipped)\nweights_first{FIT}",
    f"learned = build('adam')\nlearned{FIT}",
    f"again = build('adam')\nagain.set_weights(learned.get_weights())\nagain{FIT}",
    f"weights_last = build('adam')\nweights_last{FIT}\nweights_last.set_weights(shipped)",
    f"still = build(keras.optimizers.SGD(1e-9))\nstill{FIT}",
    "def predict(images):\n    return (images.reshape(-1, 784) / 255 @ shipped[0] + shipped[1]).argmax(1)",
)
WORKS = {
    "networks": (LOAD, IMPORT, *NETWORKS),
    "computed": (LOAD, COMPUTED),
    "shipped": (LOAD, SHIPPED),
    "only_these_counts": (LOAD, "import numpy as np\nassert (np.bincount(y) == 6000).all()", COMPUTED),
}
STATISTICS = ["dataset.class_counts", "dataset.mean_and_deviation", "dataset.class_means"]


def centroids(data: Path) -> dict[str, np.ndarray]:
    """Weights of a layer that finds the nearest mean of a class, as one that was trained elsewhere would be."""
    dataset = source.load({source.DIR_VARIABLE: str(data)}, project=ROOT)
    images, labels = dataset.read()
    means = np.stack([images[labels == label].reshape(-1, 784).mean(axis=0) / 255 for label in range(10)])
    return {"kernel": means.T, "bias": -(means**2).sum(axis=1) / 2}


@pytest.fixture(scope="module")
def audited(
    tmp_path_factory: pytest.TempPathFactory, real_data: Path, guest_python: Path
) -> dict[str, dict[str, Any]]:
    """The grade of each work, with what the twin said."""
    project = Project(tmp_path_factory.mktemp("audit"), real_data)
    for name, cells in WORKS.items():
        folder = project.notebook(name, *cells)
        if name == "networks":
            np.savez(folder / "weights.npz", **centroids(real_data))
        if name == "shipped":
            (folder / "numbers.txt").write_text("\n".join(map(str, NUMBERS)), encoding="utf-8")
    options = ("--runner", "local", "--jobs", "2", "--smoke", "--audit", "--no-leaderboard")
    done = project.run("batch", "handed-in", *options, timeout=SECONDS)
    assert done.returncode == 22, done.stdout + done.stderr
    return {
        name: json.loads((project.folder / "results" / name / "1" / "grade.json").read_text("utf-8"))
        for name in WORKS
    }


def networks(grade: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {one["title"]: (one["finding"], one["reason"]) for one in grade["audit"]["networks"]}


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


FIRST, OTHER = "Before the first step of training", "knew the names of the first data"


@pytest.mark.parametrize(
    ("network", "finding", "words"),
    [
        ("learned", "follows", "moved towards the names"),
        ("again", "follows", "moved towards the names"),
        ("still", "unknown", "This says nothing against it."),
        ("weights_first", "contradicts", FIRST),
        ("weights_last", "contradicts", OTHER),
        ("predict(images)", "contradicts", OTHER),
    ],
)
def test_what_a_network_learned(
    network: str, finding: str, words: str, audited: dict[str, dict[str, Any]]
) -> None:
    found, reason = networks(audited["networks"])[network]
    assert (found, words in reason) == (finding, True), reason


def test_weights_from_elsewhere_hold_the_grade(audited: dict[str, dict[str, Any]]) -> None:
    grade = audited["networks"]
    assert any(FIRST in held or OTHER in held for held in grade["held"])
    assert not grade["is_mark"]
