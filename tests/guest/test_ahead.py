"""A run that got ready before its turn says what one says that did not, and imports nothing that a student could still change;
of what is set before an import, tests/e2e/test_ahead.py shows that it has its effect."""

import json
from pathlib import Path
from typing import Any

import pytest

from harness.guest.watch.ahead import LIBRARIES, PARTS
from harness.wire import files

from .driving import Driven, Guest, drive
from .test_patches import run_in_guest

TF = "import tensorflow as tf\n"
CASES: dict[str, tuple[list[str], list[str]]] = {
    "the usual first cell": (
        ["# Work\nimport os\nimport numpy as np, pandas as pd\nimport matplotlib.pyplot as plt\nfrom tensorflow import keras"],
        ["numpy", "pandas", "matplotlib", "matplotlib.pyplot", "tensorflow"],
    ),
    "several cells": (["", "'''A text.'''\nimport keras", "EPOCHS = 5\nfrom keras import layers", TF], ["keras", "tensorflow"]),
    "parts": (["from sklearn.metrics import f1_score\nfrom matplotlib import pyplot"],
              ["sklearn", "sklearn.metrics", "matplotlib", "matplotlib.pyplot"]),
    "what is named later": ([f"import numpy\nprint(1)\n{TF}"], ["numpy"]),
    "no import": (["print('hello')"], []),
    "no TensorFlow": (["import numpy as np\nimport random"], ["numpy"]),
    "a variable of the environment": ([f"import os\nos.environ['TF_CPP_MIN_LOG_LEVEL'] = '0'\n{TF}"], []),
    "setdefault": ([f"import os\nos.environ.setdefault('KERAS_BACKEND', 'jax')\n{TF}"], []),
    "one by its name": ([f"from os import environ as e\ne['KERAS_BACKEND'] = 'torch'\n{TF}"], []),
    "putenv in an earlier cell": (["import os\nos.putenv('A', 'b')", TF], []),
    "a magic": ([f"%env KERAS_BACKEND=jax\n{TF}"], []),
    "another magic": ([f"%set_env TF_USE_LEGACY_KERAS=1\n{TF}"], []),
    "a cell magic": ([f"%%capture\n{TF}"], []),
    "a command": ([f"!pip install keras==2.3\n{TF}"], []),
    "a path": ([f"import sys\nsys.path.insert(0, 'libs')\n{TF}"], []),
    "modules": ([f"import sys\nsys.modules['pandas'] = None\n{TF}"], []),
    "importlib": ([f"import importlib\nimportlib.reload(importlib)\n{TF}"], []),
    "a module of a student's own": ([f"import helpers\n{TF}"], []),
    "one beside the entry": ([f"from . import helpers\n{TF}"], []),
    "sitecustomize": ([f"import sitecustomize\n{TF}"], []),
    "a package that is not here": ([f"import torch\n{TF}"], []),
    "an import in a try": ([f"try:\n    {TF}except ImportError:\n    pass\n"], []),
    "a name that is hidden": ([f"__import__ = 5\n{TF}"], []),
    "a value that is computed": ([f"seed = __import__('os').putenv('A', 'b')\n{TF}"], []),
    "a cell that does not run": ([f"{TF}return 5", "import numpy"], []),
    "a cell that is no Python": (["import numpy", f"{TF}print 'x'"], ["numpy"]),
    "pictures in the page": ([f"%matplotlib inline\nimport matplotlib.pyplot as plt\nimport seaborn\n{TF}"], ["tensorflow"]),
    "pictures elsewhere": ([f"%matplotlib notebook\n{TF}"], []),
    "nested too deep": (["(" * 5000 + ")" * 5000, TF], []),
}  # fmt: skip


BESIDE: dict[str, tuple[list[str], bool]] = {
    "nothing": ([], True),
    "data and pictures": (["data.csv", "photo.png", "matplotlibrc", ".DS_Store", "a.b.ipynb"], True),
    "the script itself": (["solution.py"], True),
    "a module": (["work.ipynb", "six.py"], False),
    "a script of another name": (["keras.py"], False),
    "compiled code": (["tokenize.cpython-311-x86_64-linux-gnu.so"], False),
    "bytecode": (["random.pyc"], False),
    "a folder": (["torch/data.csv"], False),
}


@pytest.fixture(scope="module")
def found(guest: Guest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("ahead")
    (folder / "cases.json").write_text(json.dumps([cells for cells, _ in CASES.values()]), encoding="utf-8")
    for name, (beside, _) in BESIDE.items():
        for file in ("", *beside):
            place = folder / name / file
            (place.parent if file else place).mkdir(parents=True, exist_ok=True)
            if file:
                place.touch()
    folders = [str(folder / name) for name in BESIDE]
    names = run_in_guest(guest, folder, "ahead_cases.py", str(folder / "cases.json"), *folders)
    certain, imported = names["certain"], names["imported"]
    return {**dict(zip(CASES, certain, strict=True)), **dict(zip(BESIDE, imported, strict=True))}


@pytest.mark.parametrize("name", CASES)
def test_what_is_certain_to_be_imported(found: dict[str, Any], name: str) -> None:
    assert found[name] == CASES[name][1]


@pytest.mark.parametrize("name", BESIDE)
def test_nothing_is_imported_beside_a_file_that_could_be(found: dict[str, Any], name: str) -> None:
    assert found[name] == (["numpy", "pandas"] if BESIDE[name][1] else [])


NOTEBOOK = [
    "import numpy as np\nfrom tensorflow import keras",
    "import sys\nprint('keras' in sys.modules, np.random.get_state()[2], get_ipython().execution_count, __name__, sys.argv)",
    """
(x, y), _ = keras.datasets.fashion_mnist.load_data()
keras.utils.set_random_seed(5)
model = keras.Sequential([keras.layers.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
print(round(model.fit(x[:256] / 255.0, y[:256], verbose=0).history["loss"][0], 4))
""",
]


def without_time(driven: Driven) -> list[dict[str, Any]]:
    """What a run said, but for what differs from run to run; in no order, for two speak."""
    told = [{k: v for k, v in event.items() if k != "seconds"} for event in driven.events]
    kinds = ("cell", "fit", "input", "model", "names", "functions", "start", "note", "adapted", "ran", "end")
    some = [event for event in told if event["event"] in kinds]
    return sorted(some, key=lambda event: json.dumps(event, sort_keys=True))


@pytest.mark.slow
def test_a_run_that_waited_says_what_one_says_that_did_not(guest: Guest, tmp_path: Path) -> None:
    cold = drive(guest, tmp_path / "cold", NOTEBOOK)
    warm = drive(guest, tmp_path / "warm", NOTEBOOK, waits=100)
    assert (warm.one("ready"), cold.of("ready")) == ({"event": "ready"}, [])
    assert without_time(warm) == without_time(cold)
    # What TensorFlow writes to its log as it is imported is in no cell then.
    assert [cell.text for cell in warm.cells] == ["", *(cell.text for cell in cold.cells[1:])]
    # It is gone before the first cell.
    assert not list(warm.out.glob(files.TURN))


@pytest.mark.slow
def test_a_turn_that_does_not_come_ends_the_driver(guest: Guest, tmp_path: Path) -> None:
    late = drive(guest, tmp_path, ["print('never')"], waits=0.5, turn=lambda out: None)
    assert late.of("start") == late.of("cell") == []
    assert late.one("end")["state"] == "probe failed"


@pytest.mark.slow
def test_what_is_imported_ahead_says_nothing(guest: Guest, tmp_path: Path) -> None:
    names = sorted(LIBRARIES | PARTS)
    warm = drive(guest, tmp_path, ["\n".join(f"import {name}" for name in names)], waits=100)
    assert warm.of("adapted") == warm.of("note") == []
    assert warm.one("cell", state="done")
    assert warm.cells[0].text == ""
