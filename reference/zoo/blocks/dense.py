"""Fully connected layer."""

import keras


def fully_connected(
    x: keras.KerasTensor, units: int, activation: str | None = "relu", name: str | None = None
) -> keras.KerasTensor:
    """Each unit is an activation of a weighted sum of all inputs: `activation(v W + b)`.

    An image or a stack of feature maps is flattened first, row by row, channels last.

    Parameters: `(n + 1) * units` for `n` inputs of an image.

    Args:
        x: `(batch, n)` or `(batch, height, width, channels)`, then `n = height * width * channels`.
        units: how many outputs.
        activation: name of a Keras activation; `None` for none.
        name: name of the dense layer.

    Returns:
        `(batch, units)`.

    Source:
        Lecture, fully connected layer.
    """
    if len(x.shape) > 2:
        x = keras.layers.Flatten()(x)
    return keras.layers.Dense(units, activation=activation, name=name)(x)
