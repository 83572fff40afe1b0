"""Training loops of a student's own, in every way that students write theirs: one notebook, looked at by many tests."""

import json
from typing import Any

import numpy as np
import pytest

from harness.wire import files

from .driving import Driven, Guest, drive
from .loop_cells import ALL, SHORT, TUNED, TUNING, taken

pytestmark = pytest.mark.guest

CELLS = [
    """
import numpy as np, keras, tensorflow as tf
from keras import layers
keras.utils.set_random_seed(1)
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x, y = (x_train[:400] / 255.0).astype("float32"), y_train[:400]

def tiny(outputs="softmax"):
    return keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(10, activation=outputs)])
pairs = tf.data.Dataset.from_tensor_slices((x, y)).batch(100)
""",
    # As the guide of Keras writes it, step by step.
    """
eager = tiny()
optimizer = keras.optimizers.Adam(0.01)
loss_function = keras.losses.SparseCategoricalCrossentropy()
accuracy, average = keras.metrics.SparseCategoricalAccuracy(), keras.metrics.Mean()
for epoch in range(2):
    for images, labels in pairs:
        with tf.GradientTape() as tape:
            scores = eager(images, training=True)
            loss = loss_function(labels, scores)
        gradients = tape.gradient(loss, eager.trainable_weights)
        optimizer.apply_gradients(zip(gradients, eager.trainable_weights))
        accuracy.update_state(labels, scores)
        average(loss)
""",
    # A compiled step on pairs of a pipeline, with logits and a loss of TensorFlow; no name outlives the function.
    """
def train():
    network = tiny(None)
    optimizer = tf.keras.optimizers.SGD(0.1)
    @tf.function
    def step(images, labels):
        with tf.GradientTape() as tape:
            scores = network(images, training=True)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=scores))
        gradients = tape.gradient(loss, network.trainable_variables)
        optimizer.apply_gradients(zip(gradients, network.trainable_variables))
    for images, labels in pairs.map(lambda images, labels: (images, tf.cast(labels, tf.int32))):
        step(images, labels)
    return network
stepped = train()
""",
    # The whole epoch is compiled, of a network that has another one in a layer.
    """
class Within(layers.Layer):
    def __init__(self):
        super().__init__()
        self.parts = [keras.Sequential([layers.Flatten(), layers.Dense(10, activation="softmax")])]
    def call(self, images):
        return self.parts[0](images)
whole, whole_optimizer = keras.Sequential([keras.Input((28, 28)), Within()]), keras.optimizers.SGD(0.1)
@tf.function
def epoch(data):
    for images, labels in data:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, whole(images, training=True)))
        gradients = tape.gradient(loss, whole.trainable_variables)
        whole_optimizer.apply_gradients(zip(gradients, whole.trainable_variables))
epoch(pairs)
""",
    """
batched = tiny()
batched.compile("rmsprop", "categorical_crossentropy", metrics=["accuracy"])
for start in range(0, 400, 80):
    batched.train_on_batch(x[start:start + 80], keras.utils.to_categorical(y[start:start + 80], 10))
""",
    # No optimizer, and labels that are not those of the images.
    """
by_hand = tiny()
for start in range(0, 400, 100):
    with tf.GradientTape() as tape:
        scores = by_hand(x[start:start + 100])
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y[::-1][start:start + 100], scores))
    for weight, gradient in zip(by_hand.trainable_variables, tape.gradient(loss, by_hand.trainable_variables)):
        weight.assign_sub(0.1 * gradient);
""",
    # The compiled step makes the network's input of its arguments and of a value outside; here it does so by pieces.
    """
inside, inside_optimizer, mean = tiny(), keras.optimizers.SGD(0.1), tf.constant(0.5)
@tf.function
def step(images, labels):
    with tf.GradientTape() as tape:
        scores = inside(tf.cast(images, tf.float32) / 255.0 - mean, training=True)
        loss = keras.losses.SparseCategoricalCrossentropy()(labels, scores)
    inside_optimizer.apply_gradients(zip(tape.gradient(loss, inside.trainable_variables), inside.trainable_variables))
step(x_train[:100], y[:100])
step(x_train[100:200], y[100:200])
""",
    # What depends on a variable is not looked into.
    """
adapted, adapted_optimizer, scale = tiny(), keras.optimizers.SGD(0.1), tf.Variable(2.0)
@tf.function
def step(images, labels):
    with tf.GradientTape() as tape:
        loss = keras.losses.SparseCategoricalCrossentropy()(labels, adapted(images * scale, training=True))
    adapted_optimizer.apply_gradients(zip(tape.gradient(loss, adapted.trainable_variables), adapted.trainable_variables))
step(x[:100], y[:100])
""",
    # A gradient of what goes in is not a training, and a network that fit trained is not trained anew.
    """
fitted = tiny()
fitted.compile("adam", "sparse_categorical_crossentropy")
fitted.fit(x, y, verbose=0)
with tf.GradientTape() as tape:
    image = tf.constant(x[:1])
    tape.watch(image)
    score = fitted(image)[0, 0]
tape.gradient(score, image);
""",
    # Gradients that are only looked at, on paper and by an optimizer that keeps them.
    """
studied = tiny()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y[:100], studied(x[:100])))
norms = [float(tf.norm(gradient)) for gradient in tape.gradient(loss, studied.trainable_variables)]
class Recorder(keras.optimizers.Optimizer):
    def update_step(self, gradient, variable, learning_rate):
        norms.append(float(tf.norm(gradient)))
studied.compile(Recorder(0.1), "sparse_categorical_crossentropy", run_eagerly=True)
studied.train_on_batch(x[:100], y[:100])
""",
    # Two networks are called, and one learns from the other.
    """
pupil, teacher = tiny(), fitted
for images, _ in pairs:
    with tf.GradientTape() as tape:
        answers = pupil(images, training=True)
        loss = keras.losses.KLDivergence()(teacher(images), answers)
    keras.optimizers.SGD(0.1).apply_gradients(
        zip(tape.gradient(loss, pupil.trainable_variables), pupil.trainable_variables))
""",
    *SHORT,
    TUNING,
    """
broken = tiny()
for images, labels in pairs:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, broken(images)))
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.apply(tape.gradient(loss, broken.trainable_variables), broken.trainable_variables)
    raise ValueError("too late")
""",
]


@pytest.fixture(scope="module")
def run(guest: Guest, tmp_path_factory: pytest.TempPathFactory) -> Driven:
    driven = drive(guest, tmp_path_factory.mktemp("loops"), CELLS)
    assert driven.events[-1] == {"event": "end", "state": "error"}, driven.of("cell")[-1]
    assert driven.one("cell", state="error")["message"] == "too late"
    return driven


def loop_of(run: Driven, name: str) -> dict[str, Any]:
    return run.one("fit", state="end", model=run.model_named(name))


def test_the_probe_itself_never_fails(run: Driven) -> None:
    assert run.notes() == []


@pytest.mark.parametrize(
    ("name", "steps", "loss", "optimizer"),
    [
        ("eager", 8, "sparse_categorical_crossentropy", "Adam"),
        ("stepped", 4, "sparse_categorical_crossentropy", "SGD"),
        ("whole", 4, "sparse_categorical_crossentropy", "SGD"),
        ("batched", 5, "categorical_crossentropy", "RMSprop"),
        ("by_hand", 4, "sparse_categorical_crossentropy", None),
        ("inside", 2, "sparse_categorical_crossentropy", "SGD"),
        ("adapted", 1, "sparse_categorical_crossentropy", "SGD"),
    ],
)
def test_a_loop_is_told_as_a_fit_of_so_many_steps(
    name: str, steps: int, loss: str, optimizer: str | None, run: Driven
) -> None:
    found = loop_of(run, name)
    assert found["loop"]
    assert found["completed"]
    assert (found["epochs"], found["steps"]) == (1, steps)
    assert (found["loss"], found["optimizer"]) == (loss, optimizer)
    assert found["seconds"] > 0
    begin = run.one("fit", state="begin", fit=found["fit"])
    assert run.events.index(begin) < run.events.index(found)


@pytest.mark.parametrize("name", ["eager", "stepped", "whole", "batched", "by_hand", "inside"])
def test_the_weights_of_before_its_first_step_are_kept(name: str, run: Driven) -> None:
    kept = np.fromfile(run.out / files.weights_before(run.model_named(name)), np.float32)
    assert kept[:-10].any()
    assert not kept[-10:].any(), "biases begin at 0, and no training leaves them there"


def test_rate_and_metrics_are_those_of_the_loop(run: Driven) -> None:
    found = loop_of(run, "eager")
    assert found["learning_rate"] == pytest.approx(0.01)
    assert found["metrics"] == ["sparse_categorical_accuracy"]
    assert loop_of(run, "stepped")["metrics"] == []
    assert loop_of(run, "batched")["metrics"] == ["accuracy"]


@pytest.mark.parametrize(
    ("name", "rows", "agree"),
    [
        ("eager", 100, 1.0),
        ("stepped", 100, 1.0),
        ("whole", 100, 1.0),
        ("batched", 80, 1.0),
        ("inside", 100, 1.0),
    ],
)
def test_what_it_was_fed_is_recognised_with_its_labels(
    name: str, rows: int, agree: float, run: Driven
) -> None:
    seen = run.input_of(name)
    assert seen["fit"] == loop_of(run, name)["fit"]
    assert seen["shape"][0] == rows
    assert seen["mapping"]["scale"] == pytest.approx(1 / 255, rel=1e-3)
    assert seen["sources"] == {"train": rows, "test": 0, "unknown": 0}
    assert seen["labels_agree"] == agree


def test_labels_that_are_not_those_of_the_images_are_seen(run: Driven) -> None:
    assert run.input_of("by_hand")["labels_agree"] < 0.5


def test_what_a_compiled_step_computes_is_seen_and_not_guessed(run: Driven) -> None:
    assert run.input_of("inside")["mapping"]["offset"] == pytest.approx(-0.5, abs=1e-3)
    assert run.input_of("adapted")["mapping"] is None
    unmapped = run.one("functions")["unmapped"]
    assert run.model_named("adapted") in unmapped
    assert run.model_named("inside") not in unmapped


def test_networks_are_exported_at_the_end_of_their_cell(run: Driven) -> None:
    for name in ("eager", "stepped", "whole", "batched", "by_hand", "inside", "adapted"):
        model = run.model_named(name)
        assert (run.out / "models" / model / "saved_model.pb").is_file()
        exported = run.one("model", model=model)
        assert exported["exported"]
        end = run.events.index(loop_of(run, name))
        following = [event["event"] for event in run.events[end + 1 :] if event["event"] in ("fit", "model")]
        assert following[0] == "model", f"{name} waits for another training"


def test_the_network_that_learns_is_told_from_one_that_is_asked(run: Driven) -> None:
    found = loop_of(run, "pupil")
    assert (found["loop"], found["loss"], found["optimizer"]) == (True, "kl_divergence", "SGD")
    assert found["steps"] == 4, "each step has an optimizer of its own"
    assert run.input_of("pupil")["sources"]["train"] == 100


def test_other_gradients_are_no_training(run: Driven) -> None:
    assert not loop_of(run, "fitted").get("loop", False)
    assert len(next(v["data"] for e in run.of("values") for v in e["values"] if v["name"] == "norms")) == 4
    assert len(run.of("fit", state="end", loop=True)) == 10


def test_a_network_in_a_layer_is_a_part_and_no_network_of_its_own(run: Driven) -> None:
    told = run.one("model", model=run.model_named("whole"))["layers"]
    assert [layer["parameters"] for layer in told if layer["class"] == "Sequential"] == [7850]
    assert "parts[0]" not in str(run.of("names")[-1])


def test_a_loop_that_broke_off_is_not_completed(run: Driven) -> None:
    assert not loop_of(run, "broken")["completed"]


def test_a_whole_run_cuts_no_loop_short(run: Driven) -> None:
    assert taken(run) == ([20, 20, 60, 70], [ALL])
    assert run.of("adapted") == []


def test_a_pipeline_is_tuned_only_where_its_author_asks(run: Driven) -> None:
    (cell,) = (cell for cell in run.cells if cell.source == TUNING)
    assert json.loads(cell.text) == TUNED
