"""Dropout."""

import keras


def dropout(x: keras.KerasTensor, rate: float = 0.5, name: str | None = None) -> keras.KerasTensor:
    """In training each unit is lost with probability `rate` for each image anew; at inference none is.

    What is kept is divided by `1 - rate`, so that the expected value is that of inference; the paper multiplies by
    `1 - rate` at inference instead, which is the same up to the scale of the weights. No parameters.

    Args:
        x: any shape `(batch, ...)`.
        rate: probability of losing a unit, from 0 to 1.
        name: name of the layer.

    Returns:
        The shape of `x`.

    Raises:
        ValueError: if `rate` is out of range.

    Source:
        Lecture, Dropout; arXiv:1207.0580.
    """
    return keras.layers.Dropout(rate, name=name)(x)
