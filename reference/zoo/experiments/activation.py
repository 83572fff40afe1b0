"""Sigmoid against ReLU.

The lecture: the derivative of the sigmoid is at most 1/4, so the gradient shrinks from layer to layer on its way back
and the first layers of a deep network hardly learn; ReLU passes it on unchanged where it is active. Measured: the norm
of the gradient of each layer's kernel before training and after each epoch, and how well the network learns.
"""

from functools import partial

import keras
import numpy as np

from reference.zoo.experiments.experiment import Experiment, Variant
from reference.zoo.gradients import gradients

HIDDEN_LAYERS = 8
UNITS = 128


def deep_network(activation: str) -> keras.Sequential:
    """Eight hidden dense layers of 128 units; the same initial weights for every activation under one seed."""
    hidden = [keras.layers.Dense(UNITS, activation=activation) for _ in range(HIDDEN_LAYERS)]
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            *hidden,
            keras.layers.Dense(10, activation="softmax"),
        ],
        name=f"deep_{activation}",
    )


def gradient_norms(model: keras.Model, images: np.ndarray, labels: np.ndarray) -> dict[str, list[float]]:
    """Euclidean norm of the gradient of each dense kernel, from the first layer to the last.

    Args:
        model: is compiled anew, its weights stay.
        images: float32 `(batch, 28, 28, 1)`.
        labels: integers `(batch,)`.
    """
    found = gradients(model, images, labels, "sparse_categorical_crossentropy")
    kernels = [layer.kernel.path for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    return {"gradient norm": [float(np.linalg.norm(found[path])) for path in kernels]}


def _variant(activation: str, title: str) -> Variant:
    return Variant(
        name=activation,
        title=title,
        build=partial(deep_network, activation),
        optimizer=partial(keras.optimizers.SGD, 0.05, momentum=0.9),
        measure=gradient_norms,
    )


EXPERIMENT = Experiment(
    name="activation",
    title="Sigmoid, tanh and ReLU in a deep network",
    question="Does the gradient vanish on its way to the first of eight layers?",
    source="Lecture; Glorot, Bengio 2010; Glorot, Bordes, Bengio 2011",
    variants=(_variant("sigmoid", "sigmoid"), _variant("tanh", "tanh"), _variant("relu", "ReLU")),
    epochs=3,
)
