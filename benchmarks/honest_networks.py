"""Trains networks of four templates, each from its own random start, for `benchmarks.honest`; runs in the guest environment:

python -m benchmarks.honest_networks FASHION_MNIST_FOLDER OUT SEED …

What each predicts of the test images lies in ``OUT/TEMPLATE-SEED.npy`` afterwards, uint8 (10000,). 12 seeds take about a quarter
of an hour on two cores.
"""

import gzip
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

EPOCHS, BATCH = 3, 128


def _read(path: Path, offset: int) -> NDArray[np.uint8]:
    return np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=offset)


def _lenet() -> list[Any]:
    return [
        layers.Conv2D(6, 5, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(16, 5, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(120, activation="relu"),
        layers.Dense(84, activation="relu"),
    ]


def _strided() -> list[Any]:
    return [
        layers.Conv2D(16, 3, strides=2, activation="relu"),
        layers.Conv2D(32, 3, strides=2, activation="relu"),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
    ]


def _dense() -> list[Any]:
    return [
        layers.Flatten(),
        layers.Dense(256, activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(128, activation="relu"),
    ]


def _port() -> list[Any]:
    """The port of the control work, narrower."""
    return [
        layers.Conv2D(8, 3, activation="relu"),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(32, activation="relu"),
        layers.Dropout(0.25),
    ]


TEMPLATES: dict[str, Callable[[], list[Any]]] = {
    "lenet": _lenet,
    "strided": _strided,
    "dense": _dense,
    "port": _port,
}


def main(arguments: Sequence[str]) -> None:
    """Trains a network of each template from each seed."""
    data, out = Path(arguments[0]), Path(arguments[1])
    out.mkdir(parents=True, exist_ok=True)
    images = _read(data / "train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28, 1) / np.float32(255)
    labels = _read(data / "train-labels-idx1-ubyte.gz", 8)
    test = _read(data / "t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28, 1) / np.float32(255)
    for seed in map(int, arguments[2:]):
        for name, body in TEMPLATES.items():
            keras.utils.set_random_seed(seed)
            model = keras.Sequential(
                [keras.Input((28, 28, 1)), *body(), layers.Dense(10, activation="softmax")]
            )
            model.compile("adam", "sparse_categorical_crossentropy")
            model.fit(images, labels, batch_size=BATCH, epochs=EPOCHS, verbose=0)
            scores = model.predict(test, batch_size=1000, verbose=0)
            np.save(out / f"{name}-{seed}.npy", scores.argmax(axis=1).astype(np.uint8))


if __name__ == "__main__":
    main(sys.argv[1:])
