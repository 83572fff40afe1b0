"""What the probe sees of a student's networks: one notebook of many small cases, looked at by many tests."""

from pathlib import Path

import numpy as np
import pytest

from harness.assignments.fashion_mnist.data.standin import draw

from .conftest import TEST_PER_CLASS
from .driving import Driven, Guest, drive
from .watched_notebook import CELLS

pytestmark = pytest.mark.guest

EPOCH_KEYS = {"loss", "accuracy", "val_loss", "val_accuracy"}


def hidden_images() -> np.ndarray:
    """uint8 (100, 28, 28) that the visible split does not hold."""
    return draw(train_per_class=10, test_per_class=0, seed=3)[0]


def give_images(out: Path) -> None:
    asked_again = (out / "images.npy").exists()
    np.save(out / "part.npy", hidden_images()[:20] if asked_again else hidden_images())
    (out / "part.npy").rename(out / ("fresh.npy" if asked_again else "images.npy"))


@pytest.fixture(scope="module")
def run(guest: Guest, tmp_path_factory: pytest.TempPathFactory) -> Driven:
    driven = drive(guest, tmp_path_factory.mktemp("watching"), CELLS, answer=give_images)
    assert driven.events[-1] == {"event": "end", "state": "finished"}, driven.of("cell")[-1]
    return driven


def test_the_probe_itself_never_fails(run: Driven) -> None:
    # The notebook's own preprocess is for one network, and does not fit one of two inputs.
    assert [note for note in run.notes() if "calling preprocess(images)" not in note] == []
    assert run.code == 0


def test_networks_are_known_by_their_variables_and_keys(run: Driven) -> None:
    names = {name for names in run.of("names")[-1]["names"].values() for name in names}
    wanted = {"dense", "nets['conv']", "pipeline", "by_generator", "by_dataset", "augmented", "own", "taped"}
    assert wanted <= names
    assert run.model_named("dense") == "m1"
    assert run.model_named("nets['conv']") == "m2"


def test_each_fit_begins_runs_and_ends(run: Driven) -> None:
    first, second = run.of("fit", state="end", model="m1")
    assert [first["fit"], second["fit"]] == ["f1", "f2"]
    assert set(first["history"]) == EPOCH_KEYS
    assert [len(values) for values in first["history"].values()] == [2, 2, 2, 2]
    assert set(second["history"]) == {"loss", "accuracy"}
    assert first["completed"]
    assert first["seconds"] > 0
    epochs = run.of("epoch", fit="f1")
    assert [epoch["epoch"] for epoch in epochs] == [1, 2]
    assert epochs[1]["logs"]["loss"] == pytest.approx(first["history"]["loss"][1])
    begin = run.one("fit", state="begin", fit="f1")
    assert begin["epochs"] == 2
    assert run.events.index(begin) < run.events.index(epochs[0]) < run.events.index(first)


@pytest.mark.parametrize(
    ("name", "layout", "scale", "offset"),
    [
        ("dense", "hw", 1 / 255, 0),
        ("pipeline", "hw", 2 / 255, -1),
        ("by_generator", "hw", 1 / 255, 0),
        ("by_dataset", "flat", 1 / 255, 0),
        ("augmented", "hw", 1 / 255, 0),
        ("both_drawn", "hw", 1 / 255, 0),
        ("own", "hw", 1 / 255, 0),
    ],
)
def test_preprocessing_is_inferred_from_any_kind_of_input(
    name: str, layout: str, scale: float, offset: float, run: Driven
) -> None:
    mapping = run.input_of(name)["mapping"]
    assert (mapping["layout"], mapping["geometry"]) == (layout, "none")
    assert mapping["scale"] == pytest.approx(scale, rel=1e-3)
    assert mapping["offset"] == pytest.approx(offset, abs=1e-3)


def test_the_input_tells_where_rows_come_from_and_whether_labels_agree(run: Driven) -> None:
    seen = run.input_of("dense")
    assert seen["shape"] == [240, 28, 28], "the others are for validation"
    assert seen["dtype"] == "float64"
    assert seen["sources"] == {"train": 128, "test": 0, "unknown": 0}
    for name in ("dense", "nets['conv']", "pipeline", "by_generator", "by_dataset"):
        assert run.input_of(name)["labels_agree"] == 1.0
    standardised = run.input_of("nets['conv']")["mapping"]
    assert standardised["layout"] == "hwc"
    assert standardised["offset"] < 0 < standardised["scale"]


def test_rows_that_only_validation_explains_stay_unknown(run: Driven) -> None:
    assert run.input_of("augmented")["sources"]["unknown"] > 100


@pytest.mark.parametrize(
    ("name", "steps", "rows"),
    [
        ("dense", 3, 240),
        ("pipeline", 5, 300),
        ("by_generator", 4, 200),
        ("by_dataset", 3, 300),
        ("once", 1, 2),
        ("cut", 1, 300),
        ("uneven", 3, 600),
        ("stopped", 1, 64),
        ("refused", 0, 0),
        ("apart[0]", 3, 300),
        ("apart[1]", 3, 300),
        ("taped", 2, 200),
        ("late", 10, 300),
    ],
)
def test_a_training_is_the_steps_that_were_taken(name: str, steps: int, rows: int, run: Driven) -> None:
    end = run.of("fit", state="end", model=run.model_named(name))[0]
    assert (end["steps"], end["rows"]) == (steps, rows)


@pytest.mark.parametrize("name", ["paired", "keyed"])
def test_each_input_of_a_network_has_its_mapping(name: str, run: Driven) -> None:
    seen = run.input_of(name)
    assert [(one["layout"], one["scale"]) for one in (seen["mapping"], *seen["more"])] == [
        ("hwc" if name == "paired" else "hw", pytest.approx(1 / 255, rel=1e-3)),
        ("flat", pytest.approx(2 / 255, rel=1e-3)),
    ]
    assert seen["labels_agree"] == 1.0


def test_inputs_that_show_different_images_have_none(run: Driven) -> None:
    assert run.input_of("strange")["mapping"] is None


def test_what_several_outputs_were_compiled_with_is_told_once(run: Driven) -> None:
    told = run.of("fit", state="end", model=run.model_named("auxiliary"))[0]
    assert (told["loss"], told["metrics"]) == ("sparse_categorical_crossentropy", ["accuracy"])
    assert told["optimizer"] == "Adadelta", "the one inside of what scales the loss"
    assert run.input_of("auxiliary")["labels_agree"] == 1.0


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("again", "dense"),
        ("sure", "once"),
        ("early", "kept"),
        ("bare", None),
        ("blank", None),
        ("dense", None),
    ],
)
def test_a_network_with_the_weights_of_a_trained_one_is_known(name: str, of: str | None, run: Driven) -> None:
    told = run.of("model", model=run.model_named(name))[-1]
    assert told["weights_of"] == (None if of is None else run.model_named(of))


def test_a_generator_loses_no_batch_to_the_probe(run: Driven) -> None:
    values = [v for event in run.of("values") for v in event["values"] if v["name"] == "given"]
    # Keras draws one batch to learn its shape and may draw ahead; what it is given starts at the first.
    assert values[-1]["data"][:4] == [0, 50, 100, 150]


def test_what_keras_says_of_a_network(run: Driven) -> None:
    conv = run.of("model", model="m2")[0]
    assert (conv["kind"], conv["name"], conv["output_shape"]) == ("functional", "small_conv", [None, 10])
    assert (conv["optimizer"], conv["loss"]) == ("SGD", "categorical_crossentropy")
    assert conv["learning_rate"] == pytest.approx(0.01)
    first = next(layer for layer in conv["layers"] if layer["name"] == "first")
    assert first == {
        "class": "Conv2D",
        "name": "first",
        "filters": 2,
        "kernel_size": [3, 3],
        "strides": [2, 2],
        "padding": "same",
        "activation": "relu",
    }
    assert next(layer for layer in conv["layers"] if layer["class"] == "Dropout")["rate"] == 0.25
    assert conv["parameters"] == 20 + 30
    assert run.of("model", model="m1")[0]["kind"] == "Sequential"
    assert run.of("model", model="m1")[0]["metrics"] == ["accuracy"]
    assert run.of("model", model=run.model_named("own"))[0]["kind"] == "subclassed"


def test_every_trained_network_is_exported(run: Driven) -> None:
    for name in (
        "dense",
        "nets['conv']",
        "pipeline",
        "augmented",
        "own",
        "changed",
        "twelve",
        "taped",
        "taped_own",
        "outside",
        "looking_up",
    ):
        model = run.model_named(name)
        told = run.of("model", model=model)[-1]
        assert told["exported"], (name, told["reason"])
        assert (run.out / "models" / model / "saved_model.pb").exists()
    assert list((run.out / "models").glob("*.part")) == []


def test_a_network_is_called_once_to_be_exported(run: Driven) -> None:
    values = {v["name"]: v["data"] for event in run.of("values") for v in event["values"]}
    assert values["asked_to_export"] == [1]


def test_weights_changed_after_fit_are_exported_again(run: Driven) -> None:
    assert len(run.of("model", model=run.model_named("changed"))) == 2
    assert len(run.of("model", model=run.model_named("pipeline"))) == 1


def test_calls_that_compute_scores_are_seen(run: Driven) -> None:
    report = run.of("call", function="classification_report")[0]
    assert "macro avg" in report["result"]
    macro = run.one("call", function="f1_score", average="macro")
    assert macro["truth"] == "test"
    assert macro["rows"] == TEST_PER_CLASS * 10
    assert 0 <= macro["result"] <= 1
    micro = run.one("call", function="f1_score", average="micro")
    assert (micro["truth"], micro["result"]) == ("train", 1.0)
    assert macro["network"] == run.model_named("dense")
    for function, times in (("confusion_matrix", 2), ("tf.math.confusion_matrix", 1)):
        calls = run.of("call", function=function, truth="test")
        assert len(calls) == times  # the display computes its own
        assert calls[0]["matrix"] == calls[0]["result"]
        assert np.sum(calls[0]["matrix"]) == TEST_PER_CLASS * 10
        assert np.sum(calls[0]["matrix"], axis=1).tolist() == [TEST_PER_CLASS] * 10
    words = run.one("call", function="confusion_matrix", truth="other")
    assert words["matrix"] is None


def test_small_values_of_variables_are_seen(run: Driven) -> None:
    values = {v["name"]: v for event in run.of("values") for v in event["values"]}
    table = run.of("call", function="confusion_matrix", truth="test")[0]["matrix"]
    assert values["table"]["shape"] == [10, 10]
    assert values["table"]["data"] == np.ravel(table).tolist()
    assert values["counts"]["data"] == values["table"]["data"]
    assert values["score"]["shape"] == []
    assert "x" not in values


def test_what_is_drawn_is_seen(run: Driven) -> None:
    cells = run.executed().cells
    drawing = next(i for i, cell in enumerate(cells) if "plt.subplots" in cell.source)
    drawn = run.of("plot", cell=cells[drawing].execution_count)
    assert [plot["of"] for plot in drawn if plot["shows"] == "image"] == [
        "train",
        "test",
        "test",
        "train",
        "mean",
        "mean",
    ]
    visible = run.of("call", function="confusion_matrix", truth="test")[0]["matrix"]
    table, shares = (plot["data"] for plot in drawn if plot["shows"] == "table")
    assert table == np.ravel(visible).tolist()
    assert shares == pytest.approx([number / 100 for number in table])
    bars = [plot["data"] for plot in drawn if plot["shows"] == "bars"]
    train, test = bars[0][0], TEST_PER_CLASS
    assert bars == [[train] * 10, [test] * 10, [train] * 10, [4, 5, 6], [1, 2], [test] * 10]
    lines = [(plot["figure"], plot["data"]) for plot in drawn if plot["shows"] == "line"]
    assert lines == [(1, [1, 2]), (2, [3, 1])]
    display = cells[drawing - 1].execution_count
    assert [plot["shows"] for plot in run.of("plot", cell=display)] == ["table"]


def test_a_students_functions_are_asked_with_the_hidden_images(run: Driven) -> None:
    functions = run.one("functions")
    assert functions["predict"]
    assert functions["preprocess"]
    turned = run.model_named("turned")
    assert turned in functions["unmapped"]
    assert "m1" not in functions["unmapped"]
    labels = np.load(run.out / "answers" / "predict.npy")
    assert (labels.shape, labels.dtype) == ((100,), np.int64)
    assert np.array_equal(np.load(run.out / "answers" / "predict.fresh.npy"), labels[:20]), "asked once more"
    scores = np.load(run.out / "answers" / f"{turned}.npy")
    assert (scores.shape, scores.dtype) == ((100, 10), np.float32)
    assert scores.sum(axis=1) == pytest.approx(np.ones(100), abs=1e-4)


def test_the_executed_notebook_has_the_outputs(run: Driven) -> None:
    cells = run.executed().cells
    shown = next(cell for cell in cells if "classification_report(y_test" in cell.source)
    assert "macro avg" in shown.outputs[0]["text"]
    assert any("image/png" in output.get("data", {}) for output in shown.outputs)
