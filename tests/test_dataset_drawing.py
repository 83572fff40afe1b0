"""What is kept of a split, and that it is drawn when its images are needed and no earlier."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.dataset import drawing
from harness.dataset.dataset import Dataset
from harness.dataset.drawing import Drawing, kept
from harness.dataset.split import Split, make_split
from harness.sandbox.contract import Later

KEY = b"a key of sixteen characters"
SIZES = (4, 12, 6)


class Course:
    """A data set of noise images, a key, and how often the split was drawn."""

    def __init__(self, folder: Path, seed: int = 0) -> None:
        images = np.random.default_rng(seed).integers(0, 256, (200, 28, 28)).astype(np.uint8)
        labels = np.repeat(np.arange(10, dtype=np.uint8), 20)
        self.folder, self.drawn = folder, 0
        self.data = Dataset.of(images, labels, origin="noise", stand_in=False, verified=False)

    def draw(self, key: bytes, hidden: int) -> Split:
        self.drawn += 1
        return make_split(
            self.data, key, hidden, classes=CLASS_NAMES, train_per_class=SIZES[1], test_per_class=SIZES[2]
        )

    def drawing(self, key: bytes = KEY, hidden: int = SIZES[0]) -> Drawing:
        sizes = (hidden, *SIZES[1:])
        return kept(self.folder, self.data, key, sizes, len(CLASS_NAMES), lambda: self.draw(key, hidden))


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path / "splits")


def test_the_second_command_knows_and_draws_only_what_it_needs(course: Course) -> None:
    first, second = course.drawing(), course.drawing()
    assert course.drawn == 1
    assert (second.split_id, second.stand_in, second.truth) == (first.split_id, first.stand_in, first.truth)
    np.testing.assert_array_equal(second.split().hidden_labels, first.split().hidden_labels)
    assert course.drawn == 2


def test_the_truth_is_that_of_the_visible_training_set(course: Course) -> None:
    split, truth = course.drawing().split(), course.drawing().truth
    assert truth.mean == pytest.approx(split.train_images.mean())
    assert truth.deviation == pytest.approx(split.train_images.std())
    assert truth.class_means[3] == pytest.approx(split.train_images[split.train_labels == 3].mean())


def test_nothing_hidden_is_kept(course: Course) -> None:
    split = course.drawing().split()
    [path] = course.folder.iterdir()
    content = json.loads(path.read_text())
    assert set(content) == {"split_id", "truth"}
    assert set(content["truth"]) == {"mean", "deviation", "class_means", "class_counts"}
    assert split.split_id not in path.name
    assert KEY.decode() not in path.read_text() + path.name


def test_what_was_kept_for_something_else_is_not_taken(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [
        course.drawing().split_id,
        course.drawing(key=b"another key of the course").split_id,
        course.drawing(hidden=3).split_id,
        Course(course.folder, seed=1).drawing().split_id,
    ]
    assert len(set(ids)) == 4
    assert course.drawn == 3
    monkeypatch.setattr(drawing, "KEPT_VERSION", drawing.KEPT_VERSION + 1)
    course.drawing()
    assert course.drawn == 4


@pytest.mark.parametrize(
    "content", ["", "{}", '{"split_id": "x", "truth": {"mean": NaN, "deviation": 1}}', "\x00"]
)
def test_what_cannot_be_read_is_drawn_anew(course: Course, content: str) -> None:
    right = course.drawing()
    [path] = course.folder.iterdir()
    path.write_text(content)
    assert course.drawing().truth == right.truth
    assert json.loads(path.read_text())["split_id"] == right.split_id


def test_a_folder_that_cannot_be_written_costs_time_alone(course: Course) -> None:
    course.folder.write_text("a file in its place")
    assert course.drawing().split_id == course.drawing().split_id
    assert course.drawn == 2


def test_threads_share_one_split(course: Course) -> None:
    course.drawing()
    shared, together = course.drawing(), threading.Barrier(4)

    def ask(_: int) -> Split:
        together.wait()
        return shared.split()

    with ThreadPoolExecutor(4) as pool:
        splits = list(pool.map(ask, range(4)))
    assert all(split is splits[0] for split in splits)
    assert course.drawn == 2


def test_files_are_made_when_one_is_asked_for() -> None:
    made: list[int] = []

    def make() -> dict[str, bytes]:
        made.append(1)
        return {"a": b"1", "b": b"2"}

    later = Later(make)
    assert made == []
    assert (len(later), sorted(later), later["b"], dict(later)) == (
        2,
        ["a", "b"],
        b"2",
        {"a": b"1", "b": b"2"},
    )
    assert made == [1]


def test_images_are_read_when_they_are_needed() -> None:
    def read() -> tuple[np.ndarray, np.ndarray]:
        asked.append(1)
        return np.zeros((1, 2, 2), np.uint8), np.zeros(1, np.uint8)

    asked: list[int] = []
    reader: Callable[[], tuple[np.ndarray, np.ndarray]] = read
    data = Dataset(reader, "an id", "noise", stand_in=True, verified=False)
    assert asked == []
    assert data.images.shape == (1, 2, 2)
    assert data.labels.shape == (1,)
    assert asked == [1]
