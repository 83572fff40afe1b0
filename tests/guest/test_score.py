"""The second sandbox's code: predictions and op graphs of exported networks, without student code."""

import json
import subprocess
from typing import Any

import numpy as np
import pytest

from harness.assignments.fashion_mnist.data.standin import draw

from .driving import PLAIN, Driven, Guest, drive, reason_of

pytestmark = pytest.mark.guest

CELLS = [
    """
import numpy as np, keras
from keras import layers
x = np.zeros((100, 28, 28)); y = np.arange(100) % 10
def network(bias, last="softmax"):
    model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(len(bias), activation=last)])
    model.layers[-1].set_weights([np.zeros((784, len(bias))), np.array(bias)])
    model.compile(keras.optimizers.SGD(0.0), "sparse_categorical_crossentropy")
    model.fit(x, y, verbose=0)
    return model
a = network([0, 0, 0, 9, 0, 0, 0, 0, 0, 0])
b = network([1] * 12)
c = network(list(range(10)), None)
""",
    # A network whose score of class 0 is its brightest pixel, to see what it is given.
    """
inputs = keras.Input((32, 32, 3))
top = layers.GlobalMaxPooling2D()(inputs)
d = keras.Model(inputs, keras.layers.Concatenate()([top, top, top, top[:, :1]]))
d.compile(loss="mse")
d.fit(np.zeros((10, 32, 32, 3)), np.zeros((10, 10)), verbose=0)
inputs = keras.Input((28, 28))
two = layers.Dense(10)(layers.Flatten()(inputs))
e = keras.Model(inputs, [two, two]); e.compile(loss=["mse", "mse"])
e.fit(x, [np.zeros((100, 10))] * 2, verbose=0);
""",
    # Keras takes images with or without a last axis of 1, whichever of both the network was made for.
    """
def brightest(given, input_shape):
    given = layers.Reshape((28, 28, 1))(given) if len(input_shape) == 2 else given
    top = layers.GlobalMaxPooling2D()(layers.Conv2D(1, 1, kernel_initializer="ones", trainable=False)(given))
    return layers.Concatenate()([top] * 10)
def fed(model, images):
    model.compile(loss="mse")
    zeros, output = np.zeros((10, 10)), getattr(model, "output", None)
    if isinstance(output, dict):
        zeros = {name: bare if name == "picture" else zeros for name in output}
    model.fit(images, [zeros] * len(output) if isinstance(output, list) else zeros, verbose=0)
    return model
def functional(input_shape):
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, brightest(inputs, input_shape))
class Subclassed(keras.Model):
    def __init__(self):
        super().__init__()
        self.flat = layers.Flatten()
    def call(self, given):
        return keras.ops.tile(keras.ops.max(self.flat(given), axis=1, keepdims=True), (1, 10))
bare, with_axis = np.zeros((10, 28, 28)), np.zeros((10, 28, 28, 1))
f = fed(functional((28, 28, 1)), bare)
g = fed(functional((28, 28)), with_axis)
h = fed(keras.Sequential([keras.Input((28, 28, 1)), functional((28, 28, 1))]), bare)
i = Subclassed(); i(bare); fed(i, with_axis)
j = Subclassed(); j(with_axis); fed(j, bare)
k = fed(functional((28, 28, 1)), with_axis)
two = [keras.Input((28, 28)), keras.Input((28, 28))]
l = keras.Model(two, layers.Dense(10)(layers.Flatten()(layers.Add()(two))))
l.compile(loss="mse"); l.fit([bare, bare], np.zeros((10, 10)), verbose=0);
m = fed(functional((28, 28, 1)), with_axis)
""",
    # A network that keeps a state for each image of its batch runs on batches of that size alone.
    """
inputs = keras.Input(batch_shape=(10, 28, 28))
n = keras.Model(inputs, layers.Dense(10)(layers.LSTM(2, stateful=True)(inputs)))
n.compile(loss="mse"); n.fit(bare, np.zeros((10, 10)), batch_size=10, verbose=0);
""",
    # The main output of several is behind the most layers, whatever its place; the others are classifiers on the way,
    # and pictures. Outputs and inputs have names, or places: more than ten, which sort otherwise than they count.
    """
def always(label, given, width=None):
    made = layers.Dense(10, kernel_initializer="zeros", bias_initializer=keras.initializers.Constant(
        np.eye(10)[label].tolist()))
    return made(given if width is None else layers.Dense(width)(given))
inputs = keras.Input((28, 28))
flat = layers.Flatten()(inputs)
o = fed(keras.Model(inputs, [always(1, flat), always(2, flat, 5), always(3, flat)]), bare)
p = fed(keras.Model(inputs, {"a": always(1, flat), "z": always(4, flat, 5), "picture": inputs}), bare)
named = keras.Input((28, 28, 1), name="image")
q = fed(keras.Model({"image": named}, layers.Concatenate()([layers.GlobalMaxPooling2D()(named)] * 10)), {"image": bare})
two = {"b": keras.Input((28, 28)), "a": keras.Input((784,))}
tops = [layers.GlobalMaxPooling1D()(layers.Reshape((784, 1))(two[name])) for name in "ab"]
r = fed(keras.Model(two, layers.Concatenate()([tops[0]] * 9 + [tops[1]])), {"b": bare, "a": bare.reshape(10, -1)})
many = [keras.Input((28, 28)) for _ in range(12)]
s = fed(keras.Model(many, layers.Concatenate()([layers.GlobalMaxPooling1D()(layers.Reshape((784, 1))(one)) for one in
    (many[2], many[10])] * 5)), [bare] * 12)
""",
]
PADDED = PLAIN | {
    "layout": "hwc",
    "size": [32, 32],
    "channels": 3,
    "geometry": "pad",
    "corner": [2, 2],
    "scale": 2.0,
}
WITH_AXIS = PLAIN | {"layout": "hwc"}
MAPPINGS = {
    "m1": PLAIN,
    "m2": PLAIN,
    "m99": PLAIN,
    "m3": None,
    "m4": PADDED,
    "m5": PLAIN,
    "m6": PLAIN,
    "m7": WITH_AXIS,
    "m8": PLAIN,
    "m9": WITH_AXIS,
    "m10": PLAIN,
    "m11": PADDED,
    "m12": PLAIN,
    "m13": PLAIN | {"layout": "flat"},
    "m14": PLAIN,
    "m15": PLAIN,
    "m16": PLAIN,
    "m17": WITH_AXIS,
    "m18": [PLAIN | {"layout": "flat"}, PLAIN | {"scale": 2.0}],
    "m19": [PLAIN | {"scale": float(place)} for place in range(12)],
}


def listed(mapping: Any) -> list[Any]:
    return mapping if isinstance(mapping, list) else [mapping] if mapping else []


@pytest.fixture(scope="module")
def images() -> Any:
    return draw(train_per_class=60, test_per_class=0, seed=5)[0]


@pytest.fixture(scope="module")
def scored(guest: Guest, images: Any, tmp_path_factory: pytest.TempPathFactory) -> Driven:
    """Scores the networks; ``m99`` was never exported and ``m3`` has no known preprocessing."""
    folder = tmp_path_factory.mktemp("score")
    trained = drive(guest, folder / "run", CELLS)
    assert trained.events[-1]["state"] == "finished", trained.of("cell")[-1]
    models = [
        {"id": name, "folder": str(trained.out / "models" / name), "mappings": listed(mapping), "classes": 10}
        for name, mapping in MAPPINGS.items()
    ]
    np.save(folder / "images.npy", images)
    np.save(folder / "fresh.npy", images[:7])
    arrays = {name: str(folder / f"{name}.npy") for name in ("images", "fresh")}
    (folder / "job.json").write_text(json.dumps({**arrays, "seconds": 200, "models": models}))
    out = folder / "out"
    done = subprocess.run(
        guest.command(out, "score.predict", [str(folder / "job.json")]),
        env=guest.environment(folder / "home", out),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return Driven(out, done.returncode, done.stderr, [json.loads(line) for line in done.stdout.splitlines()])


def test_scores_are_written_for_every_image(scored: Driven, images: Any) -> None:
    assert scored.code == 0, scored.stderr[-2000:]
    scores = np.load(scored.out / "m1.npy")
    assert (scores.shape, scores.dtype) == ((len(images), 10), np.float32)
    assert (scores.argmax(axis=1) == 3).all()
    assert np.array_equal(np.load(scored.out / "m1.fresh.npy"), scores[:7])
    assert scored.one("scored", model="m1")["reason"] is None


def test_the_network_is_given_images_as_the_mapping_says(scored: Driven, images: Any) -> None:
    brightest = images.reshape(len(images), -1).max(axis=1)
    scores = np.load(scored.out / "m4.npy")
    assert scores == pytest.approx(np.repeat(2.0 * brightest[:, None], 10, axis=1))


@pytest.mark.parametrize(("model", "label"), [("m5", None), ("m15", 2), ("m16", 4)])
def test_the_main_output_of_several_is_scored(
    model: str, label: int | None, scored: Driven, images: Any
) -> None:
    assert scored.one("scored", model=model)["reason"] is None
    scores = np.load(scored.out / f"{model}.npy")
    assert scores.shape == (len(images), 10)
    assert label is None or (scores.argmax(axis=1) == label).all()


@pytest.mark.parametrize(
    ("model", "scales"), [("m17", [1] * 10), ("m18", [1] * 9 + [2]), ("m19", [2, 10] * 5)]
)
def test_each_input_gets_what_it_was_fed(model: str, scales: list[int], scored: Driven, images: Any) -> None:
    assert scored.one("scored", model=model)["reason"] is None
    brightest = images.reshape(len(images), -1).max(axis=1).astype(float)
    assert np.load(scored.out / f"{model}.npy") == pytest.approx(np.outer(brightest, scales))


@pytest.mark.parametrize("model", ["m6", "m7", "m8", "m9", "m10"])
def test_a_last_axis_of_one_is_added_or_dropped_as_keras_does(
    model: str, scored: Driven, images: Any
) -> None:
    assert scored.one("scored", model=model)["reason"] is None
    brightest = images.reshape(len(images), -1).max(axis=1)
    assert np.load(scored.out / f"{model}.npy") == pytest.approx(np.repeat(brightest[:, None], 10, axis=1))


def test_a_network_without_mapping_has_its_graph_alone(scored: Driven) -> None:
    assert scored.one("scored", model="m3")["reason"] is None
    assert not (scored.out / "m3.npy").exists()
    assert (scored.out / "m3.json").exists()


@pytest.mark.parametrize("model", ["m1", "m2", "m3", "m4", "m5"])
def test_the_graph_is_written(model: str, scored: Driven) -> None:
    graph = json.loads((scored.out / f"{model}.json").read_text())
    assert "error" not in graph
    assert graph["nodes"]
    assert graph["outputs"]


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("m2", "shape [12] where 10 scores"),
        ("m99", "SavedModel"),
        ("m11", "takes images of shape [28, 28, 1], but the notebook fed it images of shape [32, 32, 3]"),
        ("m12", "has 2 inputs, and the notebook fed it 1"),
        ("m13", "takes images of shape [28, 28, 1], but the notebook fed it images of shape [784]"),
        ("m14", "the network fails on 500 images of shape [28, 28]: "),
    ],
)
def test_a_network_that_cannot_be_scored_has_a_reason_and_the_others_go_on(
    model: str, words: str, scored: Driven
) -> None:
    assert words in reason_of(scored.one("scored", model=model))
    assert not (scored.out / f"{model}.npy").exists()
    assert [event["model"] for event in scored.of("scored")] == list(MAPPINGS)
