"""Every private name of Keras and TensorFlow that is used here. A test checks each against the locked versions.

Each function imports what it gives: nothing is imported that a student does not use.
"""

import importlib
from types import ModuleType
from typing import Any

import numpy as np

LEGACY_RANDOM = "tensorflow._api.v2.random"
LEGACY_TRAIN = "tensorflow._api.v2.train"
"""What ``tf.random`` and ``tf.train`` are; the first has no name of its own in ``sys.modules`` until somebody imports it."""
RARELY_USED = frozenset(
    {
        "keras.src.visualization",
        "requests",
        *(
            f"{root}.{name}"
            for root in ("keras", "keras._tf_keras.keras")
            for name in ("visualization", "wrappers")
        ),
        *(
            f"tensorflow._api.v2.{name}"
            for name in ("compat", "feature_column", "__internal__.feature_column")
        ),
    }
)
"""Packages that Keras imports at its start, and with them Matplotlib and scikit-learn; and those that TensorFlow imports, with
them all of TensorFlow 1, and ``requests``, with which it asks a cloud for its machines."""
OLD_KERAS = frozenset(
    f"tensorflow.python.keras{name}" for name in ("", ".engine", ".layers", ".optimizer_v2", ".utils")
)
"""Packages of the Keras that TensorFlow 1 had: of all that they import, `scipy.sparse` among it, TensorFlow needs a few modules
at its start."""
BEFORE_STEPS = "_maybe_symbolic_build"
"""The method of a network that is called before its steps are traced; with TensorFlow alone."""
COMPILED_LOSS = "CompileLoss"
"""The class of the loss that a network was compiled with, which calls the others."""


def begin_as_version_2() -> None:
    """To be called before parts of TensorFlow are imported without the whole package, which does it."""
    from tensorflow.python import tf2

    tf2.enable()


def ops() -> Any:
    """The module that losses take their functions from when they are called."""
    from keras.src import ops as found

    return found


def trainer() -> Any:
    """The class that defines ``compile``."""
    from keras.src.trainers.trainer import Trainer

    return Trainer


def functional() -> Any:
    """The class of networks that are made of an input and an output."""
    from keras.src.models.functional import Functional

    return Functional


def activations() -> ModuleType:
    """The module by whose ``serialize`` layers tell of their activation."""
    return importlib.import_module("keras.src.activations")


def base_pooling() -> Any:
    """The class that all pooling layers share."""
    from keras.src.layers.pooling.base_pooling import BasePooling

    return BasePooling


def base_optimizer() -> Any:
    """The class that defines ``apply``."""
    from keras.src.optimizers.base_optimizer import BaseOptimizer

    return BaseOptimizer


def mean_metric_wrapper() -> Any:
    """The class of metrics that average a function."""
    from keras.src.metrics.reduction_metrics import MeanMetricWrapper

    return MeanMetricWrapper


def python_utils() -> ModuleType:
    """The module whose ``pythonify_logs`` makes what callbacks are told."""
    return importlib.import_module("keras.src.utils.python_utils")


def legacy(part: str) -> ModuleType:
    """``backend`` or ``preprocessing.image``, as Keras keeps it for ``tf.keras``."""
    return importlib.import_module(f"keras.src.legacy.{part}")


def input_signature(model: Any) -> Any:
    """What a network is exported for."""
    from keras.src.export.export_utils import get_input_signature

    return get_input_signature(model)


def input_names(model: Any) -> list[str] | None:
    """What a dictionary of a network's inputs is keyed by, in the order of `input_signature`; None where it has no inputs
    before it is called."""
    if isinstance(named := getattr(model, "_inputs_struct", None), dict):
        return sorted(named)
    inputs = getattr(model, "inputs", None)
    return [one.name for one in inputs] if inputs else None


def tensor_spec(spec: Any, name: str) -> Any:
    """What `input_signature` tells of one input, as TensorFlow takes it, under another name."""
    from keras.src.export.export_utils import make_tf_tensor_spec

    made = make_tf_tensor_spec(spec)
    return type(made)(made.shape, made.dtype, name)


def trackable() -> Any:
    """An object whose variables and lists of variables are saved with it."""
    import tensorflow as tf

    return tf.__internal__.tracking.AutoTrackable()


def rows_counted(model: Any) -> float:
    """Rows that a network's own training step has seen since its metrics were last reset; 0 where it does not count."""
    return float(np.asarray(model._loss_tracker.count))


def batch_fed(iterator: Any, batch: Any) -> Any:
    """What a step is given, by what `BEFORE_STEPS` is: a batch, or what is told of those that an iterator gives."""
    return batch if iterator is None else iterator._distributed_dataset.element_spec


def compiled_metrics(model: Any) -> Any:
    """What makes the metrics that a network was compiled with."""
    return model._compile_metrics


def user_metrics(model: Any) -> Any:
    """The metrics that a network was compiled with, as they were given; None where it was not compiled."""
    return getattr(getattr(model, "_compile_metrics", None), "_user_metrics", None)


def flat_layers(model: Any) -> Any:
    """All layers of a network, those inside of others too."""
    return model._flatten_layers(include_self=False, recursive=True)


def optimized(optimizer: Any) -> Any:
    """The variables that an optimizer trains."""
    return optimizer._trainable_variables


def held(variable: Any) -> Any:
    """What a variable of Keras holds, or the variable itself where it is one of TensorFlow."""
    return getattr(variable, "_value", variable)


def dataset_iterator() -> Any:
    """The class of iterators over a ``tf.data.Dataset``."""
    from tensorflow.python.data.ops.iterator_ops import OwnedIterator

    return OwnedIterator


def compiled_function() -> Any:
    """The class of what ``tf.function`` gives."""
    from tensorflow.python.eager.polymorphic_function.polymorphic_function import Function

    return Function


def definition_of(operation: str) -> Any:
    """The definition of a kind of operation: its inputs, outputs and attributes."""
    from tensorflow.python.framework import op_def_registry

    found = op_def_registry.get(operation)
    if found is None:
        raise ValueError(f"TensorFlow knows no operation {operation}")
    return found
