"""A small split, places in a temporary folder, and a stand-in for the zoo's Python that answers at once."""

import sys
from pathlib import Path

import pytest

from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.assignments.fashion_mnist.data.standin import draw
from harness.dataset.dataset import Dataset
from harness.dataset.split import Split, make_split
from harness.workplace import Workplace
from reference.measure.cli import Places
from reference.measure.store import Store
from reference.measure.zoo_environment import VARIABLE, zoo_python
from tests.conftest import ROOT

FAKE_ZOO = Path(__file__).parent / "fake_zoo.py"


@pytest.fixture(scope="session")
def real_zoo_python() -> Path:
    """The interpreter of the zoo environment; installed where it is missing."""
    return zoo_python(print)


@pytest.fixture(scope="session")
def split() -> Split:
    """200 images to train on and 100 hidden ones, which count as real."""
    images, labels = draw(train_per_class=40, test_per_class=5)
    data = Dataset.of(images, labels, origin="Some images.", stand_in=False, verified=False)
    return make_split(data, b"a key for tests", 10, classes=CLASS_NAMES, train_per_class=20, test_per_class=5)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    rubric = tmp_path / "rubric.yaml"
    rubric.write_bytes((ROOT / "rubric.yaml").read_bytes())
    return Places(tmp_path / "reference", tmp_path / "results", tmp_path / "work", Workplace(rubric))


@pytest.fixture
def fake_zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What takes the place of the zoo's Python, see `fake_zoo.py`."""
    program = tmp_path / "fake-zoo"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{FAKE_ZOO}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv(VARIABLE, str(program))
    return program


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store of rows."""
    return Store(tmp_path / "results", tmp_path / "locks", print)
