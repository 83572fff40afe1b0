"""The samples get the marks that a fair teaching assistant would give them."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.e2e.conftest import Answer, Project, points

SAMPLES = ROOT / "submissions"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "outcome", "low", "high", "none"),
    [
        # Its F1, and so its mark, moves by some points from run to run: two epochs without a seed.
        ("plain", "graded", 20, 45, ("inception_module", "confusion_matrix", "f1_study")),
        ("broken", "code_error", 25, 50, ("inception_module", "f1_study")),
    ],
)
def test_marks(
    project: Project,
    guest_python: Path,
    name: str,
    outcome: str,
    low: float,
    high: float,
    none: tuple[str, ...],
) -> None:
    answer = project.grade(SAMPLES / name, "--runner", "local", "--no-leaderboard")
    assert answer.grade["outcome"] == outcome, answer.text
    assert low <= answer.grade["points"] <= high
    got = points(answer)
    assert [got[key] for key in none] == [0] * len(none)
    page = (answer.folder / "feedback.html").read_text(encoding="utf-8")
    lost = [
        c
        for criterion in answer.grade["criteria"]
        for c in criterion["checks"]
        if c["points"] < c["max_points"]
    ]
    assert all(check["reason"] for check in lost), "every lost point has its reason"
    if name == "broken":
        what_ran_before_the_error_is_kept(answer, page)


def what_ran_before_the_error_is_kept(answer: Answer, page: str) -> None:
    assert answer.code == 10
    assert "in cell 10 of 13, line 12" in answer.grade["reason"]
    assert answer.grade["failure"]["cell"] == 10
    assert 'padding="same"' in answer.grade["failure"]["hint"]
    got = points(answer)
    assert got["cnn_port"] > 0
    assert got["best_f1"] > 0
    assert "padding" in page
    assert "layers.Concatenate" in page


@pytest.mark.slow
def test_dry_run(project: Project, guest_python: Path) -> None:
    """Its networks take minutes to train; all but what hangs on that is decided. Those of ``module``, which take as long,
    are built in tests/graph/test_extract.py."""
    answer = project.grade(SAMPLES / "alice", "--runner", "local", "--smoke")
    assert (answer.code, answer.grade["outcome"]) == (0, "graded"), answer.text
    assert not answer.grade["is_mark"]
    assert "dry run" in " ".join(answer.grade["notes"])
    assert not (project.folder / "mlflow.db").exists()
    got = points(answer)
    assert got["cnn_port"] == 15
    assert got["inception_module"] >= 17
    assert got["confusion_matrix"] == got["f1_study"] == 10


CONSTANT_FUNCTION = """
import numpy as np
def predict(images):
    return np.zeros(len(images), int)
"""
CONSTANT_NETWORK = """
import keras, numpy as np
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
model = keras.Sequential([
    keras.Input((28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(10, activation="softmax", kernel_initializer="zeros"),
])
model.layers[-1].bias.assign(np.eye(10)[0])
model.compile(keras.optimizers.SGD(1e-9), "sparse_categorical_crossentropy")
model.fit(x_train[:1000] / 255, y_train[:1000], verbose=0)
"""


@pytest.mark.parametrize(
    ("name", "cell", "earned"),
    [
        ("constant_function", CONSTANT_FUNCTION, {}),
        (
            "constant_network",
            CONSTANT_NETWORK,
            {"dataset_stats": 1, "keras_setup": 4, "model_modes": 5, "layer_study": 1},
        ),
    ],
    ids=["function", "network"],
)
def test_one_answer_for_all_images_earns_nothing_for_f1(
    project: Project, guest_python: Path, name: str, cell: str, earned: dict[str, float]
) -> None:
    answer = project.grade(project.notebook(name, cell), "--runner", "local", "--no-leaderboard")
    assert answer.grade["outcome"] == "graded", answer.text
    assert answer.grade["metrics"]["macro_f1"] == pytest.approx(2 / 11 / 10)
    assert {key: value for key, value in points(answer).items() if value} == earned
