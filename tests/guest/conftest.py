"""The guest environment, the guest code as a sandbox holds it, and a small visible split."""

from pathlib import Path

import pytest

from harness.assignments.fashion_mnist import ASSIGNMENT
from harness.assignments.fashion_mnist.data.standin import draw
from harness.dataset.assets import visible_assets
from harness.dataset.dataset import Visible
from harness.sandbox.contract import Asset
from harness.sandbox.guest_asset import guest_asset

from .driving import Guest, lay_out

TRAIN_PER_CLASS, TEST_PER_CLASS = 200, 50


@pytest.fixture(scope="session")
def guest(guest_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Guest:
    folder = tmp_path_factory.mktemp("guest")
    lay_out(guest_asset(ASSIGNMENT.guest), folder / "packages")
    images, labels = draw(train_per_class=TRAIN_PER_CLASS, test_per_class=TEST_PER_CLASS)
    rows = TRAIN_PER_CLASS * 10
    visible = Visible(images[:rows], labels[:rows], images[rows:], labels[rows:])
    lay_out(Asset("data", dict(visible_assets(ASSIGNMENT.data, visible))), folder / "data")
    return Guest(guest_python, folder / "packages", folder / "data")
