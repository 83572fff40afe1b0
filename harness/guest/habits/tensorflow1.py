"""Names of TensorFlow 1 that TensorFlow 2 keeps elsewhere."""

from typing import Any

from .. import keras_private
from ..patches.declare import Patch, names
from .adapted import tell
from .calls import rename

V1 = frozenset(
    {
        *("Session", "InteractiveSession", "ConfigProto", "GPUOptions", "Print", "get_default_graph"),
        *("reset_default_graph", "get_default_session", "global_variables_initializer", "get_variable"),
        *("placeholder", "set_random_seed", "logging", "app", "flags", "disable_v2_behavior", "to_float"),
        *("log", "is_nan", "to_int32", "to_int64", "random_normal", "random_uniform", "truncated_normal"),
        *("enable_eager_execution", "confusion_matrix", "variable_scope", "global_variables"),
        *("trainable_variables", "local_variables_initializer"),
    }
)
"""Offered as they are in ``tf.compat.v1``."""
OPTIMIZERS: dict[str, tuple[str, dict[str, str | None]]] = {
    "AdamOptimizer": ("Adam", {"beta1": "beta_1", "beta2": "beta_2", "use_locking": None}),
    "GradientDescentOptimizer": ("SGD", {"use_locking": None}),
    "MomentumOptimizer": ("SGD", {"use_nesterov": "nesterov", "use_locking": None}),
    "RMSPropOptimizer": ("RMSprop", {"decay": "rho", "use_locking": None}),
    "AdagradOptimizer": ("Adagrad", {"use_locking": None}),
    "AdadeltaOptimizer": ("Adadelta", {"use_locking": None}),
}
"""Optimizers of ``tf.train``: those of Keras that do the same, and their old arguments."""
DEFAULTS: dict[str, dict[str, float]] = {
    "AdamOptimizer": {"learning_rate": 0.001, "epsilon": 1e-8},
    "RMSPropOptimizer": {"epsilon": 1e-10},
    "AdadeltaOptimizer": {"learning_rate": 0.001, "epsilon": 1e-8},
}
"""What they took where the code says nothing, as far as Keras takes something else."""
ORDER = {
    "AdamOptimizer": ("learning_rate", "beta_1", "beta_2", "epsilon"),
    "MomentumOptimizer": ("learning_rate", "momentum"),
    "RMSPropOptimizer": ("learning_rate", "rho", "momentum", "epsilon"),
    "AdadeltaOptimizer": ("learning_rate", "rho", "epsilon"),
}
"""Arguments by place, under their new names; of others the rate alone."""


def changes() -> list[Patch]:
    """Of ``tf``, ``tf.random`` and ``tf.train``."""
    does = "Gives names of TensorFlow 1 as tf.compat.v1 has them."
    return [
        *(names(module, _name, does) for module in ("tensorflow", keras_private.LEGACY_RANDOM)),
        names(
            keras_private.LEGACY_TRAIN, _optimizer, "Gives the optimizers of TensorFlow 1 as Keras has them."
        ),
    ]


def _name(name: str) -> Any:
    if name not in V1:
        return None
    import tensorflow as tf

    tell(f"tf.{name}", f"tf.compat.v1.{name}")
    return getattr(tf.compat.v1, name)


def _optimizer(name: str) -> Any:
    """A function that makes the optimizer of Keras, which a network of Keras can be compiled with."""
    if name not in OPTIMIZERS:
        return None
    kind, renamed = OPTIMIZERS[name]

    def make(*args: Any, **kwargs: Any) -> Any:
        import keras

        tell(f"tf.train.{name}", f"keras.optimizers.{kind}")
        given = rename(f"tf.train.{name}", renamed, {**DEFAULTS.get(name, {}), **kwargs})
        given.update(zip(ORDER.get(name, ("learning_rate",)), args, strict=False))
        return getattr(keras.optimizers, kind)(**given)

    return make
