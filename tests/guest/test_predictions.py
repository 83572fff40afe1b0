"""Whose predictions a score was computed of, and of which images; no network is needed to see that."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.assignments.fashion_mnist import ASSIGNMENT
from harness.assignments.fashion_mnist.data.standin import draw
from harness.dataset.assets import visible_assets
from harness.dataset.dataset import Visible as Split
from harness.guest.visible import Visible
from harness.guest.watch import calls
from harness.guest.watch.predictions import Predictions
from harness.sandbox.contract import Asset

from .driving import lay_out

TRAIN, TEST = 700, 300
Event = dict[str, Any]


class Student:
    """A network that answers as it likes, in a run that is watched."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        images, labels = draw(train_per_class=TRAIN // 10, test_per_class=TEST // 10)
        self.x, self.y = images, labels
        parts = (images[:TRAIN], labels[:TRAIN], images[TRAIN:], labels[TRAIN:])
        lay_out(Asset("data", dict(visible_assets(ASSIGNMENT.data, Split(*parts)))), folder / "data")
        visible = Visible(folder / "data")
        predictions = Predictions(visible, lambda model: "m7")
        self._events: list[Event] = []
        monkeypatch.setattr(calls, "send", self._events.append)
        made = {patch.path: patch.make for patch in predictions.patches()}
        self.predict = made["Model.predict"](lambda model, x: self._scores(len(x)))
        self.fit = made["Model.fit"](lambda model, x, y: None)
        from sklearn import metrics  # takes seconds, which each process that collects tests would pay

        self.sklearn = metrics
        watched = calls.Calls(visible, predictions).patches()
        self.metrics = {one.path: one.make(getattr(metrics, one.path)) for one in watched[:4]}

    def _scores(self, rows: int) -> np.ndarray:
        return np.random.default_rng(rows).dirichlet(np.full(10, 0.2), rows)

    def told(self, function: str, *given: Any, **named: Any) -> Event:
        """What is told of a call."""
        self.metrics[function](*given, **named)
        return self._events[-1]


@pytest.fixture
def student(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Student:
    return Student(tmp_path, monkeypatch)


def test_the_test_set_in_order_and_the_network_that_was_asked(student: Student) -> None:
    x, y = student.x[TRAIN:] / 255.0, student.y[TRAIN:]
    scores = student.predict(None, x)
    guess = scores.argmax(axis=1)
    for truth, given in (
        (y, guess),
        (list(y), guess.tolist()),
        (y.astype(str).astype(object), guess.astype(str)),
        (np.array(ASSIGNMENT.data.classes)[y], np.array(ASSIGNMENT.data.classes)[guess]),
        (np.eye(10)[y], np.eye(10)[guess]),
    ):
        told = student.told("f1_score", truth, given, average="macro")
        assert (told["truth"], told["network"], told["view"], told["rows"]) == ("test", "m7", "labels", TEST)
        assert (
            told["matrix"].tolist() == student.sklearn.confusion_matrix(y, guess, labels=range(10)).tolist()
        )
    assert student.told("f1_score", y, np.roll(guess, 1), average="macro")["network"] is None
    mixed = student.predict(None, x[::-1]).argmax(axis=1)
    assert student.told("f1_score", y, mixed, average="macro")["network"] is None


def test_scores_above_a_threshold_are_known_by_their_order(student: Student) -> None:
    x, y = student.x[TRAIN:], student.y[TRAIN:]
    scores = student.predict(None, x)
    for threshold in (0.3, 0.5, 0.9):
        told = student.told("f1_score", np.eye(10)[y], scores > threshold, average="macro")
        assert (told["truth"], told["network"], told["view"]) == ("test", "m7", "thresholded")
        assert told["matrix"].tolist() == student.sklearn.confusion_matrix(y, scores.argmax(1)).tolist()
    told = student.told("f1_score", np.eye(10)[y], np.roll(scores, 1, axis=0) > 0.5, average="macro")
    assert (told["network"], told["matrix"]) == (None, None)
    nothing = np.zeros((TEST, 10))
    assert student.told("f1_score", np.eye(10)[y], nothing, average="macro")["network"] is None


def test_training_images_are_known_by_their_labels(student: Student) -> None:
    own = np.random.default_rng(0).permutation(len(student.y))
    x, y = student.x[own], student.y[own]
    student.fit(None, x[:800], y[:800])
    for given, truth in (
        (student.y[:TRAIN], "train"),
        (student.y[100:200], "train"),
        (y[:800], "train"),
        (y[100:300], "train"),
        (student.y[TRAIN:][::-1], "other"),
        (y[800:], "other"),
    ):
        assert student.told("f1_score", given, given, average="macro")["truth"] == truth


def test_a_test_set_of_the_student_s_own_has_images_of_both_parts(student: Student) -> None:
    own = np.random.default_rng(0).permutation(len(student.y))
    x, y = student.x[own] / 255.0, student.y[own]
    student.fit(None, x[:800], y[:800])
    guess = student.predict(None, x[800:]).argmax(axis=1)
    told = student.told("confusion_matrix", y[800:], guess)
    assert (told["truth"], told["network"]) == ("own", "m7")
    assert student.told("confusion_matrix", np.roll(y[800:], 1), guess)["truth"] == "other"
    inner = np.random.default_rng(1).permutation(TRAIN)[:200]
    guess = student.predict(None, student.x[:TRAIN][inner]).argmax(axis=1)
    assert student.told("confusion_matrix", student.y[:TRAIN][inner], guess)["truth"] == "train"


def test_a_part_of_the_classes_is_told_as_that_and_inner_calls_are_not(student: Student) -> None:
    y, guess = student.y[TRAIN:], np.roll(student.y[TRAIN:], 1)
    assert student.told("f1_score", y, guess, labels=[0, 1], average="macro")["view"] == "part"
    for label in range(10):
        one = student.told("f1_score", y == label, guess == label)
        assert (one["truth"], one["view"]) == ("test", "part")
    assert student.told("f1_score", y < 5, guess < 5)["truth"] == "other"
    whole = student.told("f1_score", y, guess, labels=list(range(10)), average="macro")
    assert whole["view"] == "labels"
    before = len(student._events)
    inside: dict[str, Any] = {"__name__": calls.SKLEARN, "watched": student.metrics["confusion_matrix"]}
    exec("def cohen_kappa_score(a, b):\n    return watched(a, b)", inside)
    inside["cohen_kappa_score"](y, guess)
    assert len(student._events) == before


def test_classes_may_have_names_of_the_student_s_own(student: Student) -> None:
    names = np.array([f"class {letter}" for letter in "jihgfedcba"])
    y, guess = student.y[TRAIN:], np.roll(student.y[TRAIN:], 1)
    told = student.told("confusion_matrix", names[y], names[guess], labels=list(names))
    plain = student.told("confusion_matrix", y, guess)
    assert (told["truth"], told["view"], told["rows"]) == ("test", "labels", len(y))
    assert np.array_equal(told["matrix"], plain["matrix"])
    merged = np.where(y < 2, "low", names[y])
    assert student.told("f1_score", merged, merged, average="macro")["truth"] == "other"


def test_a_network_may_have_the_classes_in_the_order_of_their_names(student: Student) -> None:
    names = np.array([f"class {letter}" for letter in "jihgfedcba"])
    x, y = student.x[TRAIN:] / 255.0, student.y[TRAIN:]
    guess = student.predict(None, x).argmax(axis=1)
    encoded = np.sort(names)
    told = student.told("f1_score", names[y], encoded[guess], average="macro")
    assert (told["truth"], told["network"]) == ("test", "m7")
    assert student.told("f1_score", names[y], np.roll(encoded[guess], 1), average="macro")["network"] is None
    # Numbers are taken for what they are.
    assert student.told("f1_score", y, 9 - guess, average="macro")["network"] is None


def test_classes_may_have_numbers_of_the_student_s_own(student: Student) -> None:
    x, y = student.x[TRAIN:] / 255.0, student.y[TRAIN:]
    guess = student.predict(None, x).argmax(axis=1)
    told = student.told("f1_score", 9 - y, guess, average="macro")
    assert (told["truth"], told["network"], told["rows"]) == ("test", "m7", TEST)
    assert np.array_equal(told["matrix"], student.told("confusion_matrix", y, 9 - guess)["matrix"])
    assert student.told("f1_score", 9 - y, np.roll(guess, 1), average="macro")["network"] is None
    own = np.random.default_rng(0).permutation(len(student.y))
    guess = student.predict(None, student.x[own]).argmax(axis=1)
    told = student.told("confusion_matrix", 9 - student.y[own], guess)
    assert (told["truth"], told["network"]) == ("own", "m7")
