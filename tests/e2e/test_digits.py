"""The worked example of the docs: an assignment outside of the package, graded from its own folder."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.grade.predictions import PREDICTIONS, read_predictions
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "digits"
SECONDS = 600


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the example, in which results and key may be written."""
    return Path(
        shutil.copytree(EXAMPLE, tmp_path / "digits", ignore=shutil.ignore_patterns(".harness", "results"))
    )


def grade(course: Path, work: str, runner: str) -> tuple[dict[str, Any], str]:
    """The grade of a work of the example, and its feedback page."""
    command = [sys.executable, "-m", "harness", "grade", work, "--runner", runner, "--no-leaderboard"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HARNESS_SPLIT_KEY": "a key for the tests alone"}
    # Fashion-MNIST must play no part.
    environment.pop("FASHION_MNIST_DIR", None)
    done = subprocess.run(
        command, cwd=course, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (attempt,) = (course / "results" / Path(work).name).glob("1")
    found: dict[str, Any] = json.loads((attempt / "grade.json").read_text(encoding="utf-8"))
    return found, (attempt / "feedback.html").read_text(encoding="utf-8")


@pytest.mark.docker
def test_an_honest_work_gets_its_points(course: Path, guest_python: Path, docker_engine: None) -> None:
    # On the local runner it does in tests/install, with nothing but the package.
    found, page = grade(course, "submissions/honest", "docker")
    assert {one["id"]: one["points"] for one in found["criteria"]} == {
        "statistics": 3,
        "network": 3,
        "best_f1": 4,
    }
    assert found["is_mark"]
    assert found["assignment"] == "digits"
    (network,) = found["networks"]
    assert network["roles"] == ["best"]
    assert network["hidden"]["images"] == 400
    assert network["preprocessing"].startswith("64 numbers, pixel × 0.0625")
    for word in ("fashion", "mnist", "cnn", "inception", "t-shirt"):
        assert word not in page.lower()
    assert "Handwritten digits" in page
    kept = course / "results" / "honest" / "1" / PREDICTIONS
    assert kept.stat().st_mode & 0o077 == 0
    predicted = read_predictions(kept.parent, network["id"])
    assert predicted is not None
    assert predicted.shape == (400,)
    assert len(network["weights"]) == 64


def test_an_empty_work_gets_none(course: Path, guest_python: Path) -> None:
    found, page = grade(course, "submissions/empty", "local")
    assert found["points"] == 0
    assert found["is_mark"]
    assert "computed from the digits" in page


def test_the_reference_gets_all_points(course: Path, guest_python: Path) -> None:
    shutil.copytree(course / "reference", course / "submissions" / "reference")
    found, _ = grade(course, "submissions/reference", "local")
    assert found["points"] == found["max_points"] == 10
