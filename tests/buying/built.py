"""Networks in which an Inception module is in use, or only there; run in the guest environment, prints what is felt.

Of each, as JSON: the share that comes through its module, and the smallest of one branch's.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers as L

sys.path.insert(0, str(Path(__file__).parents[2]))

from harness.guest.score.felt import measure
from harness.guest.score.saved import read
from harness.guest.watch.export import write

OPTIONS = {"padding": "same", "activation": "relu"}
IMAGES = np.random.default_rng(0).random((32, 12, 12, 1)).astype("float32")


def module(x: Any) -> Any:
    return L.Concatenate()(
        [
            L.Conv2D(4, 1, **OPTIONS)(x),
            L.Conv2D(4, 3, **OPTIONS)(L.Conv2D(4, 1, **OPTIONS)(x)),
            L.Conv2D(4, 1, **OPTIONS)(L.MaxPooling2D(3, 1, padding="same")(x)),
        ]
    )


def as_wide(x: Any) -> Any:
    return L.Conv2D(4, 1)(module(x))


class Gate(L.Layer):  # type: ignore[misc]
    """One number that can be trained, times its input."""

    def __init__(self, start: float) -> None:
        super().__init__()
        self.start = keras.initializers.Constant(start)

    def build(self, shape: Any) -> None:
        self.gate = self.add_weight(shape=(), initializer=self.start)

    def call(self, x: Any) -> Any:
        return self.gate * x


def gated(start: float) -> Callable[[Any], Any]:
    return lambda x: x + Gate(start)(as_wide(x))


def zero_kernel(x: Any) -> Any:
    return x + L.Conv2D(4, 1, kernel_initializer="zeros", trainable=False)(module(x))


def minus_itself(x: Any) -> Any:
    made = as_wide(x)
    return x + (made - made)


IN_USE: dict[str, Callable[[Any], Any]] = {
    "in line": module,
    "beside the line": lambda x: x + as_wide(x),
    "a gate that learned": gated(0.3),
    "a gate that learned little": gated(0.05),
    "a constant of a tenth": lambda x: x + 0.1 * as_wide(x),
    "twice": lambda x: module(module(x)),
    "normalised": lambda x: L.BatchNormalization()(module(x)),
    "behind a dropout": lambda x: L.Dropout(0.5)(module(x)),
    "with a dense connection": lambda x: L.Concatenate()([x, module(x)]),
    "attended to": lambda x: x * keras.ops.sigmoid(as_wide(x)),
}
UNUSED: dict[str, Callable[[Any], Any]] = {
    "times 0": lambda x: x + 0.0 * as_wide(x),
    "rescaled by 0": lambda x: x + L.Rescaling(0.0)(as_wide(x)),
    "times nearly 0": lambda x: x + 1e-9 * as_wide(x),
    "a gate that stayed shut": gated(0.0),
    "a kernel of zeros": zero_kernel,
    "minus itself": minus_itself,
    "never chosen": lambda x: keras.ops.where(False, as_wide(x), x),
    "never the largest": lambda x: keras.ops.maximum(x, as_wide(x) - 1e9),
    "cut off": lambda x: x + keras.ops.relu(as_wide(x) - 1e9),
    "clipped to nothing": lambda x: x + keras.ops.clip(as_wide(x), 0.0, 0.0),
    "sliced away": lambda x: L.Concatenate()([x, module(x)])[..., :4],
    "zeros of its shape": lambda x: x + keras.ops.zeros_like(as_wide(x)),
    "rounded away": lambda x: x + keras.ops.round(1e-6 * as_wide(x)),
    "to the power of 0": lambda x: x * keras.ops.power(keras.ops.abs(as_wide(x)) + 1.0, 0.0),
}
DEAD_BRANCH: dict[str, Callable[[Any], Any]] = {
    "only its first branch is read": lambda x: module(x)[..., :4],
    "branches behind a mask": lambda x: module(x) * np.repeat([1.0, 0.0, 1.0], 4).astype("float32"),
}


def told(middle: Callable[[Any], Any]) -> tuple[float, float]:
    inputs = keras.Input((12, 12, 1))
    x = middle(L.Conv2D(4, 3, **OPTIONS)(inputs))
    network = keras.Model(inputs, L.Dense(10, activation="softmax")(L.Flatten()(x)))
    with tempfile.TemporaryDirectory() as folder:
        write(keras, network, folder)
        felt = measure(read(Path(folder)), [IMAGES], 0)
    joined = [name for name in felt if name.endswith("/concat")]
    # The module is joined first, and what it joins stands behind all concatenations.
    return felt[joined[0]], min(share for name, share in felt.items() if name not in joined)


if __name__ == "__main__":
    keras.utils.set_random_seed(0)
    print(json.dumps({name: told(middle) for name, middle in (IN_USE | UNUSED | DEAD_BRANCH).items()}))
