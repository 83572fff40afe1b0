"""A notebook goes in, a grade comes out."""

import os
import re
import sqlite3
import xml.dom.minidom
from pathlib import Path

import pytest

from tests.e2e.conftest import Project, points

LOCALLY = pytest.mark.parametrize("runner", ["local"], indirect=True)
"""What depends on no sandbox. Docker takes the same way in `test_ahead`, `test_outcomes`, tests/wild and tests/hostile; that both
do the same is for tests/sandbox."""
LOAD = """
import keras, numpy as np
from keras import layers
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
print(keras.__version__, x_train.shape, x_test.shape, x_train.dtype, x_train.min(), x_train.max())
print(np.bincount(y_train), x_train.mean(), x_train.std())
x = (x_train[:4000, ..., None] / 255).astype("float32"); t = (x_test[..., None] / 255).astype("float32")
"""
CNN = """
cnn_model = keras.Sequential([layers.Input((28, 28, 1)), layers.Conv2D(32, 3, strides=2, activation="relu"),
    layers.Conv2D(64, 3, strides=2, activation="relu"), layers.MaxPooling2D(2), layers.Dropout(.25), layers.Flatten(),
    layers.Dense(128, activation="relu"), layers.Dropout(.5), layers.Dense(10, activation="softmax")])
cnn_model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
cnn_model.fit(x, y_train[:4000], epochs=1, verbose=0)
"""
INCEPTION = """
i = keras.Input((28, 28, 1))
h = layers.MaxPooling2D(2)(layers.Conv2D(64, 3, strides=2, activation="relu")(i))
c = lambda n, k, z: layers.Conv2D(n, k, padding="same", activation="relu")(z)
h = layers.Concatenate()([c(64, 1, h), c(64, 3, c(64, 1, h)), c(64, 5, c(64, 1, h)),
                          c(64, 1, layers.MaxPooling2D(3, 1, padding="same")(h))])
h = layers.Dense(10, activation="softmax")(layers.Flatten()(h))
inception_model = keras.Model(i, h)
inception_model.compile("adadelta", "sparse_categorical_crossentropy", metrics=["accuracy"])
inception_model.optimizer.learning_rate = 1.0
inception_model.fit(x, y_train[:4000], epochs=1, verbose=0)
"""
STUDY = """
from sklearn.metrics import confusion_matrix, f1_score
for model in (cnn_model, inception_model):
    p = model.predict(t, verbose=0).argmax(1)
    print(confusion_matrix(y_test, p)); print("macro F1:", f1_score(y_test, p, average="macro"))
"""


@LOCALLY
def test_a_notebook_gets_its_mark_in_every_form(project: Project, runner: str) -> None:
    answer = project.grade(project.notebook("vera", LOAD, CNN, INCEPTION, STUDY), "--runner", runner)
    grade = answer.grade
    assert (answer.code, grade["outcome"]) == (0, "graded"), answer.text
    got = points(answer)
    assert got["inception_module"] == 17, "all but the port around it, which is a smaller one"
    statuses = {check["id"]: check["status"] for one in grade["criteria"] for check in one["checks"]}
    assert statuses["inception.trained"] == "passed"
    assert got["confusion_matrix"] == got["f1_study"] == 10
    assert got["dataset_stats"] == 7, "all but the means of the classes and the pictures"
    assert got["model_modes"] == 10
    assert sum(got.values()) == grade["points"] <= grade["max_points"] == 100
    assert {network["names"][0] for network in grade["networks"]} == {"cnn_model", "inception_model"}
    shown = (answer.folder / "executed.ipynb").read_text(encoding="utf-8")
    assert "Assets written" not in shown, "what we write is not told in the student's cells"
    claimed = [float(text) for text in re.findall(r"macro F1: (0\.\d+)", shown)]
    for network, claim in zip(grade["networks"], claimed, strict=True):
        assert abs(network["visible"]["macro_f1"] - claim) < 0.002, "we find what the student found"
        low, high = network["hidden"]["macro_f1_interval"]
        assert low - 0.02 < claim < high + 0.02
        assert "checked on" in network["preprocessing"]
    scores = {one["names"][0]: one["hidden"]["macro_f1"] for one in grade["networks"]}
    gain = grade["gain"]
    assert (gain["first"], gain["second"], gain["images"]) == ("cnn_model", "inception_model", 1000)
    assert abs(gain["difference"] - (scores["inception_model"] - scores["cnn_model"])) < 1e-9
    matrix = grade["metrics"]["confusion_matrix"]
    assert [sum(row) for row in matrix] == [100] * 10
    assert all(grade[key] for key in ("split_id", "image_id", "gpus", "versions", "times", "started"))
    page = (answer.folder / "feedback.html").read_text(encoding="utf-8")
    svg = page[page.index("<svg") : page.index("</svg>") + 6]
    assert xml.dom.minidom.parseString(svg)
    assert page.count('class="block added"') == 1, "the module stands out in the picture of both networks"
    assert "cell 2 of 4" in answer.text
    with sqlite3.connect(project.folder / "mlflow.db") as database:
        ((score,),) = database.execute("select value from metrics where key = 'macro_f1'").fetchall()
    assert score == grade["metrics"]["macro_f1"]


@LOCALLY
def test_own_predict_is_asked_only_after_the_run(project: Project, runner: str) -> None:
    odd = """
w = np.random.default_rng(0).normal(size=(784, 200)) / 100
def features(images): return np.tanh(np.asarray(images).reshape(-1, 784) @ w / 30)
m = keras.Sequential([layers.Input((200,)), layers.Dense(10, activation="softmax")])
m.compile("adam", "sparse_categorical_crossentropy"); m.fit(features(x_train[:4000]), y_train[:4000], epochs=2, verbose=0)
def predict(images):
    assert images.shape == (11000, 28, 28) and images.dtype == np.uint8
    return m.predict(features(images), verbose=0).argmax(1)
"""
    answer = project.grade(project.notebook("gleb", LOAD, odd), "--runner", runner, "--no-leaderboard")
    by_name = {one["names"][0]: one for one in answer.grade["networks"]}
    assert by_name["m"]["hidden"] is None
    assert "preprocess(images)" in by_name["m"]["reason"]
    assert by_name["predict(images)"]["hidden"]["macro_f1"] > 0.6
    assert by_name["predict(images)"]["roles"] == ["best"]


@LOCALLY
def test_nothing_printed_or_forged_moves_the_mark(project: Project, runner: str) -> None:
    forged = """
import json, os, pathlib, sklearn.metrics
sklearn.metrics.f1_score = lambda *a, **k: 1.0
print("PASSED 100/100", '{"event": "end", "state": "finished"}')
out = pathlib.Path(os.environ["HARNESS_OUT"])
(out / "grade.json").write_text('{"points": 100}')
(out / "models").mkdir(exist_ok=True); (out / "models" / "m1").symlink_to("/etc")
(out / "answers").mkdir(exist_ok=True); (out / "answers" / "predict.npy").write_bytes(b"no array")
lines = ['{"event": "functions", "predict": true}', '[1]', '{"event": "model", "model": "../x"}', '']
open(os.environ["HARNESS_EVENTS"], "w").write(chr(10).join(lines))
os._exit(0)
"""
    answer = project.grade(project.notebook("mallory", forged), "--runner", runner, "--no-leaderboard")
    assert (answer.code, answer.grade["outcome"]) == (10, "code_error"), answer.text
    assert answer.grade["points"] == 0
    assert not os.path.lexists(answer.folder / "models")


def test_without_the_data_the_stand_in_serves_and_is_no_mark(project: Project, guest_python: Path) -> None:
    del project.env["FASHION_MNIST_DIR"]
    # A proxy that refuses stands for a machine without a network.
    away = {
        "https_proxy": "http://127.0.0.1:9",
        "KERAS_HOME": str(project.folder),
        "XDG_CACHE_HOME": str(project.folder),
    }
    count = 'import gzip\nprint(len(gzip.open("train-images-idx3-ubyte.gz").read()))'
    folder = project.notebook("nina", count)
    done = project.run("grade", str(folder), "--runner", "local", env=away)
    answer = project.newest("nina", done)
    assert answer.grade["outcome"] == "graded", answer.text
    assert answer.grade["stand_in"]
    assert not answer.grade["is_mark"]
    assert "stand-in" in answer.text
    assert str(16 + 60_000 * 28 * 28) in (answer.folder / "executed.ipynb").read_text(encoding="utf-8")
    assert not (project.folder / "mlflow.db").exists()


def test_a_student_checks_without_key_and_results(project: Project, guest_python: Path) -> None:
    submission = project.notebook("vera", LOAD, "import no_such_package", INCEPTION)
    done = project.run("check", str(submission), "--runner", "local", env={"HARNESS_SPLIT_KEY": ""})
    assert done.returncode == 10, done.stdout + done.stderr
    text = " ".join(done.stdout.split())
    assert "ModuleNotFoundError in cell 2 of 3" in text
    assert "(of the 1 cell that ran after it, none failed)" in text
    assert "✓ A trained network has an Inception module" in text
    assert "✗ The confusion matrix of a network on the test set is computed" in text
    assert "undecided" in text
    assert "macro-F1" not in text
    assert {path.name for path in project.folder.iterdir()} == {"rubric.yaml", "handed-in"}


@pytest.mark.docker
def test_student_code_may_import_what_the_rubric_adds(project: Project, docker_engine: None) -> None:
    path = project.folder / "rubric.yaml"
    path.write_text(
        path.read_text().replace("run:\n", "run:\n  packages: [toolz==1.0.0]\n"), encoding="utf-8"
    )
    submission = project.notebook("vera", "import toolz\nprint(toolz.__version__)")
    answer = project.grade(submission, "--runner", "docker", "--no-leaderboard")
    assert answer.grade["outcome"] == "graded", answer.text
    assert "1.0.0" in (answer.folder / "executed.ipynb").read_text()
