"""What is trained on and what is scored: the published split, or the project's own."""

import os
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest

from harness.dataset.key import KEY_FILE, KEY_VARIABLE
from harness.dataset.split import Split
from harness.workplace import Workplace
from reference.measure import data
from reference.measure.cli import Places
from reference.measure.data import PUBLISHED_KEY, draw_split, write_for_worker
from reference.measure.results import Results


def test_the_worker_gets_no_hidden_label(split: Split, tmp_path: Path) -> None:
    write_for_worker(split, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "train_images.npy",
        "train_labels.npy",
        "test_images.npy",
    }
    np.testing.assert_array_equal(np.load(tmp_path / "train_images.npy"), split.train_images)
    np.testing.assert_array_equal(np.load(tmp_path / "train_labels.npy"), split.train_labels)
    np.testing.assert_array_equal(np.load(tmp_path / "test_images.npy"), split.hidden_images)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the harness was asked for a split with."""
    calls: list[dict[str, Any]] = []

    def load_drawing(spec: object, environ: dict[str, str], **rest: object) -> Mock:
        calls.append({"environ": environ, **rest})
        return Mock()

    monkeypatch.setattr(data, "load_drawing", load_drawing)
    return calls


def test_the_published_key_and_the_projects_own(places: Places, asked: list[dict[str, Any]]) -> None:
    text = places.workplace.rubric_path.read_text(encoding="utf-8")
    places.workplace.rubric_path.write_text(text.replace("hidden_per_class: 500", "hidden_per_class: 200"))
    secret = {KEY_VARIABLE: "the key of this project"}
    draw_split("published", places.workplace, print, secret)
    draw_split("project", places.workplace, print, secret)
    published, project = asked
    assert published["environ"][KEY_VARIABLE] == PUBLISHED_KEY.read_text(encoding="utf-8")
    assert published["hidden_per_class"] == 500
    assert project["environ"][KEY_VARIABLE] == "the key of this project"
    assert project["hidden_per_class"] == 200


@pytest.mark.slow
def test_the_published_split_is_the_one_of_the_committed_rows(real_data: Path, tmp_path: Path) -> None:
    environ = {**os.environ, "FASHION_MNIST_DIR": str(real_data)}
    workplace = Workplace(tmp_path / "rubric.yaml")
    split = draw_split("published", workplace, print, environ)
    committed = Results.model_validate_json((PUBLISHED_KEY.parent / "results.json").read_bytes())
    assert {row.protocol.split_id for row in committed.rows} == {split.split_id}
    assert {row.metrics.images for row in committed.rows if row.metrics} == {len(split.hidden_images)}
    assert not (tmp_path / ".harness" / KEY_FILE).exists(), "no key is made for it"
