"""A batch gets works ready before their turn; what comes of them is what comes of each alone.

On Docker, where most stands between the driver that waits and the batch; without it, tests/guest/test_ahead.py shows the same of
the driver.
"""

import json
from typing import Any

import pytest

from tests.e2e.conftest import Answer, Project

TRAINS = (
    "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras",
    """
keras.utils.set_random_seed(1)
(x, y), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
model = keras.Sequential([keras.layers.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:6000] / 255.0, y[:6000], verbose=0, epochs=2)
""",
)
ODD = (
    "import numpy as np\nimport no_such_package\nprint(1 / 0)",
    "import os\nos.environ['KERAS_BACKEND'] = 'theano'",
    "import keras\nprint(keras.backend.backend(), os.environ['KERAS_BACKEND'])",
)
"""What is imported fails, and what is set before an import would change it."""
WORKS = {"a-first": ODD, "b-trains": TRAINS, "c-later": ODD}
"""Nothing is ready for the first of a batch, so that it is what comes of the third alone."""


def decided(answer: Answer) -> dict[str, Any]:
    """What decides a mark, but for what differs from one training to the next."""
    grade = answer.grade
    checks = {check["id"]: check["status"] for one in grade["criteria"] for check in one["checks"]}
    kept = {name: grade[name] for name in ("outcome", "held", "adapted", "failure", "is_mark", "facts")}
    networks = [(one["kind"], one["parameters"], one["motifs"]) for one in grade["networks"]]
    return {**kept, "checks": checks, "networks": networks}


@pytest.mark.slow
@pytest.mark.docker
@pytest.mark.parametrize("runner", ["docker"], indirect=True)
def test_marks_are_those_of_each_alone(project: Project, runner: str) -> None:
    project.rubric(memory_gb=3)
    for name, cells in WORKS.items():
        project.notebook(name, *cells)
    options = ("--runner", runner, "--no-leaderboard")
    done = project.run("batch", "handed-in", "--jobs", "1", *options)
    found = {name: project.newest(name, done) for name in WORKS}
    found["alone"] = project.grade(project.notebook("alone", *TRAINS), *options)
    for name, answer in found.items():
        lines = (answer.folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
        was_ready = json.loads(lines[0])["event"] == "ready"
        assert was_ready is (name in ("b-trains", "c-later")), done.stdout + done.stderr
    for cold, warm in (("a-first", "c-later"), ("alone", "b-trains")):
        assert decided(found[warm]) == decided(found[cold])
    assert "KERAS_BACKEND=theano" in [one["was"] for one in found["c-later"].grade["adapted"]]
    scores = [found[name].grade["metrics"]["macro_f1"] for name in ("alone", "b-trains")]
    assert scores[0] == pytest.approx(scores[1], abs=0.02)
