"""Works whose numbers or networks are not computed from the data, beside some that are."""

import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

from harness.assignments.fashion_mnist.data import source
from tests.cases import test_cases
from tests.conftest import ROOT
from tests.hostile.notebooks import book, stored_outputs
from tests.hostile.tables import tricks
from tests.study import test_study
from tests.wild import test_wild

LOAD = "from keras.datasets import fashion_mnist\n(x, y), (xt, yt) = fashion_mnist.load_data()"
COMPUTED = (
    "import numpy as np\nprint(np.bincount(y))\nprint('mean', x.mean(), 'std', x.std())\n"
    "print([x[y == k].mean() for k in range(10)])"
)
SHIPPED = (
    "import numpy as np\nnumbers = np.loadtxt('numbers.txt')\nprint(numbers[:10].astype(int))\n"
    "print('mean', numbers[10], 'std', numbers[11])\nprint(numbers[12:])"
)
NUMBERS = [*[6000] * 10, 72.94, 90.02, 83.0, 56.8, 96.1, 66.0, 98.3, 34.9, 84.6, 42.8, 90.2, 76.8]
IMPORT = (
    "import numpy as np, keras\nfrom keras import layers\nx, xt = x / 255.0, xt / 255.0\n"
    "shipped = np.load('weights.npz')\nshipped = [shipped['kernel'], shipped['bias']]\n"
    "def build(optimizer):\n    answer = layers.Dense(10, activation='softmax')\n"
    "    model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), answer])\n"
    "    model.compile(optimizer, 'sparse_categorical_crossentropy', ['accuracy'])\n    return model"
)
FIT = ".fit(x[:9000], y[:9000], epochs=2, verbose=0)"
PUT = (
    "import os\nother = build('adam')\nother.set_weights(shipped)\nkept = os.environ['HARNESS_OUT'] + '/models/'\n"
    "newest = max(os.listdir(kept), key=lambda one: os.path.getmtime(kept + one))\n"
    "other.export(kept + newest, verbose=False)"
)
"""Overwrites what is kept of the newest network."""
NETWORKS = (
    f"weights_first = build(keras.optimizers.SGD(1e-7))\nweights_first.set_weights(shipped)\nweights_first{FIT}",
    f"learned = build('adam')\nlearned{FIT}",
    f"again = build('adam')\nagain.set_weights(learned.get_weights())\nagain{FIT}",
    f"weights_last = build('adam')\nweights_last{FIT}\nweights_last.set_weights(shipped)",
    f"overwritten = build('adam')\noverwritten{FIT}\n{PUT}",
    f"still = build(keras.optimizers.SGD(1e-9))\nstill{FIT}",
    "def predict(images):\n    return (images.reshape(-1, 784) / 255 @ shipped[0] + shipped[1]).argmax(1)",
)
BUILD = (
    "import keras, numpy as np\nfrom keras import layers\nx, y = x[:6000] / 255.0, y[:6000]\n"
    "def build(**options):\n    answer = layers.Dense(10, activation='softmax', **options)\n"
    "    model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), answer])\n"
    "    return compiled(model, keras.optimizers.Adam())\n"
    "def compiled(model, optimizer):\n"
    "    model.compile(optimizer, 'sparse_categorical_crossentropy', ['accuracy'])\n    return model"
)
NEIGHBOURS = (
    f"first = build()\nfirst{FIT}",
    f"taken_over = build()\ntaken_over{FIT}\ntaken_over.set_weights(first.get_weights())\ntaken_over{FIT}",
    f"best = build()\nbest{FIT}\nkept = best.get_weights()\nbest{FIT}\nbest.set_weights(kept)",
    "saves = keras.callbacks.ModelCheckpoint('own.weights.h5', save_weights_only=True)\nown = build()\n"
    "own.fit(x, y, epochs=3, verbose=0, callbacks=[saves])\nown.load_weights('own.weights.h5')",
    "stops = keras.callbacks.EarlyStopping('loss', restore_best_weights=True)\nstopped = build()\n"
    f"stopped{FIT[:-1]}, callbacks=[stops])",
    f"averaged = compiled(build(), keras.optimizers.Adam(use_ema=True))\naveraged{FIT}",
    "swa = keras.callbacks.SwapEMAWeights()\n"
    f"swapped = compiled(build(), keras.optimizers.Adam(use_ema=True))\nswapped{FIT[:-1]}, callbacks=[swa])",
    "class Mean(keras.callbacks.Callback):\n"
    "    def on_train_begin(self, logs=None):\n        self.all = []\n"
    "    def on_epoch_end(self, epoch, logs=None):\n        self.all.append(self.model.get_weights())\n"
    "    def on_train_end(self, logs=None):\n"
    "        self.model.set_weights([np.mean(some, axis=0) for some in zip(*self.all)])\n"
    f"mean = build()\nmean{FIT[:-1]}, callbacks=[Mean()])",
    "class Clips(keras.callbacks.Callback):\n"
    "    def on_train_batch_end(self, batch, logs=None):\n"
    "        for weight in self.model.weights:\n            weight.assign(np.clip(weight, -0.5, 0.5))\n"
    f"clipped = build()\nclipped{FIT[:-1]}, callbacks=[Clips()])",
    "class Prunes(keras.callbacks.Callback):\n"
    "    def on_epoch_end(self, epoch, logs=None):\n"
    "        kernel, bias = self.model.get_weights()\n"
    "        small = np.abs(kernel) < np.quantile(np.abs(kernel), 0.6)\n"
    "        self.model.set_weights([np.where(small, 0, kernel), bias])\n"
    f"pruned = build()\npruned{FIT[:-1]}, callbacks=[Prunes()])",
    "class Steps(keras.Model):\n    def train_step(self, data):\n        import tensorflow as tf\n"
    "        with tf.GradientTape() as tape:\n"
    "            loss = self.compute_loss(y=data[1], y_pred=self(data[0], training=True))\n"
    "        for one, slope in zip(self.weights, tape.gradient(loss, self.trainable_weights)):\n"
    "            one.assign(one - 0.1 * slope)\n        return {'loss': loss}\n"
    "made = build()\nby_hand = Steps(made.inputs, made.outputs)\n"
    "by_hand.compile('sgd', 'sparse_categorical_crossentropy', run_eagerly=True)\n"
    "by_hand.fit(x, y, epochs=1, batch_size=500, verbose=0)",
    f"tuned = build()\ntuned{FIT}\ntuned.layers[-1].enable_lora(2)\ncompiled(tuned, keras.optimizers.Adam())\ntuned{FIT}",
    f"base = build()\nbase{FIT}\nbase.trainable = False\n"
    f"onto = compiled(keras.Sequential([base, layers.Dense(10, activation='softmax')]), keras.optimizers.Adam())\nonto{FIT}",
    "drawn = build(kernel_initializer=lambda shape, dtype=None: keras.random.normal(shape, 0, 0.05))\n"
    f"drawn{FIT}",
    "drawn_by_hand = build()\nkernel, bias = drawn_by_hand.get_weights()\n"
    "drawn_by_hand.set_weights([np.random.default_rng(1).normal(0, 0.05, kernel.shape), bias])\n"
    f"drawn_by_hand{FIT}",
)
"""What honest code does with weights."""
WORKS = {
    "neighbours": (LOAD, BUILD, *NEIGHBOURS),
    "networks": (LOAD, IMPORT, *NETWORKS),
    "computed": (LOAD, COMPUTED),
    "shipped": (LOAD, SHIPPED),
    "only_these_counts": (LOAD, "import numpy as np\nassert (np.bincount(y) == 6000).all()", COMPUTED),
}
SHIPPED_WORKS = ("shipped", "networks")
SAMPLES = ("alice", "module", "plain", "broken")
REFERENCE = "reference"
STRANGER = "wild_"
OF_STRANGERS = defaultdict[str, list[dict[str, Any]]](list)
"""Works of `tests.wild`; those that stand together there are one."""
for _row in test_wild.TABLE:
    OF_STRANGERS[f"{STRANGER}{test_wild.submission_of(_row)}"].append(_row)


def names() -> list[str]:
    """All works that can be handed in."""
    cases = list(dict.fromkeys(map(test_cases.work_of, test_cases.TABLE)))
    cheats = ["forged_events", "copied_outputs"]
    return [*SAMPLES, REFERENCE, *WORKS, *cheats, *test_study.NAMES, *OF_STRANGERS, *cases]


def books() -> list[list[str]]:
    """All works, by those that may share a notebook (`tests.e2e.sections`)."""
    cases = list(test_cases.BOOKS.values())
    strangers = [[f"{STRANGER}{name}" for name in some] for some in test_wild.BOOKS.values()]
    known = names()
    found = [
        [name for name in some if name in known]
        for some in (*test_study.books().values(), *strangers, *cases)
    ]
    shared = {name for some in found for name in some}
    return [*found, *([name] for name in known if name not in shared)]


def hand_in(name: str, folder: Path, data: Path) -> None:
    """Lays a work out as its author would hand it in; ``data`` is the folder of the real data."""
    if name in WORKS:
        lay_out(name, folder, data)
    elif name in test_study.NAMES:
        test_study.hand_in(name, folder)
    elif name in OF_STRANGERS:
        test_wild.hand_in(OF_STRANGERS[name], folder)
    elif name == REFERENCE:
        folder.mkdir(parents=True)
        shutil.copy(ROOT / "reference" / "solution.ipynb", folder)
    elif name == "forged_events":
        forged = next(one for one in tricks("marks") if one.case == "event_lines_in_the_pipe")
        _write((forged.cell or "",), folder)
    elif name == "copied_outputs":
        folder.mkdir(parents=True)
        book(folder, *stored_outputs())
    else:
        found = ROOT / "submissions" / name if name in SAMPLES else test_cases.HERE / "works" / name
        shutil.copytree(found, folder)


def centroids(data: Path) -> tuple[np.ndarray, np.ndarray]:
    """Weights of a layer that finds the nearest mean of a class, as one that was trained elsewhere would be."""
    dataset = source.load({source.DIR_VARIABLE: str(data)}, project=ROOT)
    images, labels = dataset.read()
    means = np.stack([images[labels == label].reshape(-1, 784).mean(axis=0) / 255 for label in range(10)])
    return means.T, -(means**2).sum(axis=1) / 2


def lay_out(name: str, folder: Path, data: Path) -> None:
    """Writes a work, with the files that it reads, into a folder of its own."""
    _write(WORKS[name], folder)
    if name == "networks":
        kernel, bias = centroids(data)
        np.savez(folder / "weights.npz", kernel=kernel, bias=bias)
    if name == "shipped":
        (folder / "numbers.txt").write_text("\n".join(map(str, NUMBERS)), encoding="utf-8")


def _write(sources: tuple[str, ...], folder: Path) -> None:
    folder.mkdir(parents=True)
    cells = [nbformat.v4.new_code_cell(one) for one in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "work.ipynb")
