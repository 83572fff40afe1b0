"""With and without data augmentation.

The lecture: images that are mirrored, shifted or partly erased are new images of the same class, so few images go
further. Measured: accuracy on training and on hidden images of one network, by what is done to the training images.
"""

from functools import partial

import keras

from reference.zoo.blocks.augmentation import Augmentation
from reference.zoo.experiments.experiment import Experiment, Variant


def convolutional_network() -> keras.Sequential:
    """Two convolutions with pooling and two dense layers."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(24, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(48, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(96, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ],
        name="convolutional",
    )


def _variant(name: str, title: str, **how: object) -> Variant:
    return Variant(
        name=name,
        title=title,
        build=convolutional_network,
        optimizer=partial(keras.optimizers.Adam, 0.001),
        augment=partial(Augmentation, **{"flip": False, "shift": 0, **how}) if how else None,
    )


EXPERIMENT = Experiment(
    name="augmentation",
    title="Data augmentation",
    question="What do mirrored, shifted and partly erased images bring, when there are 5,000?",
    source="Lecture; arXiv:1708.04896",
    variants=(
        _variant("none", "none"),
        _variant("flip", "flip", flip=True),
        _variant("shift", "shift by up to 2 pixels", shift=2),
        _variant("flip_shift", "flip and shift", flip=True, shift=2),
        _variant("erasing", "random erasing", erase=0.5),
    ),
    epochs=40,
    images=5_000,
)
