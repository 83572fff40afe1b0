"""Ends fits, evaluations and predictions as soon as they are done.

``tf.data`` tunes itself in a thread that sleeps ever longer, up to a minute, and in TensorFlow 2.21 whatever waits for
an iterator's end often waits until that thread wakes: 6.3 seconds of training took 8.4. Without the tuning the elements
and their order are the same.
"""

from typing import Any

from ..patches.declare import Layer, Patch, around


def patches() -> list[Patch]:
    """Of the iteration over every ``tf.data.Dataset``."""
    does = "Iterates without autotuning, unless the pipeline's own options ask for it."
    return [Patch("tensorflow", "data.Dataset.__iter__", does, around(_iterate), Layer.WATCH)]


def _iterate(original: Any, dataset: Any) -> Any:
    import tensorflow as tf

    if dataset.options().autotune.enabled is None:
        untuned = tf.data.Options()
        untuned.autotune.enabled = False
        dataset = dataset.with_options(untuned)
    return original(dataset)
