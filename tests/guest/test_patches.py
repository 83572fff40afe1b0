"""The one way of patching, and the private names that patches need, in the guest environment."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .driving import Guest, drive

pytestmark = pytest.mark.guest

HERE = Path(__file__).parent


def run_in_guest(guest: Guest, folder: Path, script: str, *arguments: str, **more: str) -> Any:
    done = subprocess.run(
        [guest.python, HERE / script, *arguments],
        env=guest.environment(folder / "home", folder / "out") | more,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def patched(guest: Guest, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], list[str]]:
    """What came of the cases, and the notes."""
    folder = tmp_path_factory.mktemp("patched")
    (folder / "events").touch()
    found = run_in_guest(guest, folder, "patch_cases.py", str(folder), HARNESS_EVENTS=str(folder / "events"))
    events = [json.loads(line) for line in (folder / "events").read_text().splitlines()]
    assert {event["event"] for event in events} == {"note"}
    return found, [event["message"] for event in events]


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("imported ahead", False),
        ("value", 8),
        ("order", ["outer", "inner"]),
        ("method", 5),
        ("is a function", True),
        ("signature", "(x, *, twice=False)"),
        ("source", True),
        ("pickled", True),
        ("copied", True),
        ("old", 1),
        ("added", 3),
        ("version", "3.1"),
        ("doc", "new"),
        ("lent", 7),
        ("lacking", False),
        ("offered", 42),
        ("asked", ["before"]),
        ("gone", True),
        ("later", 1),
    ],
)
def test_a_patch_does_what_it_declares(
    what: str, expected: object, patched: tuple[dict[str, Any], list[str]]
) -> None:
    assert patched[0][what] == expected


def test_what_cannot_be_patched_becomes_a_note(patched: tuple[dict[str, Any], list[str]]) -> None:
    not_there = [note for note in patched[1] if "is not there and was not patched" in note]
    assert [note.split(" of ")[0] for note in not_there] == ["Kind.not_there", "nothing.not_there", "method"]
    assert [note for note in patched[1] if "a fault of ours" in note] == patched[1][-1:]
    assert len(patched[1]) == 4


def test_private_names_of_the_locked_keras_and_tensorflow_are_what_they_were(
    guest: Guest, tmp_path: Path
) -> None:
    assert run_in_guest(guest, tmp_path, "private_cases.py") == {"wrong": {}, "unchecked": []}


def test_everything_that_is_patched_is_there_in_the_locked_versions(guest: Guest, tmp_path: Path) -> None:
    modules = (
        "keras tensorflow tensorflow.keras sklearn.metrics sklearn.datasets sklearn.linear_model sklearn.manifold "
        "sklearn.preprocessing pandas seaborn h5py requests urllib.request matplotlib.pyplot matplotlib.cm "
        "PIL.Image scipy cv2 IPython.core.display keras.optimizers.legacy keras.utils keras.models keras.saving"
    )
    run = drive(guest, tmp_path, [f"import {', '.join(modules.split())}"])
    assert run.events[-1]["state"] == "finished", run.of("cell")[-1]
    assert run.notes() == []
