"""From the README's first command in a fresh clone to a mark, with uv and with pip.

Every run has a clone, an interpreter without packages and caches of packages of its own. What is graded is a network of
one layer, which the guest environment is made for; what a larger work costs more is measured elsewhere.
"""

import shlex
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from benchmarks.timing import Contender

ROOT = Path(__file__).resolve().parent.parent
CELLS = (
    "import keras\n(x, y), _ = keras.datasets.fashion_mnist.load_data()",
    'model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")])\n'
    'model.compile("adam", "sparse_categorical_crossentropy")\nmodel.fit(x / 255, y, epochs=1, verbose=0)',
)
SYSTEM = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
INSTALLED = {"with pip": "nox", "with uv": "nox[uv]"}
"""What the first command installs: with nox alone, the environments are made by pip."""


def contenders(folder: Path) -> list[Contender]:
    """The way without uv first, as it was before the README asked for ``nox[uv]``."""
    book = new_notebook(cells=[new_code_cell(cell) for cell in CELLS])
    nbformat.write(book, folder / "work.ipynb")
    return [
        _from_nothing(folder / name.replace(" ", "-"), name, wanted) for name, wanted in INSTALLED.items()
    ]


def _from_nothing(folder: Path, name: str, wanted: str) -> Contender:
    """A run begins in an empty folder of its own, so that none has to be cleared."""
    folder.mkdir()
    grade = [
        "nox",
        "-s",
        "grade",
        "--",
        str(folder.parent / "work.ipynb"),
        "--runner",
        "local",
        "--no-leaderboard",
    ]
    caches = [f"{variable}=$HOME" for variable in ("PIP_CACHE_DIR", "UV_CACHE_DIR", "XDG_CACHE_HOME")]
    steps = [
        "export HOME=$(mktemp -d -p .)",
        f"export HOME=$PWD/$HOME {' '.join(caches)}",
        f"git clone --quiet {shlex.quote(str(ROOT))} $HOME/clone",
        f"{shlex.quote(sys.executable)} -m venv $HOME/python",
        f"export PATH=$HOME/python/bin:{SYSTEM} HARNESS_ENVIRONMENTS=$HOME/clone/.venvs PYTHONPATH=",
        "cd $HOME/clone",
        shlex.join(["python", "-m", "pip", "install", "--quiet", wanted]),
        shlex.join(grade),
    ]
    return Contender(name, ["bash", "-c", " && ".join(steps)], folder)
