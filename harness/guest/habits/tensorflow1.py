"""Names of TensorFlow 1 that TensorFlow 2 keeps elsewhere."""

from typing import Any

from .. import keras_private
from ..patches.declare import Patch, names
from .adapted import tell

V1 = frozenset(
    {
        *("Session", "InteractiveSession", "ConfigProto", "GPUOptions", "Print", "get_default_graph"),
        *("reset_default_graph", "get_default_session", "global_variables_initializer", "get_variable"),
        *("placeholder", "set_random_seed", "logging", "app", "flags", "disable_v2_behavior", "to_float"),
    }
)
"""Offered as they are in ``tf.compat.v1``."""


def changes() -> list[Patch]:
    """Of ``tf`` and ``tf.random``."""
    does = "Gives names of TensorFlow 1 as tf.compat.v1 has them."
    return [names(module, _name, does) for module in ("tensorflow", keras_private.LEGACY_RANDOM)]


def _name(name: str) -> Any:
    if name not in V1:
        return None
    import tensorflow as tf

    tell(f"tf.{name}", f"tf.compat.v1.{name}")
    return getattr(tf.compat.v1, name)
