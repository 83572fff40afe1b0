"""Runs in the guest environment: how much of TensorFlow scoring imports. Prints facts, as JSON."""

import json
import sys

import numpy as np

from harness.guest import loading

found: dict[str, object] = {}
loading.for_scoring()
from harness.guest.preprocessing.resizing import _tensorflow  # noqa: E402
from harness.guest.score import engine  # noqa: E402

WHOLE = "tensorflow._api.v2.nn"
found["in part"] = [engine.TensorShape([None, 3])[-1], WHOLE in sys.modules]
found["resized"] = [
    *_tensorflow(np.ones((2, 4, 4, 1)), (8, 8), "bilinear", antialias=False).shape,
    WHOLE in sys.modules,
]
import tensorflow as tf  # noqa: E402

found["the same"] = [
    tf.Tensor is engine.Tensor,
    tf.errors.OpError is engine.errors.OpError,
]
print(json.dumps(found))
