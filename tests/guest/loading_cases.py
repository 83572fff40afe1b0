"""Runs in the guest environment: what is loaded when, with imports made quicker. Prints facts, as JSON."""

import gc
import inspect
import json
import sys
import typing
import weakref

from harness.guest import keras_private, loading


class Garbage:
    """What only the collector ends: it holds itself."""

    def __init__(self) -> None:
        self.own = self


found: dict[str, object] = {}
plain = inspect.signature
loading.quicker()
before = weakref.ref(Garbage())
import keras  # noqa: E402
import tensorflow as tf  # noqa: E402

found["collects again"] = gc.isenabled()
after = weakref.ref(Garbage())
gc.collect()
found["garbage"] = [before() is None, after() is None, gc.get_freeze_count() > len(gc.get_objects())]
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
inspect.getmodule(model.call)  # asks every loaded module for its file
found["loaded without need"] = sorted({"sklearn", "matplotlib.pyplot"} & set(sys.modules))
late = keras_private.RARELY_USED | keras_private.OLD_KERAS
found["late"] = all(name in sys.modules for name in late if name.startswith("tensorflow"))
old_keras = sys.modules["tensorflow.python.keras"]
found["old Keras"] = ["scipy.sparse" in sys.modules, "tensorflow.python.keras.models" in sys.modules]
found["of old Keras"] = [
    tf.nn.RNNCellDropoutWrapper.__module__,
    old_keras.layers.Dense.__module__,
    old_keras.models.Model is old_keras.Model,
    [
        name
        for package in keras_private.OLD_KERAS
        for name, value in vars(sys.modules[package]).items()
        if f"{package}.{name}" in sys.modules and sys.modules[f"{package}.{name}"] is not value
    ],
]
old = "tensorflow._api.v2.compat.v1"
found["TensorFlow 1"] = [old in sys.modules, tf.compat.v1.Session.__name__, old in sys.modules]
import tensorflow.compat.v1 as tf1  # noqa: E402

found["TensorFlow 1"].append(tf1.Session is tf.compat.v1.Session)  # type: ignore[attr-defined]
found["columns"] = tf.feature_column.numeric_column("x").key
early = "requests.api" in sys.modules
import requests  # noqa: E402

found["requests"] = [early, requests.__version__[0], requests.get.__module__]
found["typing"] = "compile" in vars(typing)
found["signatures"] = [inspect.signature is plain, list(inspect.signature(tf.add).parameters)]
found["of Keras"] = sys.modules["keras.wrappers"].__file__ == keras.wrappers.__spec__.origin
found["not there"] = [hasattr(keras.wrappers, "__wrapped__"), hasattr(keras.visualization, "no_such_name")]
from keras.wrappers import SKLearnClassifier  # noqa: E402

found["loaded when asked for"] = [SKLearnClassifier.__name__, "sklearn" in sys.modules]
found["the same"] = tf.keras.wrappers.SKLearnClassifier is keras.wrappers.SKLearnClassifier
found["listed"] = "plot_image_gallery" in dir(keras.visualization)
found["plain again"] = "__getattr__" not in vars(keras.wrappers)
from keras.visualization import *  # noqa: E402, F403

found["starred"] = "draw_bounding_boxes" in globals()
print(json.dumps(found))
