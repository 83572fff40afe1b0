"""Names of Keras 1 and 2 that Keras 3 dropped, and what takes their place in each part of it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .. import keras_private
from ..channel import Told, phrase
from .calls import rename

OPTIMIZERS = ("Adadelta", "Adagrad", "Adam", "Adamax", "Ftrl", "Nadam", "RMSprop", "SGD")
FUNCTIONS = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "kld": "kl_divergence",
    "kullback_leibler_divergence": "kl_divergence",
}
SAME: dict[str, dict[str, str]] = {
    "layers": {
        "CuDNNLSTM": "LSTM",
        "CuDNNGRU": "GRU",
        "AtrousConvolution1D": "Conv1D",
        "AtrousConvolution2D": "Conv2D",
        "Deconvolution2D": "Conv2DTranspose",
        "Deconvolution3D": "Conv3DTranspose",
    },
    "constraints": {
        "nonneg": "NonNeg",
        "non_neg": "NonNeg",
        "unitnorm": "UnitNorm",
        "unit_norm": "UnitNorm",
        "min_max_norm": "MinMaxNorm",
    },
    "regularizers": {
        "l1l2": "L1L2",
        "l1_l2": "L1L2",
        "WeightRegularizer": "L1L2",
        "ActivityRegularizer": "L1L2",
        "activity_l1l2": "L1L2",
        "activity_l1": "L1",
        "activity_l2": "L2",
    },
    "initializers": {
        "normal": "RandomNormal",
        "random_normal": "RandomNormal",
        "uniform": "RandomUniform",
        "random_uniform": "RandomUniform",
        "one": "Ones",
        "zero": "Zeros",
    },
    "losses": FUNCTIONS,
    "metrics": FUNCTIONS,
    "utils": {"plot": "plot_model"},
    "models": {"Input": "Input"},
}
"""By part of Keras: old names, and the new ones of the same meaning, which `keras` holds where the part does not."""
ORDERINGS = {"th": "channels_first", "tf": "channels_last"}
"""Where Keras 1 says that the channels of an image lie, and what that is called since."""
IDLE: dict[str, Any] = {
    "set_session": None,
    "set_learning_phase": None,
    "manual_variable_initialization": None,
    "learning_phase": 0,
}
"""Functions of ``keras.backend`` that mean nothing any more, and what they give."""


def replacement(part: str, name: str) -> tuple[Any, Told]:
    """What takes the place of a name, and what that is called; None where nothing does."""
    import keras

    modern = next((kind for kind in OPTIMIZERS if kind.lower() == name.lower()), None)
    if part in ("optimizers", "optimizers.legacy") and modern is not None:
        return getattr(keras.optimizers, modern), f"keras.optimizers.{modern}"
    if (new := SAME.get(part, {}).get(name)) is not None:
        # Not getattr: a name that the part lacks is asked for here.
        holder = vars(getattr(keras, part))
        where = f"keras.{part}" if new in holder else "keras"
        return holder.get(new) or getattr(keras, new), f"{where}.{new}"
    if part == "backend" and name in IDLE:
        return _idle(IDLE[name]), phrase("adapted.does_nothing")
    if (found := MADE.get((part, name))) is not None:
        return found
    if part in ("backend", "preprocessing.image"):
        return getattr(keras_private.legacy(part), name, None), f"tf.keras.{part}.{name}"
    return None, ""


def _idle(value: Any) -> Callable[..., Any]:
    return lambda *args, **kwargs: value


def _set_image_dim_ordering(dim_ordering: str) -> None:
    import keras

    if dim_ordering not in ORDERINGS:
        raise ValueError(f"Unknown dim_ordering: {dim_ordering}")
    keras.backend.set_image_data_format(ORDERINGS[dim_ordering])


def _image_dim_ordering() -> str:
    import keras

    return {new: old for old, new in ORDERINGS.items()}[keras.backend.image_data_format()]


def _max_norm(*args: Any, **kwargs: Any) -> Any:
    import keras

    return keras.constraints.MaxNorm(*args, **rename("maxnorm", {"m": "max_value"}, kwargs))


def _thresholded(theta: float = 1.0, **kwargs: Any) -> Any:
    import keras

    return keras.layers.ReLU(threshold=theta, **kwargs)


def _session() -> Any:
    import tensorflow as tf

    return tf.compat.v1.Session()


def _function(inputs: Any, outputs: Any, *_: Any, **__: Any) -> Callable[[Any], Any]:
    """``K.function``: from values of inputs, and of the learning phase, to arrays."""
    import keras

    given = list(inputs) if isinstance(inputs, (list, tuple)) else [inputs]
    places = [place for place, one in enumerate(given) if isinstance(one, keras.KerasTensor)]
    network = keras.Model([given[place] for place in places], outputs)

    def call(values: Any) -> Any:
        fed = list(values) if isinstance(values, (list, tuple)) else [values]
        phases = [bool(value) for place, value in enumerate(fed) if place not in places]
        found = network([np.asarray(fed[place]) for place in places], training=any(phases))
        if not isinstance(outputs, (list, tuple)):
            return np.asarray(found)
        return [np.asarray(one) for one in (found if isinstance(found, (list, tuple)) else [found])]

    return call


def _normalized(value: Any, n: int, name: str = "value") -> tuple[int, ...]:
    """An integer, or ``n`` of them, as a tuple of ``n``."""
    found = (value,) * n if isinstance(value, int) else tuple(value)
    if len(found) != n:
        raise ValueError(f"{name} must have {n} integers, and is {value}.")
    return found


def _data_format(value: str | None = None) -> str:
    import keras

    return keras.backend.image_data_format() if value is None else str(value).lower()


def _output_length(
    input_length: int | None, filter_size: int, padding: str, stride: int, dilation: int = 1
) -> int | None:
    """The length of what a convolution gives along one axis."""
    if input_length is None:
        return None
    covered = filter_size + (filter_size - 1) * (dilation - 1)
    lost = {"same": 0, "causal": 0, "valid": covered - 1, "full": 1 - covered}[padding]
    return (input_length - lost + stride - 1) // stride


MADE: dict[tuple[str, str], tuple[Any, Told]] = {
    ("backend", "set_image_dim_ordering"): (_set_image_dim_ordering, "set_image_data_format"),
    ("backend", "image_dim_ordering"): (_image_dim_ordering, "image_data_format"),
    ("backend", "set_value"): (lambda variable, value: variable.assign(value), "variable.assign(value)"),
    ("backend", "function"): (_function, phrase("adapted.same_network")),
    ("backend", "get_session"): (_session, phrase("adapted.session")),
    ("backend", "normalize_data_format"): (_data_format, phrase("adapted.does_the_same")),
    ("constraints", "maxnorm"): (_max_norm, "keras.constraints.MaxNorm"),
    ("constraints", "max_norm"): (_max_norm, "keras.constraints.MaxNorm"),
    ("layers", "ThresholdedReLU"): (_thresholded, "keras.layers.ReLU(threshold=…)"),
    ("utils", "multi_gpu_model"): (lambda model, *_, **__: model, phrase("adapted.network_itself")),
    ("utils", "print_summary"): (lambda model, *args, **kwargs: model.summary(*args, **kwargs), "summary"),
    ("utils", "normalize_tuple"): (_normalized, phrase("adapted.does_the_same")),
    ("utils", "normalize_data_format"): (_data_format, phrase("adapted.does_the_same")),
    ("utils", "normalize_padding"): (lambda value: str(value).lower(), phrase("adapted.does_the_same")),
    ("utils", "conv_output_length"): (_output_length, phrase("adapted.does_the_same")),
}
"""By part of Keras and old name: what is made for it, and what that is called."""
