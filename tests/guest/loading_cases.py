"""Runs in the guest environment: what is loaded when, with imports made quicker. Prints facts, as JSON."""

import gc
import inspect
import json
import sys

from harness.guest import loading

found: dict[str, object] = {}
loading.quicker()
import keras  # noqa: E402
import tensorflow as tf  # noqa: E402

found["collects again"] = gc.isenabled()
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
inspect.getmodule(model.call)  # asks every loaded module for its file
found["loaded without need"] = sorted({"sklearn", "matplotlib.pyplot"} & set(sys.modules))
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
