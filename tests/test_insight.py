"""What a student learns from beside the verdicts: of the visible split, of the run, and of nothing else."""

import base64
import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from harness.assignments.fashion_mnist import ASSIGNMENT
from harness.dataset.dataset import Labelled
from harness.dataset.drawing import Drawing, Truth
from harness.dataset.split import Split
from harness.evidence.event_log import EventLog
from harness.evidence.network import Network
from harness.evidence.schema import Evidence, Fit, NotebookCell
from harness.grade.insight import MAX_CURVES, MAX_POINTS
from harness.grading.insight import headings, insight, mistaken
from harness.wire.channel import Speaker


def split_of(labels: list[int], side: int = 28) -> Split:
    """A split whose visible test set has these labels, and whose every other image would be noticed: all are 255."""
    images = np.stack([np.full((side, side), place, np.uint8) for place in range(len(labels))])
    others = np.full((3, side, side), 255, np.uint8)
    return Split(
        hidden_images=others,
        hidden_labels=np.array([1, 2, 3], np.uint8),
        test_images=images,
        test_labels=np.array(labels, np.uint8),
        train=Labelled(lambda: (others, np.array([1, 2, 3], np.uint8))),
        split_id="a" * 16,
        stand_in=False,
        origin="a test",
    )


def undrawn() -> Split:
    raise AssertionError("the split was drawn, and nothing asks for its images")


UNDRAWN = Drawing("a" * 16, False, Truth(mean=0, deviation=0), undrawn, b"")


def test_the_most_frequent_mistakes_come_with_visible_images() -> None:
    split = split_of([0, 0, 0, 1, 1, 2])
    found = mistaken(np.array([2, 2, 0, 1, 0, 2]), split, ["a", "b", "c"])
    assert [(one.true, one.predicted, one.images, one.total) for one in found] == [
        ("a", "c", 2, 3),
        ("b", "a", 1, 2),
    ]
    shades = [
        [int(np.array(Image.open(io.BytesIO(base64.b64decode(picture)))).mean()) for picture in one.pictures]
        for one in found
    ]
    assert shades == [[0, 1], [4]]


def test_pictures_that_are_too_large_for_a_page_are_left_out() -> None:
    split = split_of([0, 1], side=200)
    noise = np.random.default_rng(0).integers(0, 256, (2, 200, 200), np.uint8)
    (found,) = mistaken(np.array([1, 1]), replace(split, test_images=noise), ["a", "b"])
    assert (found.images, found.pictures) == (1, [])


@pytest.mark.parametrize(
    ("source", "task"),
    [
        ("# Task 3", 3),
        ("## Задание №4: архитектура", 4),
        ("### 5. Porting", 5),
        ("Задача 6", 6),
        ("# 2017 in review", None),
        ("Task 99", None),
        ("we use 3 layers", None),
    ],
)
def test_headings_of_tasks(source: str, task: int | None) -> None:
    cells = [
        NotebookCell(number=1, code=True, source=source),
        NotebookCell(number=2, code=False, source=f"Some words.\n\n{source}"),
        NotebookCell(number=3, code=False, source=source),
    ]
    assert headings(cells, 7) == ({} if task is None else {task: 2})


def fit(model: str, history: dict[str, list[float | None]], name: str = "f1") -> Fit:
    return Fit(fit=name, model=model, completed=True, seconds=1, epochs=2, steps=9, history=history, cell=4)


def of(fits: list[Fit], networks: list[Network]) -> tuple[list[str], int]:
    found = insight(ASSIGNMENT, Evidence(fits=fits), networks, None, UNDRAWN)
    return [curve.network for curve in found.curves], found.more_curves


def test_of_many_trainings_those_of_networks_that_play_a_part_stay() -> None:
    played = Network(id="m900", kind="Sequential", roles=["best"])
    fits = [fit(f"m{place}", {"loss": [1, 2]}) for place in range(MAX_CURVES)]
    kept, more = of([*fits, fit("m900", {"loss": [1, 2]})], [played])
    assert kept == [*(f"m{place}" for place in range(MAX_CURVES - 1)), "m900"]
    assert more == 1


def test_a_long_history_keeps_its_ends_and_what_is_no_number_a_gap() -> None:
    values: list[float | None] = [*map(float, range(200))]
    values[0] = None
    found = insight(ASSIGNMENT, Evidence(fits=[fit("m1", {"loss": values})]), [], None, UNDRAWN)
    (curve,) = found.curves
    assert (curve.title, curve.cell, curve.epochs) == ("m1", 4, 200)
    assert len(curve.series["loss"]) == MAX_POINTS
    assert (curve.series["loss"][0], curve.series["loss"][-1]) == (None, 199.0)


def test_what_was_measured_stands_beside() -> None:
    found = insight(ASSIGNMENT, Evidence(), [], None, UNDRAWN)
    assert {"best", "cnn"} <= {one.role for one in found.measured}
    assert found.curves == []


def test_the_cell_of_a_training_is_that_which_the_driver_named() -> None:
    log = EventLog()
    running = '{"event": "cell", "number": 7, "total": 9, "state": "running"}'
    told = '{"event": "fit", "state": "end", "fit": "f1", "model": "m1", "completed": true, "seconds": 1, "steps": 5, "cell": 3}'
    assert log.add(running) is not None
    assert log.add(told, Speaker.KERNEL) is not None
    assert [one.cell for one in log.evidence([]).fits] == [7]
