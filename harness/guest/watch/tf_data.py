"""Ends fits, evaluations and predictions as soon as they are done.

``tf.data`` tunes itself in a thread that sleeps ever longer, up to a minute, and in TensorFlow 2.21 whatever waits for
an iterator's end often waits until that thread wakes: 6.3 seconds of training took 8.4. Without the tuning the elements
and their order are the same.
"""

import functools
from types import ModuleType
from typing import Any


def end_at_once(tensorflow: ModuleType) -> None:
    """Iterates over each ``tf.data.Dataset`` without autotuning, unless its own options ask for it."""
    kind = tensorflow.data.Dataset
    original = kind.__iter__
    untuned = tensorflow.data.Options()
    untuned.autotune.enabled = False

    @functools.wraps(original)
    def iterate(dataset: Any) -> Any:
        if dataset.options().autotune.enabled is None:
            dataset = dataset.with_options(untuned)
        return original(dataset)

    kind.__iter__ = iterate
