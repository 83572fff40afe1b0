"""Keras takes images without the last axis of 1 that a network's input has, and so does scoring."""

from pathlib import Path

import numpy as np

from tests.e2e.conftest import Project

WORK = """
import keras, numpy as np
from sklearn.metrics import confusion_matrix, f1_score
(x, y), (xt, yt) = keras.datasets.fashion_mnist.load_data()
x, xt = x / 255.0, xt / 255.0
net = keras.Sequential([keras.layers.Input((28, 28, 1)), keras.layers.Conv2D(8, 3, strides=2, activation="relu"),
    keras.layers.MaxPooling2D(), keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(x, y, batch_size=512, epochs=1, verbose=0)
p = net.predict(xt, batch_size=256, verbose=0).argmax(1)
print(confusion_matrix(yt, p))
print("macro F1:", f1_score(yt, p, average="macro"))
"""


def test_a_network_that_is_fed_images_without_their_last_axis_is_scored(
    project: Project, guest_python: Path
) -> None:
    answer = project.grade(project.notebook("dasha", WORK), "--runner", "local", "--smoke")
    assert (answer.code, answer.grade["outcome"]) == (0, "graded"), answer.text
    (network,) = answer.grade["models"]
    assert network["reason"] == ""
    assert np.sum(network["metrics"]["confusion_matrix"]) == 1000
    checks = {check["id"]: check for criterion in answer.grade["criteria"] for check in criterion["checks"]}
    for name in ("confusion.computed", "confusion.shown", "f1.computed", "f1.agrees"):
        assert checks[name]["points"] == checks[name]["max_points"] > 0, checks[name]
    assert "we find" in checks["f1.agrees"]["reason"]
