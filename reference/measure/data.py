"""The split that the zoo is trained and scored on, and what of it the worker gets."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import numpy as np

from harness.assignments.fashion_mnist.data.spec import FASHION_MNIST
from harness.dataset.key import KEY_VARIABLE
from harness.dataset.load import load_drawing
from harness.dataset.split import Split
from harness.workplace import Workplace
from reference.measure.worker import ROOT

PUBLISHED_KEY = ROOT / "reference" / "published-split.key"

Choice = Literal["published", "project"]


def draw_split(
    choice: Choice, place: Workplace, say: Callable[[str], None], environ: Mapping[str, str] = os.environ
) -> Split:
    """Draws the published split, whose key is committed, or the project's secret one, as `grade` does.

    The published one hides 500 images of each class whatever the rubric says, so that its numbers stay comparable.

    Raises:
        UsageError: the data folder, the key or the rubric is wrong.
    """
    if choice == "published":
        environ = {**environ, KEY_VARIABLE: PUBLISHED_KEY.read_text(encoding="utf-8")}
        hidden_per_class: int | None = FASHION_MNIST.hidden_per_class
    else:
        hidden_per_class = place.rubric().dataset.hidden_per_class
    return load_drawing(
        FASHION_MNIST,
        environ,
        project=place.project,
        home=place.home,
        hidden_per_class=hidden_per_class,
        say=say,
    ).split()


def write_for_worker(split: Split, folder: Path) -> None:
    """Writes the visible training set, and the hidden images without labels, as `reference.zoo.job.Job` wants them."""
    for name, array in (
        ("train_images", split.train_images),
        ("train_labels", split.train_labels),
        ("test_images", split.hidden_images),
    ):
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
