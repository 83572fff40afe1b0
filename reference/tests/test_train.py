"""The worker, on two hundred images and networks of some hundred weights."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import keras
import numpy as np
import pytest

from reference.zoo import checkpoint
from reference.zoo import train as worker
from reference.zoo.blocks.augmentation import Augmentation
from reference.zoo.job import Job, Recipe, read_data, recipe_of

ROOT = Path(__file__).resolve().parents[2]
IMAGES, TO_PREDICT, BATCH = 192, 30, 64
STEPS = 3
Events = list[dict[str, object]]


def small() -> keras.Model:
    """Dropout makes the result depend on the state of a random layer, batch normalisation on weights not trained."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.AveragePooling2D(4),
            keras.layers.Flatten(),
            keras.layers.BatchNormalization(momentum=0.8),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each class is a bright block in its own place, on noise: easy to learn."""
    folder = tmp_path_factory.mktemp("data")
    random = np.random.default_rng(0)
    labels = random.integers(0, 10, IMAGES + TO_PREDICT).astype("uint8")
    images = random.integers(0, 60, (len(labels), 28, 28)).astype("uint8")
    for image, label in zip(images, labels, strict=True):
        row, column = divmod(int(label), 5)
        image[8 * row : 8 * row + 8, 5 * column : 5 * column + 5] += 190
    np.save(folder / "train_images.npy", images[:IMAGES])
    np.save(folder / "train_labels.npy", labels[:IMAGES])
    np.save(folder / "test_images.npy", images[IMAGES:])
    np.save(folder / "labels_of_the_test.npy", labels[IMAGES:])
    return folder


def run(job: Job, recipe: Recipe) -> tuple[dict, Events]:
    events: Events = []
    worker.run(job, recipe, events.append)
    return json.loads((job.out / "result.json").read_text()), events


def probabilities(job: Job) -> np.ndarray:
    return np.load(job.out / "probabilities.npy", allow_pickle=False)


def test_trains_predicts_and_reports(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker, "PROGRESS_SECONDS", 0.0)
    job = Job(data, tmp_path, network="small", epochs=8, images=190)  # the last batch is smaller
    recipe = Recipe(small, lambda: keras.optimizers.Adam(0.03), batch_size=BATCH)
    result, events = run(job, recipe)

    found = probabilities(job)
    assert (found.shape, found.dtype) == ((TO_PREDICT, 10), np.float32)
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-5)
    assert (found.argmax(axis=1) == np.load(data / "labels_of_the_test.npy")).mean() > 0.7

    assert result["parameters"] == 4 * 49 + 50 * 10
    assert result["multiply_adds"] == 49 * 10
    assert (result["images"], result["batch_size"], result["steps_per_epoch"]) == (190, BATCH, STEPS)
    assert [epoch["steps"] for epoch in result["epochs"]] == [STEPS] * 8
    assert all(epoch["seconds"] > 0 for epoch in result["epochs"])
    assert result["epochs"][-1]["loss"] < result["epochs"][0]["loss"]
    assert result["epochs"][-1]["accuracy"] > 0.9
    assert (result["failure"], result["measured"]) == ("", [])
    assert result["backend"] == keras.backend.backend()
    assert result["versions"].keys() == {"python", "keras", result["backend"], "numpy"}
    assert result["cores"] >= 1
    assert result["peak_memory"] > 1e7

    kinds = [event["event"] for event in events]
    assert kinds == ["start", *(["progress"] * STEPS + ["epoch"]) * 8, "predict", "end"]
    assert [events[1][key] for key in ("epoch", "epochs", "step", "steps")] == [1, 8, 1, STEPS]
    assert events[0]["epochs_done"] == 0


def test_a_run_that_goes_on_equals_one_that_was_not_interrupted(data: Path, tmp_path: Path):
    class Killed(BaseException):
        pass

    def killed(event: dict[str, object]) -> None:
        if event["event"] == "epoch" and event["epoch"] == 2:
            raise Killed

    calls = []

    def measure(model: keras.Model, images: np.ndarray, labels: np.ndarray) -> dict[str, list[float]]:
        calls.append((images.shape, labels.shape))
        weights = model.get_weights()
        model.compile("sgd", "sparse_categorical_crossentropy")
        model.set_weights([weight * 0 for weight in weights])
        return {"sums": [float(abs(weight).sum()) for weight in weights], "limits": [float("inf")]}

    recipe = Recipe(small, batch_size=BATCH, augment=lambda: Augmentation(shift=1), measure=measure)
    whole = Job(data, tmp_path / "whole", network="small")
    halted = Job(data, tmp_path / "halted", network="small")
    expected, _ = run(whole, recipe)
    with pytest.raises(Killed):
        worker.run(halted, recipe, killed)
    assert not (halted.out / "result.json").exists()
    calls.clear()
    result, events = run(halted, recipe)

    assert events[0]["epochs_done"] == 1
    assert [event["epoch"] for event in events if event["event"] == "epoch"] == [2, 3]
    np.testing.assert_allclose(probabilities(halted), probabilities(whole), atol=1e-5)
    for found, wanted in zip(result["epochs"], expected["epochs"], strict=True):
        assert found["loss"] == pytest.approx(wanted["loss"], rel=1e-4)
        assert found["accuracy"] == pytest.approx(wanted["accuracy"])

    assert len(calls) == 2, "what was measured before the kill is kept"
    assert calls[0] == ((IMAGES, 28, 28, 1), (IMAGES,))
    assert len(result["measured"]) == 4, "once before training, once after each epoch"
    assert result["measured"][1]["sums"][-2] > 1, "what measuring does to its model stays there"
    for found, wanted in zip(result["measured"], expected["measured"], strict=True):
        np.testing.assert_allclose(found["sums"], wanted["sums"], atol=1e-4)
        assert found["limits"] == [None]
    # The next run with the same folder finds nothing left to train.
    _, events = run(halted, recipe)
    assert [event["event"] for event in events] == ["start", "predict", "end"]
    # Another seed is another job: its training starts anew.
    _, events = run(Job(data, halted.out, network="small", epochs=1, seed=1), recipe)
    assert events[0]["epochs_done"] == 0


def test_seconds_end_an_epoch_early(data: Path, tmp_path: Path):
    job = Job(data, tmp_path, network="small", epochs=None, seconds=1e-6)
    result, _ = run(job, Recipe(small, batch_size=BATCH))
    assert [epoch["steps"] for epoch in result["epochs"]] == [1]
    assert len(probabilities(job)) == TO_PREDICT


def test_divergence_is_reported_and_ends_the_training(data: Path, tmp_path: Path):
    job = Job(data, tmp_path, network="small")
    result, _ = run(job, Recipe(small, lambda: keras.optimizers.SGD(float("inf")), batch_size=BATCH))
    assert result["failure"] == "training diverged: the loss of epoch 1 is not a finite number"
    assert [epoch["loss"] for epoch in result["epochs"]] == [None]
    assert not (tmp_path / "probabilities.npy").exists()


def test_fewer_images_are_the_same_whatever_the_seed(data: Path, tmp_path: Path):
    first = read_data(Job(data, tmp_path, network="small", images=50))
    second = read_data(Job(data, tmp_path, network="small", images=20, seed=7))
    assert first.train_images.shape == (50, 28, 28)
    np.testing.assert_array_equal(first.train_images[:20], second.train_images)
    with pytest.raises(ValueError, match=f"wants {IMAGES + 1} training images"):
        read_data(Job(data, tmp_path, network="small", images=IMAGES + 1))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "names either a network, or an experiment and a variant"),
        ({"network": "a", "experiment": "b", "variant": "c"}, "names either a network"),
        ({"experiment": "b"}, "names either a network"),
        ({"network": "a", "epochs": None}, "needs a limit"),
        ({"network": "a", "epochs": 0}, "epochs must be above zero"),
        ({"network": "a", "seconds": -1.0}, "seconds must be above zero"),
        ({"network": "a", "seed": -1}, "seed must be from 0"),
        ({"network": "a", "learning_rate": 1}, "fields that no job has: learning_rate"),
    ],
)
def test_wrong_jobs_say_what_is_wrong(fields: dict[str, object], message: str, tmp_path: Path):
    path = tmp_path / "job.json"
    path.write_text(json.dumps({"data": "d", "out": "o", **fields}), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        Job.read(path)


def test_unknown_names_are_listed(tmp_path: Path):
    with pytest.raises(ValueError, match=r"no network alexandria; it has .*lenet"):
        recipe_of(Job(tmp_path, tmp_path, network="alexandria"))
    with pytest.raises(ValueError, match=r"no experiment alchemy; it has "):
        recipe_of(Job(tmp_path, tmp_path, experiment="alchemy", variant="gold"))


def write_job(folder: Path, data: Path, **fields: object) -> Path:
    path = folder / "job.json"
    job = {"data": str(data), "out": str(folder / "out"), "network": "lenet", **fields}
    path.write_text(json.dumps(job), encoding="utf-8")
    return path


@pytest.mark.one_backend
def test_a_signal_ends_it_at_once_and_leaves_the_checkpoint(data: Path, tmp_path: Path):
    job = write_job(tmp_path, data, epochs=10_000)
    command = [sys.executable, "reference/quick.py", "reference.zoo.train", str(job)]
    environment = {**os.environ, "KERAS_BACKEND": keras.backend.backend()}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            # The end of an epoch is told before its checkpoint is written, so that of the first is there.
            if json.loads(line).get("epoch") == 2:
                break
        process.send_signal(signal.SIGINT)
        sent = time.monotonic()
        assert process.wait(timeout=60) == -signal.SIGINT
        assert time.monotonic() - sent < 5
    assert checkpoint.read_record(tmp_path / "out" / "checkpoint.npz")["epochs"]
    assert not (tmp_path / "out" / "result.json").exists()


def test_an_error_is_told_as_an_event(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(worker.signal, "signal", lambda number, action: None)
    with pytest.raises(ValueError, match="no network nothing"):
        worker.main([str(write_job(tmp_path, data, network="nothing"))])
    event = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert event["event"] == "error"
    assert event["reason"].startswith("ValueError: The zoo has no network nothing; it has ")


def test_a_planned_rate_is_told_the_steps_of_the_whole_training(data: Path, tmp_path: Path):
    asked = []

    def planned(steps: int) -> keras.optimizers.Optimizer:
        asked.append(steps)
        return keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, steps))

    recipe = Recipe(small, batch_size=BATCH, planned=planned)
    result, _ = run(Job(data, tmp_path / "planned", network="small", epochs=2), recipe)
    assert asked == [2 * result["steps_per_epoch"]]
    with pytest.raises(ValueError, match="how many epochs"):
        run(Job(data, tmp_path / "timed", network="small", epochs=None, seconds=1), recipe)


@pytest.mark.parametrize(("seconds", "expected"), [(1e6, 5), (0.5, 3)])
def test_a_planned_rate_falls_to_zero_within_its_seconds(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, expected: int
):
    # In the place of the clock: an epoch takes a quarter of a second, and what was spent is never too much.
    def affordable(watch: object, left: float, most: int) -> int:
        return min(most - 1, int(left / 0.25))

    monkeypatch.setattr(worker, "affordable_epochs", affordable)
    monkeypatch.setattr(worker.Trainer, "_spent", lambda self: 0.0)
    asked = []

    def planned(steps: int, warm_up: float) -> keras.optimizers.Optimizer:
        asked.append((steps, warm_up))
        return keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, steps))

    class Killed(BaseException):
        pass

    def killed(event: dict[str, object]) -> None:
        if event["event"] == "epoch" and event["epoch"] == 2:
            raise Killed

    recipe = Recipe(small, batch_size=BATCH, planned=planned)
    job = Job(data, tmp_path, network="small", epochs=5, seconds=seconds)
    with pytest.raises(Killed):
        worker.run(job, recipe, killed)
    result, events = run(job, recipe)
    assert asked[:2] == [(5 * STEPS, 1 / 5), ((expected - 1) * STEPS, 0)]
    assert asked[-1] == asked[1], "what goes on after a kill keeps the plan"
    assert events[0]["epochs_done"] == 1
    assert len(result["epochs"]) == expected


def test_a_variant_for_a_graphics_card_says_that_there_is_none(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keras.distribution, "list_devices", lambda: ["cpu:0"])
    recipe = Recipe(small, batch_size=BATCH, graphics_card=True)
    result, _ = run(Job(data, tmp_path, network="small"), recipe)
    assert result["failure"] == f"no graphics card was at hand: Keras on {keras.backend.backend()} sees none"
    assert (result["epochs"], result["parameters"]) == ([], 4 * 49 + 50 * 10)
    assert not (tmp_path / "probabilities.npy").exists()
