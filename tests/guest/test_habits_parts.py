"""Parts of the habits and of the data set's guest code that need no TensorFlow."""

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from harness.assignments.fashion_mnist.guest import asked, data_files, splits
from harness.assignments.fashion_mnist.guest.hugging_face_rows import Dataset, DatasetDict
from harness.guest.habits import keras1, keras2_dropped, keras2_names, keras2_validation, loggers
from harness.guest.habits.keras1_merge import Merging


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("keras.utils.np_utils", True),
        ("keras.utils.conv_utils", True),
        ("tensorflow.keras.layers.experimental.preprocessing", True),
        ("keras.layers.convolutional.conv2d", True),
        ("keras.layers.merge", True),
        ("keras.engine", True),
        ("keras.engine.topology", True),
        ("tensorflow.keras.optimizer_v2.adam", True),
        ("keras.api", True),
        ("keras.api._v2", True),
        ("keras.api._v2.keras", True),
        ("keras.api._v2.keras.layers", True),
        ("keras.objectives", True),
        ("keras.datasets.mnist.mnist", True),
        ("keras", False),
        ("keras.layers", False),
        ("keras.nothing", False),
        ("keras.layers.nothing", False),
        ("keras.optimizers.legacy", True),
        ("keras.optimizers.legacy.Adam", False),
        ("keras.apiary", False),
        ("keras.layers.coreutils", False),
        ("my.keras.engine", False),
    ],
)
def test_modules_of_keras_2(name: str, there: bool) -> None:
    assert (keras2_names.find_module(name) is not None) == there


@pytest.mark.parametrize(
    ("length", "padding", "stride", "dilation", "expected"),
    [(28, "valid", 1, 1, 26), (28, "same", 2, 1, 14), (28, "valid", 2, 1, 13), (28, "valid", 1, 2, 24)],
)
def test_the_length_of_a_convolution(
    length: int, padding: str, stride: int, dilation: int, expected: int
) -> None:
    find, _ = keras2_dropped.MADE["utils", "conv_output_length"]
    assert find(length, 3, padding, stride, dilation) == expected
    assert find(None, 3, padding, stride) is None


def called(function: Any, *args: Any, **kwargs: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """What the replaced function of a layer hands on, without the layer."""
    found: dict[str, Any] = {}

    def original(layer: Any, *args: Any, **kwargs: Any) -> None:
        found.update(args=args, kwargs=kwargs)

    function(original, None, *args, **kwargs)
    return found["args"], found["kwargs"]


def test_arguments_of_keras_1() -> None:
    convolution = keras1._convolution("Conv2D")
    assert called(convolution, 32, 3, 5, border_mode="same", dim_ordering="th") == (
        (32,),
        {"padding": "same", "data_format": "channels_first", "kernel_size": (3, 5)},
    )
    assert called(convolution, nb_filter=32, nb_row=3, nb_col=3, subsample=(2, 2)) == (
        (),
        {"filters": 32, "strides": (2, 2), "kernel_size": (3, 3)},
    )
    assert called(convolution, 32, (3, 3), init="uniform") == (
        (32, (3, 3)),
        {"kernel_initializer": "uniform"},
    )
    # What Keras 3 takes stays as it is: a kernel of 3 and a stride of 3.
    assert called(convolution, 32, 3, 3, padding="same") == ((32, 3, 3), {"padding": "same"})
    assert called(keras1._convolution("Conv1D"), nb_filter=8, filter_length=3) == (
        (),
        {"filters": 8, "kernel_size": 3},
    )
    normalisation = keras1._layer("BatchNormalization", keras1.ARGUMENTS["BatchNormalization"])
    assert called(normalisation, mode=0, axis=1) == ((), {"axis": 1})
    assert called(normalisation, mode=2) == ((), {"mode": 2})


def test_images_of_an_epoch_become_batches() -> None:
    class Flow:
        batch_size = 32

    given: dict[str, Any] = {"samples_per_epoch": 100, "nb_val_samples": 64}
    batches = ((np.zeros((20, 4)), np.zeros(20)) for _ in range(5))
    train, validation = keras1.in_steps(Flow(), given, batches)
    assert given == {"steps_per_epoch": 4, "validation_steps": 4}
    assert isinstance(train, Flow)
    assert len(list(validation)) == 5


def test_what_a_fit_is_validated_on() -> None:
    x, y = np.arange(10), np.arange(10) % 2
    split = keras2_validation.validated_on((x, y), {"validation_split": 0.2})
    assert split is not None
    assert [part.tolist() for part in split] == [[8, 9], [0, 1], [1, 1]]
    given = keras2_validation.validated_on(
        (x, y), {"validation_data": (x[:3], y[:3]), "validation_split": 0.2}
    )
    assert given is not None
    assert [len(part) for part in given] == [3, 3, 3]
    without: list[dict[str, Any]] = [{}, {"validation_data": iter([])}, {"validation_split": 0.0}]
    for nothing in without:
        assert keras2_validation.validated_on((x, y), nothing) is None
    assert keras2_validation.validated_on((iter([]),), {"validation_split": 0.2}) is None


def test_a_merge_has_no_mode_that_keras_3_lacks() -> None:
    with pytest.raises(ValueError, match="no mode 'cos'"):
        Merging("keras.layers.merge")([1, 2], mode="cos")


def test_a_logger_takes_everything_and_gives_nothing() -> None:
    find = loggers._find("mlflow.sklearn")
    assert find is not None
    module: Any = find()
    assert isinstance(module, ModuleType)
    with module.start_run(run_name="one") as run:
        assert f"{run.info.run_id}{module.log_metric('loss', 1.0)}" == ""
    assert list(module.search_runs()) == []
    run["parameters"] = 1
    run.tags.more = 2

    assert module.trace(int)(3.5) == 3
    assert not hasattr(module, "__path__")
    assert not hasattr(run, "shape")
    assert loggers._find("mlflow_of_mine") is None


def test_the_settings_of_a_run_keep_their_values() -> None:
    find = loggers._find("wandb")
    assert find is not None
    wandb: Any = find()
    run = wandb.init(project="x", config={"epochs": 3})
    run.config.update({"rate": 0.1}, allow_val_change=True)
    wandb.config.batch = 64
    assert (wandb.config.epochs, wandb.config["rate"], run.config.batch) == (3, 0.1, 64)
    with pytest.raises(AttributeError):
        wandb.config.other  # noqa: B018 - the look-up is what is tested
    seen = []
    sweep = wandb.sweep(
        {"method": "grid", "parameters": {"units": {"values": [8, 16]}, "low": {"min": 1, "max": 2}}}
    )
    wandb.agent(sweep, function=lambda: seen.append((wandb.config.units, wandb.config.low)))
    assert seen == [(8, 1)]


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("fashion-mnist_train.csv", "train"),
        ("../input/fashion-mnist/test.csv", "test"),
        (r"D:\Fashion\fashion-mnist_train (1).csv", "train"),
        ("fashion_test_data.csv", "test"),
        ("train.csv", None),
        ("/kaggle/input/digit-recognizer/train.csv", None),
        ("mnist_train.csv", None),
        ("fashion/train_predictions.csv", None),
        ("fashion_train_features.csv", None),
    ],
)
def test_tables_under_other_names(path: str, part: str | None) -> None:
    assert data_files._part_of_table(path) == part


def test_another_data_set_is_told_as_such() -> None:
    for name in (
        "fashion_mnist",
        "zalando-research/fashionmnist",
        "zalando-datasets/fashion_mnist",
        "Fashion MNIST",
    ):
        asked.check(name)
    for name in ("mnist", "cifar10", "somebody/fashion"):
        with pytest.raises(ValueError, match=f"no data set but Fashion-MNIST: {name}$"):
            asked.check(name)


class Few:
    """A visible split of ten training images and five test images."""

    def part(self, name: str) -> tuple[Any, Any]:
        count = 10 if name == "train" else 5
        return np.arange(count * 4, dtype=np.uint8).reshape(count, 2, 2), np.arange(count, dtype=np.uint8)


@pytest.mark.parametrize(
    ("split", "count"),
    [
        ("train", 10),
        ("test", 5),
        ("train[:80%]", 8),
        ("train[80%:]", 2),
        ("test[1:3]", 2),
        ("train+test", 15),
        ("all", 15),
    ],
)
def test_splits(split: str, count: int) -> None:
    few: Any = Few()
    images, labels = splits.rows(few, split)
    assert len(images) == len(labels) == count
    assert labels.dtype == np.int64


def test_there_is_no_split_for_validation() -> None:
    few: Any = Few()
    with pytest.raises(ValueError, match="Unknown split 'validation'"):
        splits.rows(few, "validation")


def test_rows_of_hugging_face() -> None:
    images, labels = Few().part("train")
    rows = Dataset({"image": images, "label": labels}, {}, "numpy")
    assert rows.shape == (10, 2)
    assert rows[3]["label"] == rows[-7]["label"] == 3
    assert rows[:4]["image"].shape == (4, 2, 2)
    with pytest.raises(IndexError):
        rows[10]
    with pytest.raises(KeyError):
        rows["other"]
    with pytest.raises(ModuleNotFoundError, match="No module named 'torch'"):
        rows.with_format("torch")
    plain = rows.with_format(None)
    assert plain["label"][:3] == [0, 1, 2]
    assert (np.bincount(plain["label"]) == 1).all()
    assert plain.remove_columns("image").map(lambda row: {"twice": 2 * row["label"]})[4] == {
        "label": 4,
        "twice": 8,
    }
    odd = plain.filter(lambda label: label % 2 == 1, input_columns="label")
    assert list(odd["label"]) == [1, 3, 5, 7, 9]
    assert sorted(plain.shuffle(seed=1)["label"]) == list(range(10))
    parts = plain.train_test_split(test_size=0.3, seed=1)
    assert parts.num_rows == {"train": 7, "test": 3}
    renamed = DatasetDict(parts).rename_column("label", "class")
    assert renamed["test"].column_names == ["image", "class"]
    assert [len(batch["label"]) for batch in rows.iter(4)] == [4, 4, 2]
