"""A student's training is the same with the probe as without it, also where it strains what the probe assumes."""

import json
import subprocess
from typing import Any

import pytest

from .driving import Driven, Guest, drive

pytestmark = pytest.mark.guest

CELLS = [
    """
import json, numpy as np, keras, tensorflow as tf
from keras import layers
keras.utils.set_random_seed(11)
(x_train, y_train), _ = keras.datasets.fashion_mnist.load_data()
x, y = x_train[:200] / 255.0, y_train[:200]
found = {}

def network(kind=keras.Model):
    inputs = keras.Input((28, 28))
    hidden = layers.Dropout(0.5)(layers.Flatten()(inputs))
    model = kind(inputs, layers.Dense(10, activation="softmax")(hidden))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

def rounded(history):
    return {key: [round(float(value), 5) for value in values] for key, values in history.history.items()}

def failure(act):
    try:
        return rounded(act())
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
""",
    """
class Stubborn(keras.Model):
    def fit(self, data, labels, **kwargs):
        return super().fit(data, labels, epochs=2, verbose=0, **kwargs)
stubborn = network(Stubborn)
found["fit overridden"] = rounded(stubborn.fit(x, y, batch_size=50))
found["fit again"] = rounded(stubborn.fit(x, y, batch_size=50))

seen = []
class Own(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        seen.append(epoch)
mine = [Own(), keras.callbacks.EarlyStopping(patience=0, monitor="loss", mode="max")]
found["callbacks"] = rounded(network().fit(x, y, epochs=5, batch_size=50, verbose=0, callbacks=mine))
found["callbacks seen"] = [seen, len(mine)]
one = network()
found["one callback"] = rounded(one.fit(x, y, batch_size=50, verbose=0, callbacks=Own()))
whole = keras.callbacks.CallbackList([Own()], add_history=True, model=one, epochs=1)
found["callback list"] = rounded(one.fit(x, y, batch_size=50, verbose=0, callbacks=whole))
""",
    """
left, right = keras.Input((28, 28), name="left"), keras.Input((28, 28), name="right")
both = layers.Concatenate()([layers.Flatten()(left), layers.Flatten()(right)])
several = keras.Model([left, right], layers.Dense(10, activation="softmax")(both))
several.compile("adam", "sparse_categorical_crossentropy")
found["list of inputs"] = rounded(several.fit([x, x[::-1]], y, batch_size=50, verbose=0))
found["dictionary"] = rounded(several.fit({"left": x, "right": x}, y, batch_size=50, verbose=0))
named = tf.data.Dataset.from_tensor_slices(({"left": x, "right": x}, y)).batch(50)
found["pipeline of dictionaries"] = rounded(several.fit(named, verbose=0))
found["predicted"] = round(float(several.predict([x, x], verbose=0).sum()), 3)
found["evaluated"] = round(float(several.evaluate([x, x], y, verbose=0)), 5)
""",
    """
def batches(stop=10**6, fault=None):
    own = np.random.default_rng(5)  # Keras reads ahead in a thread, so a common one would give no fixed order
    for turn in range(stop):
        if fault is not None:
            raise fault
        drawn.append(turn)
        rows = own.integers(0, 200, 50)
        yield x[rows], y[rows]
drawn = []
found["generator"] = rounded(network().fit(batches(), steps_per_epoch=3, epochs=2, verbose=0))
found["drawn"] = drawn[:6]
found["short generator"] = rounded(network().fit(batches(2), verbose=0))
found["fault in a generator"] = failure(lambda: network().fit(batches(fault=KeyError("rows")), verbose=0))
found["validated by a generator"] = rounded(network().fit(
    x[:, ::-1], y, batch_size=50, verbose=0, validation_data=batches(), validation_steps=2))

keras.utils.set_random_seed(12)
class Rows(keras.utils.PyDataset):
    def __len__(self):
        return 4
    def __getitem__(self, index):
        rows = slice(index * 50, index * 50 + 50)
        return x[rows], y[rows]
found["dataset"] = rounded(network().fit(Rows(), verbose=0))
pairs = tf.data.Dataset.from_tensor_slices((x, y)).batch(50)
found["pipeline"] = rounded(network().fit(pairs, verbose=0))
found["pipeline of pairs for evaluation"] = round(float(network().evaluate(pairs, verbose=0)[0]), 5)
""",
    """
keras.utils.set_random_seed(13)
shuffled = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(200).batch(50)
found["shuffled pipeline"] = rounded(network().fit(shuffled, epochs=2, verbose=0))
""",
    """
keras.utils.set_random_seed(15)
taped, optimizer, traces, losses = network(), keras.optimizers.Adam(), [], []
@tf.function
def step(images, labels, scale=1.0):
    traces.append(scale)
    moved = tf.image.random_flip_left_right(images[..., None])[..., 0] * scale
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(moved)
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, taped(moved, training=True)))
    weights = tape.gradient(loss, taped.trainable_variables)
    optimizer.apply(weights, taped.trainable_variables)
    return loss, tf.norm(tape.gradient(loss, moved))
for start in (0, 50, 100):
    losses += [round(float(value), 5) for value in step(tf.constant(x[start:start + 50]), y[start:start + 50])]
losses.append(round(float(step(x[:20], tf.constant(y[:20]), scale=0.5)[0]), 5))
found["compiled loop"] = [losses, traces, int(optimizer.iterations)]
found["wrong step"] = failure(lambda: step(x[:50, :20], y[:50]))[:40]
found["untaped"] = failure(lambda: tf.GradientTape().gradient(taped(x[:5]), taped.trainable_variables))[:60]
pair = {"left": tf.constant(x[:50]), "right": tf.constant(x[50:100])}
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(several(pair, training=True)[:, 0])
found["gradient of several inputs"] = [float(tf.norm(g) > 0) for g in tape.gradient(loss, several.trainable_variables)]
found["batch by batch"] = [round(float(v), 5) for v in network().train_on_batch(x[:50], y=y[:50], return_dict=False)]
found["batch in a dictionary"] = round(float(several.train_on_batch(x=pair, y=y[:50])), 5)
found["called"] = round(float(tf.reduce_sum(taped(inputs=x[:5])[:, 1])), 5)
""",
    """
keras.utils.set_random_seed(14)
found["wrong shape"] = failure(lambda: network().fit(x[:, :20], y, verbose=0))[:60]
found["no such argument"] = failure(lambda: network().fit(x, y, epoch=3))
found["different lengths"] = failure(lambda: network().fit(x, y[:10], verbose=0))[:60]
found["nothing"] = failure(lambda: network().fit())[:60]
found["nothing to predict"] = failure(lambda: network().predict())
def images():
    yield (x[:50],)
    yield (x[50:80],)
found["predicted rows of a generator"] = list(network().predict(images(), verbose=0).shape)
found["evaluated by a generator"] = round(float(network().evaluate(batches(), steps=2, verbose=0)[0]), 5)
class Stop(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        raise KeyboardInterrupt
stopped = network()
found["interrupted"] = failure(lambda: stopped.fit(x, y, verbose=0, callbacks=[Stop()]))
found["after it"] = rounded(stopped.fit(x, y, batch_size=50, verbose=0))

class Nested(keras.Model):
    def __init__(self):
        super().__init__()
        self.inner = network()
    def call(self, given):
        return self.inner(given)
    def fit(self, data, labels):
        return self.inner.fit(data, labels, batch_size=50, verbose=0)
nested = Nested()
found["nested"] = rounded(nested.fit(x, y))
found["positional"] = rounded(network().fit(x, y, 50, 2, 0))
with open("found.json", "w") as file:
    json.dump(found, file)
""",
]


@pytest.fixture(scope="module")
def watched(guest: Guest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Driven, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("watched")
    run = drive(guest, folder, CELLS)
    assert run.events[-1]["state"] == "finished", run.of("cell")[-1]
    return run, json.loads((folder / "work" / "found.json").read_text())


@pytest.fixture(scope="module")
def bare(
    guest: Guest, watched: tuple[Driven, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """The same code in plain Python; the home folder is the one that the data were offered to."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "bare.py").write_text("\n".join(CELLS), encoding="utf-8")
    home = watched[0].out.parent / "home"
    environment = guest.environment(home, folder / "out")
    done = subprocess.run(
        [guest.python, "bare.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads((folder / "found.json").read_text())
    return found


CASES = (
    "fit overridden",
    "fit again",
    "callbacks",
    "callbacks seen",
    "one callback",
    "callback list",
    "list of inputs",
    "dictionary",
    "pipeline of dictionaries",
    "predicted",
    "evaluated",
    "generator",
    "drawn",
    "short generator",
    "fault in a generator",
    "validated by a generator",
    "dataset",
    "pipeline",
    "pipeline of pairs for evaluation",
    "compiled loop",
    "wrong step",
    "untaped",
    "gradient of several inputs",
    "batch by batch",
    "batch in a dictionary",
    "called",
    "wrong shape",
    "no such argument",
    "different lengths",
    "nothing",
    "nothing to predict",
    "predicted rows of a generator",
    "evaluated by a generator",
    "interrupted",
    "after it",
    "nested",
    "positional",
)


@pytest.mark.parametrize("case", CASES)
def test_the_probe_changes_nothing(
    case: str, watched: tuple[Driven, dict[str, Any]], bare: dict[str, Any]
) -> None:
    assert watched[1][case] == bare[case]


def test_every_case_is_looked_at(bare: dict[str, Any]) -> None:
    assert set(bare) == {*CASES, "shuffled pipeline"}


def test_a_shuffling_pipeline_trains_as_long_in_another_order(
    watched: tuple[Driven, dict[str, Any]], bare: dict[str, Any]
) -> None:
    # TensorFlow draws a new order for each look at the pipeline, and the probe's look is one.
    with_probe, without = watched[1]["shuffled pipeline"], bare["shuffled pipeline"]
    assert {key: len(values) for key, values in with_probe.items()} == {"loss": 2, "accuracy": 2}
    assert with_probe.keys() == without.keys()


def test_the_probe_meets_no_fault_of_its_own(watched: tuple[Driven, dict[str, Any]]) -> None:
    assert watched[0].notes() == []


def test_a_fit_that_raised_is_told_as_not_completed(watched: tuple[Driven, dict[str, Any]]) -> None:
    run = watched[0]
    assert any(not end["completed"] for end in run.of("fit", state="end"))
    interrupted, after = run.of("fit", state="end", model=run.model_named("stopped"))
    assert (interrupted["completed"], after["completed"]) == (False, True)
    assert run.of("model", model=run.model_named("stopped"))[-1]["exported"]
