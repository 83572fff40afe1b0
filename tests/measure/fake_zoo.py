"""Takes the place of the zoo's Python: the networks are named after what happens to them.

Each learns the mean image of each class and takes the nearest one, so that scores are those of real predictions.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

NETWORKS = ("good", "simple", "broken", "diverged", "killed", "nothing", "not_finite", "slow")
VARIANTS = ("with", "without")


def catalogue() -> dict[str, object]:
    return {
        "networks": [
            {"name": name, "title": f"The {name} one", "source": "arXiv:0000.00000", "note": ""}
            for name in NETWORKS
        ],
        "experiments": [
            {
                "name": "some_study",
                "title": "A study",
                "question": "Does it help?",
                "source": "lecture",
                "epochs": 2,
                "images": 100,
                "variants": [
                    {
                        "name": name,
                        "title": f"{name} it",
                        "epochs": 2,
                        "seconds": None,
                        "backend": "tensorflow",
                    }
                    for name in VARIANTS
                ],
            },
            {
                "name": "budgets",
                "title": "Two budgets",
                "question": "How far?",
                "source": "lecture",
                "epochs": 9,
                "images": None,
                "variants": [
                    {"name": "cpu", "title": "slow", "epochs": 2, "seconds": 20.0, "backend": "tensorflow"},
                    {"name": "gpu", "title": "fast", "epochs": 9, "seconds": 10.0, "backend": "jax"},
                ],
            },
        ],
    }


def say(**event: object) -> None:
    print(json.dumps(event), flush=True)


def nearest_means(data: Path) -> np.ndarray:
    train, labels, test = (
        np.load(data / f"{name}.npy") for name in ("train_images", "train_labels", "test_images")
    )
    means = np.stack([train[labels == label].mean(axis=0) for label in range(10)])
    distances = ((test[:, None].astype(float) - means) ** 2).mean(axis=(2, 3))
    closeness = np.exp(-distances / distances.mean())
    return np.asarray(closeness / closeness.sum(axis=1, keepdims=True), dtype="float32")


def train(job: dict[str, Any]) -> None:
    out, name = Path(job["out"]), job["network"] or job["variant"]
    resumed = (out / "checkpoint").exists()
    say(event="start", parameters=7850, multiply_adds=7840, epochs_done=int(resumed))
    if name == "broken":
        say(event="error", reason="ValueError: the layers do not fit")
        sys.exit(1)
    if name == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "nothing":
        return
    print("chatter of a library")
    epochs = job["epochs"] or 1
    for epoch in range(1 + int(resumed), epochs + 1):
        say(event="progress", epoch=epoch, epochs=job["epochs"], step=1, steps=2, loss=1.0, accuracy=0.5)
        say(event="epoch", epoch=epoch, epochs=job["epochs"], loss=0.5, accuracy=0.75, seconds=2.0)
        (out / "checkpoint").touch()
        if name == "slow" and not resumed:
            time.sleep(600)
    predictions = nearest_means(Path(job["data"]))
    if name == "not_finite":
        predictions[0] = np.nan
    np.save(out / "probabilities.npy", predictions)
    result = {
        "parameters": 7850,
        "multiply_adds": 7840,
        "batch_size": 128,
        "images": job["images"] or 200,
        "steps_per_epoch": 2,
        "epochs": [
            {"seconds": 2.0 + epoch, "steps": 2, "loss": 1.0 / (epoch + 1), "accuracy": 0.75}
            for epoch in range(epochs)
        ],
        "measured": [{"norms": [0.1 * (epoch + 1), 0.2]} for epoch in range(epochs + 1)]
        if job["variant"]
        else [],
        "failure": "training diverged: the loss of epoch 1 is not a finite number"
        if name == "diverged"
        else "",
        "versions": {"python": "3.11.7", "keras": "3.15.1", os.environ["KERAS_BACKEND"]: "2.21.0"},
        "backend": os.environ["KERAS_BACKEND"],
        "processor": "A processor",
        "cores": 2,
        "peak_memory": 1_000_000,
    }
    (out / "result.json").write_text(json.dumps(result), encoding="utf-8")
    say(event="end")


if __name__ == "__main__":
    # As of `reference.measure.worker.quick_command`: its script, the module and its arguments.
    if sys.argv[2] == "reference.zoo.list":
        print(json.dumps(catalogue()))
    else:
        train(json.loads(Path(sys.argv[3]).read_text(encoding="utf-8")))
