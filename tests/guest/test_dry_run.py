"""A dry run takes a few steps of each fit, of the batches that the fit would have had; a run on a twin spreads a few more
over all of its epochs."""

import json
from pathlib import Path
from typing import Any

import pytest

from harness.wire.variables import Fits

from .driving import Driven, Guest, drive
from .loop_cells import ALL, SHORT, taken

pytestmark = pytest.mark.guest

SETUP = """
import json, warnings
import numpy as np, keras, tensorflow as tf
from keras import layers
keras.utils.set_random_seed(1)
(x, y), _ = keras.datasets.fashion_mnist.load_data()
x = x / 255.0

class Seen(keras.Model):
    def train_step(self, data):
        self.trained.append(int(data[0].shape[0]))
        return super().train_step(data)
    def test_step(self, data):
        self.tested.append(int(data[0].shape[0]))
        return super().test_step(data)

class Rows(keras.utils.PyDataset):
    def __init__(self, batches, **options):
        super().__init__(**options)
        self.batches, self.ended = batches, 0
    def __len__(self):
        return self.batches
    def __getitem__(self, index):
        return x[index * 7:index * 7 + 7], y[index * 7:index * 7 + 7]
    def on_epoch_end(self):
        self.ended += 1

def pipeline(rows):
    return tf.data.Dataset.from_tensor_slices((x[:rows], y[:rows])).batch(20)

def batches(number=10**6):
    for _ in range(number):
        yield x[:20], y[:20]

def fit(*given, **options):
    inputs = keras.Input((28, 28))
    model = Seen(inputs, layers.Dense(10, activation="softmax")(layers.Flatten()(inputs)))
    model.trained, model.tested = [], []
    model.compile("adam", "sparse_categorical_crossentropy", run_eagerly=True)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        history = model.fit(*given, verbose=0, **options)
    out_of_data = any("ran out of data" in str(warning.message) for warning in caught)
    return model.trained, model.tested, history.epoch, out_of_data
"""
FED = """
def fed(**options):
    seen, places = [], {row.astype("float32").tobytes(): place for place, row in enumerate(x[:1000])}
    class Fed(keras.Model):
        def train_step(self, data):
            seen.extend((places[row.tobytes()], int(label)) for row, label in zip(np.asarray(data[0]), np.asarray(data[1])))
            return super().train_step(data)
    inputs = keras.Input((28, 28))
    model = Fed(inputs, layers.Dense(10, activation="softmax")(layers.Flatten()(inputs)))
    model.compile("adam", "sparse_categorical_crossentropy", run_eagerly=True)
    model.fit(x[:1000], y[:1000], verbose=0, **options)
    return [place for place, _ in seen], all(label == y[place] for place, label in seen)
print(json.dumps([fed(), fed(shuffle=False)]))
"""
"""Which rows a fit is fed, and whether each has its own label."""
TRACED = """
def traced(rows):
    sizes = []
    class Traced(keras.Model):
        def train_step(self, data):
            sizes.append(data[0].shape[0])
            return super().train_step(data)
    inputs = keras.Input((28, 28))
    model = Traced(inputs, layers.Dense(10, activation="softmax")(layers.Flatten()(inputs)))
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(x[:rows], y[:rows], verbose=0)
    return sizes[-1]
print(json.dumps([traced(960), traced(1000)]))
"""
"""How large the batches are that a step is traced for."""
UNLABELLED = """
def unlabelled():
    seen = set()
    class Own(keras.Model):
        def train_step(self, data):
            return self.test_step(data)
        def test_step(self, data):
            seen.add(tuple(one is None for one in keras.utils.unpack_x_y_sample_weight(data)))
            return {"loss": 0.0}
    inputs = keras.Input((28, 28))
    model = Own(inputs, layers.Flatten()(inputs))
    model.compile("adam", run_eagerly=True)
    model.fit(x[:1000], sample_weight=np.ones(1000), validation_split=0.5, verbose=0)
    return sorted(seen)
print(json.dumps(unlabelled()))
"""
"""Which of images, labels and weights are not there, in the steps of a fit that has no labels: Keras drops weights then."""
CASES = {
    "x[:1000], y[:1000]": ([32, 32, 32], []),
    "x[:1000], y[:1000], batch_size=50, epochs=9": ([50, 50, 50], []),
    "tf.constant(x[:1000]), tf.constant(y[:1000])": ([32, 32, 32], []),
    # A batch size that follows from a number of steps.
    "x[:1000], y[:1000], steps_per_epoch=10": ([100, 100, 100], []),
    "x[:1000], y[:1000], steps_per_epoch=2": ([500, 500], []),
    "x[:1000], y[:1000], batch_size=50, steps_per_epoch=2": ([50, 50], []),
    "x[:1000], y[:1000], shuffle=False, sample_weight=np.ones(1000)": ([32, 32, 32], []),
    # Less than three batches.
    "x[:40], y[:40]": ([32, 8], []),
    # Validation.
    "x[:1000], y[:1000], validation_data=(x[:500], y[:500])": ([32, 32, 32], [32]),
    "x[:1000], y[:1000], batch_size=50, validation_data=(x[:500], y[:500])": ([50, 50, 50], [50]),
    "x[:1000], y[:1000], validation_data=(x[:500], y[:500]), validation_batch_size=70": ([32, 32, 32], [70]),
    "x[:1000], y[:1000], validation_data=(x[:500], y[:500]), validation_steps=5": ([32, 32, 32], [100]),
    "x[:1000], y[:1000], validation_split=0.5": ([32, 32, 32], [32]),
    "x[:90], y[:90], validation_split=0.5": ([32, 13], [32]),
    "x[:1000], y[:1000], validation_split=0.5, validation_steps=5, sample_weight=np.ones(1000)": (
        [32] * 3,
        [100],
    ),
    "x[:1000], y[:1000], validation_data=[x[:500], y[:500]]": ([32, 32, 32], [32]),
    "x[:1000], y[:1000], validation_data=pipeline(100)": ([32, 32, 32], [20]),
    "x[:1000], y[:1000], validation_data=Rows(5)": ([32, 32, 32], [7]),
    # What brings its own batches.
    "pipeline(1000), epochs=9": ([20, 20, 20], []),
    "pipeline(30)": ([20, 10], []),
    "pipeline(1000).repeat(), steps_per_epoch=2": ([20, 20], []),
    "Rows(9)": ([7, 7, 7], []),
    "Rows(2)": ([7, 7], []),
    "Rows(9), steps_per_epoch=2": ([7, 7], []),
    "batches(), steps_per_epoch=50": ([20, 20, 20], []),
    "batches()": ([20, 20, 20], []),
}


@pytest.fixture(scope="module")
def run(guest: Guest, tmp_path_factory: pytest.TempPathFactory) -> Driven:
    cells = [SETUP]
    cells += [f"print(json.dumps(fit({given})))" for given in CASES]
    cells += SHORT
    cells += [
        UNLABELLED,
        "print(json.dumps([fit(x[:99], y[:99], initial_epoch=4, epochs=n)[2] for n in (9, 4)]))",
        TRACED,
        FED,
        "train, test = Rows(9, workers=2), Rows(9, workers=2)\nfit(train, validation_data=test)\n"
        "print(json.dumps([train.ended, test.ended]))",
        "model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(10)])\nsteps = []\n"
        "model.compile('adam', 'mse')\n"
        "count = keras.callbacks.LambdaCallback(on_test_batch_end=lambda batch, logs: steps.append(batch))\n"
        "model.evaluate(x[:1000], keras.utils.to_categorical(y[:1000]), verbose=0, callbacks=[count])\n"
        "print(json.dumps([len(steps), len(model.predict(x[:1000], verbose=0))]))",
    ]
    driven = drive(guest, tmp_path_factory.mktemp("dry"), cells, fits=Fits.DRY)
    assert driven.events[-1]["state"] == "finished", driven.of("cell")[-1]
    return driven


def printed(run: Driven, cell: int) -> Any:
    return json.loads(run.executed().cells[cell].outputs[-1]["text"])


@pytest.mark.parametrize("given", CASES)
def test_three_steps_of_the_batches_that_the_fit_would_have_had(given: str, run: Driven) -> None:
    trained, tested = CASES[given]
    assert printed(run, 1 + list(CASES).index(given)) == [trained, tested, [0], False]


def test_a_training_goes_on_for_one_epoch_where_any_is_left(run: Driven) -> None:
    assert printed(run, -5) == [[4], []]


def test_the_rows_are_those_of_the_whole_array_with_their_labels(run: Driven) -> None:
    (drawn, labelled), (first, in_order) = printed(run, -3)
    assert labelled
    assert in_order
    assert len(set(drawn)) == 96
    assert min(drawn) < 100
    assert max(drawn) > 900
    assert first == list(range(96))


def test_weights_never_stand_in_the_place_of_labels_that_are_not_there(run: Driven) -> None:
    assert printed(run, -6) == [[False, True, True]]


def test_a_step_is_traced_for_the_sizes_of_batches_of_the_whole_fit(
    run: Driven, guest: Guest, tmp_path: Path
) -> None:
    whole = drive(guest, tmp_path, [SETUP, TRACED])
    assert printed(run, -4) == printed(whole, -1) == [32, None]


def test_the_workers_of_a_dataset_end_with_the_epoch(run: Driven) -> None:
    train, test = printed(run, -2)
    assert train > 0
    assert test > 0


def test_evaluating_and_predicting_see_all_rows(run: Driven) -> None:
    assert printed(run, -1) == [32, 1000]


def test_the_steps_are_told_and_the_probe_never_fails(run: Driven) -> None:
    steps = [fit["steps"] for fit in run.of("fit", state="end")]
    assert steps[: len(CASES)] == [len(trained) for trained, _ in CASES.values()]
    assert run.notes() == []


def test_loops_over_pipelines_are_cut_short_as_a_fit_is(run: Driven) -> None:
    assert taken(run) == ([3, 3, 9, 19], [ALL])
    assert run.of("adapted") == []


SPREAD = {
    "x[:1000], y[:1000]": ([32] * 20, [], 1),
    "x[:1000], y[:1000], epochs=5": ([32] * 20, [], 5),
    "x[:1000], y[:1000], batch_size=50, epochs=30": ([50] * 30, [], 30),
    "x[:1000], y[:1000], initial_epoch=4, epochs=8": ([32] * 20, [], 4),
    "x[:1000], y[:1000], steps_per_epoch=2, epochs=2": ([500] * 4, [], 2),
    "x[:40], y[:40], epochs=2": ([32, 8] * 2, [], 2),
    "x[:1000], y[:1000], batch_size=10, epochs=5, shuffle=False": ([10] * 20, [], 5),
    "x[:1000], y[:1000], batch_size=10, epochs=5, steps_per_epoch=2, sample_weight=np.ones(1000)": (
        [10] * 10,
        [],
        5,
    ),
    "x[:1000], y[:1000], batch_size=10, epochs=2, validation_split=0.5": ([10] * 20, [10] * 2, 2),
    "x[:1000], y[:1000], epochs=2, validation_data=(x[:500], y[:500])": ([32] * 20, [32] * 2, 2),
    "x[:1000], y[:1000], epochs=2, validation_data=(x[:500], y[:500]), validation_steps=5": (
        [32] * 20,
        [32] * 2,
        2,
    ),
    "x[:1000], y[:1000], batch_size=50, epochs=2, validation_split=0.5": ([50] * 20, [50] * 2, 2),
    "pipeline(1000), epochs=4, validation_data=pipeline(100)": ([20] * 20, [20] * 4, 4),
    "pipeline(60), epochs=10": ([20] * 20, [], 10),
    "pipeline(60)": ([20] * 3, [], 1),
    "pipeline(1000).repeat(), steps_per_epoch=50, epochs=2": ([20] * 20, [], 2),
    "Rows(9), epochs=10, validation_data=Rows(5)": ([7] * 20, [7] * 10, 10),
    "Rows(9)": ([7] * 9, [], 1),
    "Rows(9), epochs=4": ([7] * 20, [], 4),
    "batches(), steps_per_epoch=50, epochs=4": ([20] * 20, [], 4),
    "batches()": ([20] * 20, [], 1),
}


@pytest.fixture(scope="module")
def spread(guest: Guest, tmp_path_factory: pytest.TempPathFactory) -> Driven:
    cells = [SETUP, *(f"print(json.dumps(fit({given})))" for given in SPREAD)]
    driven = drive(guest, tmp_path_factory.mktemp("twin"), cells, fits=Fits.TWIN)
    assert driven.events[-1]["state"] == "finished", driven.of("cell")[-1]
    assert driven.notes() == []
    return driven


@pytest.mark.parametrize("given", SPREAD)
def test_twenty_steps_of_all_epochs(given: str, spread: Driven) -> None:
    trained, tested, epochs = SPREAD[given]
    found = printed(spread, 1 + list(SPREAD).index(given))
    assert (found[0], found[1], len(found[2]), found[3]) == (trained, tested, epochs, False)
