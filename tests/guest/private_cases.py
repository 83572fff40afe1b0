"""Runs in the guest environment: uses every private name of Keras and TensorFlow and prints what is wrong, as JSON."""

import importlib.util
import inspect
import json
import sys
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from harness.guest import keras_private
from harness.wire.operations import ALLOWED, PRINTS


def begins_as_version_2() -> bool:
    keras_private.begin_as_version_2()
    return bool(tf.__internal__.tf2.enabled())


def keeping(variable: Any) -> Any:
    made = keras_private.trackable()
    made.kept = [variable]
    return made


model = keras.Sequential([keras.Input((4,)), keras.Sequential([keras.layers.Dense(3, name="inner")])])
model.compile("sgd", "mse", metrics=["mae"])
PARAMETERS = inspect.signature(getattr(keras.Model, keras_private.BEFORE_STEPS)).parameters
fed: list[Any] = []


def before_steps(self: Any, **given: Any) -> None:
    fed.append(keras_private.batch_fed(given.get("iterator"), given.get("data_batch")))


setattr(keras.Model, keras_private.BEFORE_STEPS, before_steps)
model.fit(np.zeros((8, 4)), np.zeros((8, 3)), verbose=0)
weight = model.trainable_variables[0]

CASES: dict[str, Any] = {
    "ops": lambda: callable(keras_private.ops().categorical_crossentropy),
    "trainer": lambda: (
        issubclass(keras.Model, keras_private.trainer()) and "compile" in vars(keras_private.trainer())
    ),
    "functional": lambda: isinstance(keras.Model(model.inputs, model.outputs), keras_private.functional()),
    "activations": lambda: keras_private.activations().serialize(keras.activations.softmax) == "softmax",
    "base_pooling": lambda: issubclass(keras.layers.MaxPooling2D, keras_private.base_pooling()),
    "base_optimizer": lambda: "apply" in vars(keras_private.base_optimizer()),
    "mean_metric_wrapper": lambda: issubclass(
        keras.metrics.MeanSquaredError, keras_private.mean_metric_wrapper()
    ),
    "python_utils": lambda: keras_private.python_utils().pythonify_logs({"a": np.float32(1)}) == {"a": 1.0},
    "legacy": lambda: (
        callable(keras_private.legacy("backend").mean)
        and callable(keras_private.legacy("preprocessing.image").ImageDataGenerator)
    ),
    "input_signature": lambda: list(keras_private.input_signature(model)[0].shape) == [None, 4],
    "input_names": lambda: (
        keras_private.input_names(model) == [model.inputs[0].name]
        and keras_private.input_names(keras.Model({"b": model.inputs[0]}, model.outputs)) == ["b"]
    ),
    "tensor_spec": lambda: (
        keras_private.tensor_spec(model.inputs[0], "one") == tf.TensorSpec((None, 4), tf.float32, "one")
    ),
    "trackable": lambda: tf.train.TrackableView(keeping(weight)).children(keeping(weight)).keys() == {"kept"},
    "rows_counted": lambda: keras_private.rows_counted(model) == 8,
    "BEFORE_STEPS": lambda: list(PARAMETERS) == ["self", "iterator", "data_batch"],
    "batch_fed": lambda: keras_private.batch_fed(None, 1) == 1 and fed[0][1].shape[1:] == (3,),
    "compiled_metrics": lambda: callable(keras_private.compiled_metrics(model).build),
    "user_metrics": lambda: list(keras_private.user_metrics(model)) == ["mae"],
    "flat_layers": lambda: "inner" in [layer.name for layer in keras_private.flat_layers(model)],
    "optimized": lambda: keras_private.optimized(model.optimizer)[0] is weight,
    "held": lambda: isinstance(keras_private.held(weight), tf.Variable) and keras_private.held(1) == 1,
    "dataset_iterator": lambda: isinstance(iter(tf.data.Dataset.range(2)), keras_private.dataset_iterator()),
    "compiled_function": lambda: isinstance(tf.function(abs), keras_private.compiled_function()),
    "definition_of": lambda: (
        keras_private.definition_of("Conv2D").output_arg[0].name == "output"
        and all(keras_private.definition_of(one) for one in ALLOWED | PRINTS)
    ),
    "begin_as_version_2": begins_as_version_2,
    "RARELY_USED": lambda: all(importlib.util.find_spec(name) for name in keras_private.RARELY_USED),
    "OLD_KERAS": lambda: all(importlib.util.find_spec(name) for name in keras_private.OLD_KERAS),
    "LEGACY_RANDOM": lambda: tf.random.__name__ == keras_private.LEGACY_RANDOM,
    "LEGACY_TRAIN": lambda: tf.train.__name__ == keras_private.LEGACY_TRAIN,
    "COMPILED_LOSS": lambda: type(model._compile_loss).__name__ == keras_private.COMPILED_LOSS,
}


def wrong(case: Any) -> str | None:
    try:
        return None if case() else "is not what it was"
    except Exception as error:  # noqa: BLE001 - every fault is told
        return f"{type(error).__name__}: {error}"


declared = {
    name
    for name, value in vars(keras_private).items()
    if name.isupper() or (inspect.isfunction(value) and value.__module__ == keras_private.__name__)
}
found = {name: fault for name, case in CASES.items() if (fault := wrong(case)) is not None}
json.dump({"wrong": found, "unchecked": sorted(declared ^ set(CASES))}, sys.stdout)
