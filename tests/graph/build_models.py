"""Builds networks in the guest environment and writes their op graphs: ``build_models.py OUT [NAME ...]``.

The graphs in ``tests/graph/data`` were made by it.
"""

import json
import runpy
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf
from keras import layers as L

sys.path.insert(0, str(Path(__file__).parents[2]))

from harness.guest.score.opgraph import extract
from harness.guest.watch.export import write
from tests.graph.layer_models import prepared, sequences

BRANCHES = "abcd"


def conv(x: Any, filters: int, size: int, **options: Any) -> Any:
    return L.Conv2D(filters, size, **({"padding": "same", "activation": "relu"} | options))(x)


def branches(x: Any, filters: int = 64, names: str = BRANCHES, **options: Any) -> list[Any]:
    """The lecture's branches: a = 1x1, b = 3x3, c = 5x5, d = pool."""
    pool_options = {key: value for key, value in options.items() if key == "data_format"}
    makers = {
        "a": lambda: conv(x, filters, 1, **options),
        "b": lambda: conv(conv(x, filters, 1, **options), filters, 3, **options),
        "c": lambda: conv(conv(x, filters, 1, **options), filters, 5, **options),
        "d": lambda: conv(L.MaxPooling2D(3, 1, padding="same", **pool_options)(x), filters, 1, **options),
    }
    return [makers[name]() for name in names]


def head(x: Any) -> Any:
    x = L.Dropout(0.25)(L.MaxPooling2D(2)(x))
    x = L.Dropout(0.5)(L.Dense(128, activation="relu")(L.Flatten()(x)))
    return L.Dense(10, activation="softmax")(x)


def network(middle: Callable[[Any], Any]) -> Any:
    """The Keras example with something between its second convolution and its pooling."""
    inputs = keras.Input((28, 28, 1))
    x = conv(conv(inputs, 32, 3, padding="valid"), 64, 3, padding="valid")
    return keras.Model(inputs, head(middle(x)))


def small(middle: Callable[[Any], Any], filters: int = 8) -> Any:
    inputs = keras.Input((28, 28, 1))
    x = middle(conv(inputs, filters, 3))
    return keras.Model(inputs, L.Dense(10)(L.GlobalAveragePooling2D()(x)))


class InceptionLayer(L.Layer):
    def __init__(self, filters: int = 64) -> None:
        super().__init__()
        options = {"padding": "same", "activation": "relu"}
        self.one = L.Conv2D(filters, 1, **options)
        self.reduce3, self.three = L.Conv2D(filters, 1, **options), L.Conv2D(filters, 3, **options)
        self.reduce5, self.five = L.Conv2D(filters, 1, **options), L.Conv2D(filters, 5, **options)
        self.pool, self.project = L.MaxPooling2D(3, 1, "same"), L.Conv2D(filters, 1, **options)

    def call(self, x: Any) -> Any:
        paths = [
            self.project(self.pool(x)),
            self.five(self.reduce5(x)),
            self.one(x),
            self.three(self.reduce3(x)),
        ]
        return tf.concat(paths, axis=-1)


class Subclassed(keras.Model):
    def __init__(self) -> None:
        super().__init__()
        self.one, self.two = L.Conv2D(32, 3, activation="relu"), L.Conv2D(64, 3, activation="relu")
        self.inception, self.pool, self.flatten = InceptionLayer(), L.MaxPooling2D(2), L.Flatten()
        self.dense, self.out = L.Dense(128, activation="relu"), L.Dense(10, activation="softmax")

    def call(self, x: Any) -> Any:
        return self.out(self.dense(self.flatten(self.pool(self.inception(self.two(self.one(x)))))))


def cnn() -> Any:
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            L.Conv2D(32, 3, activation="relu"),
            L.Conv2D(64, 3, activation="relu"),
            L.MaxPooling2D(2),
            L.Dropout(0.25),
            L.Flatten(),
            L.Dense(128, activation="relu"),
            L.Dropout(0.5),
            L.Dense(10, activation="softmax"),
        ]
    )


def augmented_cnn() -> Any:
    flip = [keras.Input((28, 28, 1)), L.Rescaling(1 / 255), L.RandomFlip(), L.RandomRotation(0.1)]
    return keras.Sequential([*flip, *cnn().layers])


def mixed_cnn() -> Any:
    keras.mixed_precision.set_global_policy("mixed_float16")
    try:
        return cnn()
    finally:
        keras.mixed_precision.set_global_policy("float32")


def inception() -> Any:
    return network(lambda x: L.Concatenate()(branches(x)))


def nested() -> Any:
    inputs = keras.Input((24, 24, 64))
    module = keras.Model(inputs, L.Concatenate()(branches(inputs)))
    stem = keras.Sequential([L.Conv2D(32, 3, activation="relu"), L.Conv2D(64, 3, activation="relu")])
    tail = [
        L.MaxPooling2D(2),
        L.Flatten(),
        L.Dense(128, activation="relu"),
        L.Dense(10, activation="softmax"),
    ]
    return keras.Sequential([keras.Input((28, 28, 1)), stem, module, *tail])


def subclassed() -> Any:
    model = Subclassed()
    model(tf.zeros((1, 28, 28, 1)))
    return model


def custom_layer() -> Any:
    return network(InceptionLayer())


def lambda_layer() -> Any:
    return network(lambda x: L.Lambda(lambda t: tf.concat(t, 3))(branches(x)))


def nested_concatenation() -> Any:
    def middle(x: Any) -> Any:
        a, b, c, d = branches(x)
        return L.Concatenate()([L.Concatenate()([a, b]), L.Concatenate()([c, d])])

    return network(middle)


def normalised() -> Any:
    def unit(x: Any, filters: int, size: int) -> Any:
        x = L.Conv2D(filters, size, padding="same", use_bias=False)(x)
        return L.Activation("relu")(L.BatchNormalization()(x))

    def middle(x: Any) -> Any:
        pooled = L.MaxPooling2D(3, 1, padding="same")(x)
        three, five = unit(unit(x, 64, 1), 64, 3), unit(unit(x, 64, 1), 64, 5)
        return L.Concatenate()([unit(x, 64, 1), three, five, unit(pooled, 64, 1)])

    return network(middle)


def two_modules() -> Any:
    return small(lambda x: L.Concatenate()(branches(L.Concatenate()(branches(x, 4)), 6, "abd")))


def channels_first() -> Any:
    inputs = keras.Input((1, 28, 28))
    options = {"data_format": "channels_first"}
    x = conv(inputs, 8, 3, **options)
    x = L.Concatenate(axis=1)(branches(x, 8, **options))
    return keras.Model(inputs, L.Dense(10)(L.GlobalAveragePooling2D(**options)(x)))


def wrong_axis() -> Any:
    return small(lambda x: L.Concatenate(axis=1)(branches(x, 8)))


def added() -> Any:
    return small(lambda x: L.Add()(branches(x, 8)))


def no_pool() -> Any:
    return small(lambda x: L.Concatenate()(branches(x, 8, "abc")))


def densenet() -> Any:
    def middle(x: Any) -> Any:
        for _ in range(3):
            x = L.Concatenate()([x, conv(conv(x, 16, 1), 4, 3)])
        return x

    return small(middle)


def unet() -> Any:
    def middle(x: Any) -> Any:
        low = conv(L.MaxPooling2D(2)(x), 8, 3)
        return conv(L.Concatenate()([conv(x, 8, 1), L.UpSampling2D(2)(low)]), 8, 3)

    return small(middle)


def residual_separable() -> Any:
    def middle(x: Any) -> Any:
        x = L.SeparableConv2D(8, 3, padding="same", activation="relu")(x)
        return L.Add()([x, conv(conv(x, 8, 3), 8, 3, activation=None)])

    return small(middle)


def dilated() -> Any:
    def middle(x: Any) -> Any:
        x = conv(x, 8, 3, dilation_rate=2)
        x = conv(x, 8, 3, dilation_rate=2, padding="valid")
        x = L.DepthwiseConv2D(3, dilation_rate=2, padding="same")(x)
        return conv(x, 8, 3, groups=4, activation="swish")

    return small(middle)


def _sample() -> dict[str, Any]:
    return runpy.run_path(str(Path(__file__).parents[2] / "submissions" / "module" / "solution.py"))


def sample_port() -> Any:
    return _sample()["make_cnn"]()


def sample_inception() -> Any:
    model = _sample()["InceptionNet"]()
    model(tf.zeros((1, 28, 28, 1)))
    return model


MODELS = [cnn, augmented_cnn, mixed_cnn, inception, nested, subclassed, custom_layer, lambda_layer]
MODELS += [
    nested_concatenation,
    normalised,
    two_modules,
    channels_first,
    wrong_axis,
    added,
    no_pool,
    densenet,
]
MODELS += [unet, residual_separable, dilated, prepared, sequences, sample_port, sample_inception]


def main(out: Path, names: list[str]) -> None:
    summary = {}
    for make in MODELS:
        if names and make.__name__ not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            model = make()
            write(keras, model, folder)
            started = time.perf_counter()
            document = extract(folder)
            seconds = time.perf_counter() - started
        (out / f"{make.__name__}.json").write_text(json.dumps(document) + "\n", encoding="utf-8")
        summary[make.__name__] = {"parameters": model.count_params(), "seconds": seconds}
    (out / "summary.json").write_text(json.dumps(summary, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
