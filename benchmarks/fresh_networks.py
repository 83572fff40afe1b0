"""Trains small honest networks and has them answer changed images; runs in the guest's environment.

Usage: ``python fresh_networks.py FOLDER``, which holds ``train_images.npy``, ``train_labels.npy`` and ``shown.npy``, uint8;
writes ``<name>.npy`` for each network, int64 labels of ``shown``.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers

CONV: dict[str, Any] = {"activation": "relu", "padding": "same"}
Network = tuple[Callable[[], list[Any]], str, int]


def port() -> list[Any]:
    return [
        layers.Conv2D(32, 3, activation="relu"),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.5),
    ]


def normalised() -> list[Any]:
    stages = [
        [
            layers.Conv2D(width, 3, padding="same"),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.MaxPooling2D(),
        ]
        for width in (32, 64)
    ]
    return [*stages[0], *stages[1], layers.Flatten(), layers.Dense(128, activation="relu")]


def augmented() -> list[Any]:
    return [layers.RandomFlip("horizontal"), layers.RandomTranslation(0.07, 0.07), *port()]


class Module(layers.Layer):  # type: ignore[misc]
    """The lecture's module: four branches over one input."""

    def __init__(self) -> None:
        super().__init__()
        one = [layers.Conv2D(64, 1, **CONV) for _ in range(4)]
        self.branches = [
            [one[0]],
            [one[1], layers.Conv2D(64, 3, **CONV)],
            [one[2], layers.Conv2D(64, 5, **CONV)],
            [layers.MaxPooling2D(3, 1, padding="same"), one[3]],
        ]

    def call(self, x: Any) -> Any:
        found = []
        for branch in self.branches:
            out = x
            for layer in branch:
                out = layer(out)
            found.append(out)
        return keras.ops.concatenate(found, axis=-1)


def inception() -> list[Any]:
    first, pool = layers.Conv2D(32, 3, strides=2, **CONV), layers.GlobalAveragePooling2D
    return [first, Module(), layers.MaxPooling2D(), layers.Conv2D(64, 3, **CONV), pool()]


def dense(*widths: int) -> list[Any]:
    return [layers.Flatten(), *(layers.Dense(width, activation="relu") for width in widths)]


NETWORKS: dict[str, Network] = {
    "softmax regression": (dense, "adam", 5),
    "MLP 512": (lambda: dense(512), "adam", 10),
    "MLP 512, overfitted": (lambda: dense(512, 512), "adam", 40),
    "CNN-MNIST, Adadelta": (port, "adadelta", 1),
    "CNN-MNIST, Adam": (port, "adam", 4),
    "CNN with batch normalisation": (normalised, "adam", 4),
    "CNN-MNIST, augmented": (augmented, "adam", 2),
    "Inception module": (inception, "adam", 3),
}
"""Layers before the last one, optimizer, epochs."""


def main() -> None:
    folder = Path(sys.argv[1])
    images, labels, shown = (
        np.load(folder / f"{name}.npy") for name in ("train_images", "train_labels", "shown")
    )
    keras.utils.set_random_seed(0)
    for name, (make, optimizer, epochs) in NETWORKS.items():
        network = keras.Sequential(
            [keras.Input((*images.shape[1:], 1)), *make(), layers.Dense(10, activation="softmax")]
        )
        network.compile(optimizer, "sparse_categorical_crossentropy")
        network.fit(images[..., None] / np.float32(255), labels, batch_size=128, epochs=epochs, verbose=2)
        scores = network.predict(shown[..., None] / np.float32(255), batch_size=500, verbose=0)
        np.save(folder / f"{name}.npy", scores.argmax(axis=1))
        print(name, flush=True)


if __name__ == "__main__":
    main()
