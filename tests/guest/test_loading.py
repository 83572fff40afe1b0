"""Importing TensorFlow is made quicker, and a notebook sees no difference."""

from pathlib import Path

from .driving import Guest
from .test_patches import run_in_guest


def test_what_hardly_anybody_uses_is_loaded_when_it_is_used(guest: Guest, tmp_path: Path) -> None:
    assert run_in_guest(guest, tmp_path, "loading_cases.py") == {
        "collects again": True,
        "garbage": [True, True, True],
        "loaded without need": [],
        "late": True,
        "old Keras": [False, False],
        "of old Keras": [
            "tensorflow.python.keras.layers.rnn_cell_wrapper_v2",
            "tensorflow.python.keras.layers.core",
            True,
            [],
        ],
        "TensorFlow 1": [False, "Session", True, True],
        "columns": "x",
        "requests": [False, "2", "requests.api"],
        "typing": False,
        "signatures": [True, ["x", "y", "name"]],
        "of Keras": True,
        "not there": [False, False],
        "loaded when asked for": ["SKLearnClassifier", True],
        "the same": True,
        "listed": True,
        "plain again": True,
        "starred": True,
    }


def test_scoring_imports_all_of_tensorflow_where_a_preprocessing_asks_for_it(
    guest: Guest, tmp_path: Path
) -> None:
    found = run_in_guest(guest, tmp_path, "scoring_cases.py")
    assert found["in part"] == [3, False]
    assert found["resized"] == [2, 8, 8, 1, True]
    assert found["the same"] == [True, True]
