"""Networks that Keras did not write: what is not arithmetic does not run, and what cannot be read is said in one sentence."""

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.evidence.graph.opgraph import OpGraph, read_graph
from reference.measure.worker import quick_command

from .driving import PLAIN, Driven, Guest, reason_of

pytestmark = pytest.mark.guest
HERE = Path(__file__).parent
SCORED = {
    "plain": 3,
    "prints": 3,
    "touches_when_loaded": 3,
    "two_signatures": 7,
    "holds_constants": 3,
    "claims_shapes": 3,
}
FORBIDDEN = {
    "writes": "WriteFile",
    "reads": "ReadFile",
    "writes_in_a_branch": "WriteFile",
    "calls_python": "EagerPyFunc",
    "looks_up": "LookupTableFindV2",
}
UNREADABLE = {
    "calls_itself": "its functions call each other more than 64 deep",
    "calls_twice_and_twice": "it has more than 300,000 operations",
    "cut_off": "its saved_model.pb is cut off",
    "huge": "its saved_model.pb has more than 128 MiB",
    "nested": "its saved_model.pb is cut off, or not a SavedModel",
    "empty": "its saved_model.pb does not hold the objects that Keras' export writes",
    "without_weights": "the file with its weights is",
    "without_any_weights": "the file with its weights is missing",
    "claims_another_bias": "of shape [10] is kept where the network takes one of shape (1,)",
}


def score(guest: Guest, folder: Path, models: dict[str, Path], seconds: float) -> Driven:
    """Has the guest score these networks on 20 images."""
    folder.mkdir()
    np.save(folder / "images.npy", np.zeros((20, 28, 28), np.uint8))
    np.save(folder / "fresh.npy", np.zeros((5, 28, 28), np.uint8))
    listed = [
        {"id": name, "folder": str(path), "mappings": [PLAIN], "classes": 10} for name, path in models.items()
    ]
    images = {name: str(folder / f"{name}.npy") for name in ("images", "fresh")}
    job = {**images, "seconds": seconds, "models": listed}
    (folder / "job.json").write_text(json.dumps(job))
    done = subprocess.run(
        guest.command(folder / "out", "score.predict", [str(folder / "job.json")]),
        env=guest.environment(folder / "home", folder / "out"),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return Driven(
        folder / "out", done.returncode, done.stderr, [json.loads(line) for line in done.stdout.splitlines()]
    )


@pytest.fixture(scope="module")
def networks(guest: Guest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of SavedModels."""
    folder = tmp_path_factory.mktemp("odd")
    environment = guest.environment(folder / "home", folder / "out")
    command = quick_command(guest.python, HERE / "odd_networks.py", str(folder))
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    (folder / "touched").unlink(missing_ok=True)
    return folder


@pytest.fixture(scope="module")
def scored(guest: Guest, networks: Path, tmp_path_factory: pytest.TempPathFactory) -> Driven:
    """All of them but the endless one, scored."""
    models = {name: networks / name for name in (*UNREADABLE, *FORBIDDEN, *SCORED)}
    return score(guest, tmp_path_factory.mktemp("scored") / "run", models, 300)


def graph_of(scored: Driven, name: str) -> OpGraph:
    return read_graph((scored.out / f"{name}.json").read_bytes())


@pytest.mark.parametrize(("name", "label"), SCORED.items())
def test_arithmetic_is_scored_whatever_else_the_file_holds(name: str, label: int, scored: Driven) -> None:
    assert scored.code == 0, scored.stderr[-2000:]
    assert scored.one("scored", model=name)["reason"] is None
    assert (np.load(scored.out / f"{name}.npy").argmax(axis=1) == label).all()
    assert "parameters" in json.loads((scored.out / f"{name}.json").read_text())


@pytest.mark.parametrize(("name", "operation"), FORBIDDEN.items())
def test_what_is_not_arithmetic_does_not_run(name: str, operation: str, scored: Driven) -> None:
    assert scored.one("scored", model=name)["forbidden"] == operation
    assert not (scored.out / f"{name}.npy").exists()
    assert not (scored.out / f"{name}.json").exists()


def test_nothing_that_a_file_holds_has_touched_a_file(scored: Driven, networks: Path) -> None:
    assert scored.code == 0
    assert not (networks / "touched").exists()


@pytest.mark.parametrize(("name", "words"), UNREADABLE.items())
def test_what_cannot_be_read_is_said_in_a_sentence(name: str, words: str, scored: Driven) -> None:
    assert words in reason_of(scored.one("scored", model=name))
    assert not (scored.out / f"{name}.npy").exists()


def test_structures_are_out_before_the_first_network_runs(scored: Driven) -> None:
    kinds = [event["event"] for event in scored.events]
    count = len(UNREADABLE) + len(FORBIDDEN) + len(SCORED)
    assert kinds == ["reading"] * count + ["images?"] + ["scoring", "scored"] * count


def test_the_function_that_is_read_is_the_one_that_is_scored(scored: Driven) -> None:
    assert list(graph_of(scored, "two_signatures").of_kind("Relu"))


def test_a_shape_that_the_file_claims_makes_no_kernel(scored: Driven) -> None:
    (convolution,) = graph_of(scored, "claims_shapes").of_kind("Conv2D")
    assert convolution.attrs.kernel is None


def test_constants_and_searches_are_told(scored: Driven) -> None:
    graph = graph_of(scored, "holds_constants")
    assert (graph.searches, graph.constants >= 500) == (["TopKV2"], True)
    assert graph_of(scored, "plain").searches == []


def test_an_endless_network_ends_with_its_share(guest: Guest, networks: Path, tmp_path: Path) -> None:
    found = score(guest, tmp_path / "run", {"endless": networks / "endless"}, 3)
    late: dict[str, Any] = found.one("late", model="endless")
    assert found.code != 0
    assert late["seconds"] <= 3
