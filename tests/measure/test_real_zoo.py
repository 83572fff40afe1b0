"""The command with the real zoo, on two hundred images."""

from pathlib import Path

import pytest

from harness.dataset.split import Split
from reference.measure import cli
from reference.measure.cli import Places, main
from reference.measure.results import Results
from reference.measure.zoo_environment import VARIABLE

pytestmark = pytest.mark.guest


@pytest.mark.parametrize("backend", ["tensorflow", "jax"])
def test_trains_and_scores(
    real_zoo_python: Path, places: Places, split: Split, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    monkeypatch.setenv(VARIABLE, str(real_zoo_python))
    monkeypatch.setattr(cli, "draw_split", lambda choice, place, say: split)
    arguments = ["--only", "softmax_regression", "--epochs", "2", "--backend", backend, "--no-leaderboard"]
    assert main(arguments, places) == 0
    (row,) = Results.model_validate_json((places.results / "results.json").read_bytes()).rows
    assert row.training is not None
    assert row.metrics is not None
    assert row.metrics.images == len(split.hidden_labels)
    assert [epoch.steps for epoch in row.training.epochs] == [row.training.steps_per_epoch] * 2
    assert (row.training.parameters, row.training.multiply_adds) == (7850, 7840)
    assert row.training.backend == backend
    assert row.training.versions.keys() == {"python", "keras", backend, "numpy"}
