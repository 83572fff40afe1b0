"""Arguments and functions of Keras 1 that mean what arguments and layers of Keras 3 mean under other names."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from ..channel import phrase
from ..patches.declare import Around, Patch, around
from .adapted import tell
from .calls import rename
from .keras2_dropped import ORDERINGS
from .keras2_names import ROOTS, patch

WEIGHTS = {
    "init": "kernel_initializer",
    "W_regularizer": "kernel_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "b_constraint": "bias_constraint",
    "bias": "use_bias",
}
WINDOW = {"border_mode": "padding", "dim_ordering": "data_format"}
CONVOLUTION: dict[str, str | None] = {
    **WEIGHTS,
    **WINDOW,
    "nb_filter": "filters",
    "filter_length": "kernel_size",
    "subsample": "strides",
    "subsample_length": "strides",
    "atrous_rate": "dilation_rate",
    "output_shape": None,
}
POOLING: dict[str, str | None] = {**WINDOW, "pool_length": "pool_size", "stride": "strides"}
RECURRENT: dict[str, str | None] = {
    **WEIGHTS,
    "output_dim": "units",
    "inner_init": "recurrent_initializer",
    "inner_activation": "recurrent_activation",
    "U_regularizer": "recurrent_regularizer",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "consume_less": None,
}
RATE: dict[str, str | None] = {"p": "rate"}
IMAGE: dict[str, str | None] = {"dim_ordering": "data_format"}
ARGUMENTS: dict[str, Mapping[str, str | None]] = {
    "Dense": {**WEIGHTS, "output_dim": "units"},
    **dict.fromkeys(("LSTM", "GRU", "SimpleRNN"), RECURRENT),
    **dict.fromkeys(("Dropout", "SpatialDropout1D", "GaussianDropout"), RATE),
    **{key: {**RATE, **IMAGE} for key in ("SpatialDropout2D", "SpatialDropout3D")},
    "GaussianNoise": {"sigma": "stddev"},
    "BatchNormalization": {"beta_init": "beta_initializer", "gamma_init": "gamma_initializer"},
    "Embedding": {"init": "embeddings_initializer", "W_regularizer": "embeddings_regularizer"},
    **{f"{kind}Pooling{n}D": POOLING for kind in ("Max", "Average") for n in (1, 2, 3)},
    **{f"Global{kind}Pooling{n}D": IMAGE for kind in ("Max", "Average") for n in (2, 3)},
    **{f"{kind}{n}D": IMAGE for kind in ("UpSampling", "ZeroPadding", "Cropping") for n in (2, 3)},
    "UpSampling1D": {"length": "size"},
}
"""By layer: arguments of Keras 1, and those of the same meaning now."""
CONVOLUTIONS = ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "Conv3DTranspose", "SeparableConv2D")
SIDES = ("nb_row", "nb_col", "kernel_dim1", "kernel_dim2", "kernel_dim3")
"""Arguments that are the sides of a kernel, one by one."""
SAMPLES = {"samples_per_epoch": "steps_per_epoch", "nb_val_samples": "validation_steps"}
"""Arguments that count images, and those that count batches of them."""


def changes() -> list[Patch]:
    """Of layers, networks and functions."""
    does = "Takes the arguments of Keras 1."
    return [
        *(patch(f"layers.{name}.__init__", does, _init(_layer(name, ARGUMENTS[name]))) for name in ARGUMENTS),
        *(patch(f"layers.{name}.__init__", does, _init(_convolution(name))) for name in CONVOLUTIONS),
        patch("layers.Layer.__init__", does, _init(_any_layer)),
        *(
            patch(f"regularizers.{kind}.__init__", does, around(_penalty(kind.lower())))
            for kind in ("L1", "L2")
        ),
        *(Patch(f"{root}.utils", "to_categorical", does, around(_to_categorical)) for root in ROOTS),
        *(Patch(f"{root}.layers", "Convolution2D", does, _by_sides) for root in ROOTS),
    ]


def _init(function: Around) -> Callable[[Any], Any]:
    """As `around`; Keras reads the arguments of a layer from the function itself, and not from what it wraps."""

    def make(original: Any) -> Any:
        call = around(function)(original)
        call.__signature__ = inspect.signature(original)
        return call

    return make


def _meant(what: str, names: Mapping[str, str | None], given: dict[str, Any]) -> dict[str, Any]:
    """Arguments under their new names, with the values of today."""
    rename(what, names, given, phrase("adapted.works_out"))
    if given.get("data_format") in (*ORDERINGS, "default"):
        given["data_format"] = ORDERINGS.get(given["data_format"])
    return given


def _layer(name: str, names: Mapping[str, str | None]) -> Callable[..., Any]:
    def init(original: Any, layer: Any, *args: Any, **kwargs: Any) -> None:
        if name == "BatchNormalization" and kwargs.get("mode") == 0:
            # By feature, as Keras 3 always does it; the other modes are no longer there.
            rename(name, {"mode": None}, kwargs, phrase("adapted.one_mode"))
        original(layer, *args, **_meant(name, names, kwargs))

    return init


def _convolution(name: str) -> Callable[..., Any]:
    """Keras 1 took the sides of a kernel one by one: a call with any of its arguments means them so."""
    sides = int(re.sub(r"\D", "", name))

    def init(original: Any, layer: Any, *args: Any, **kwargs: Any) -> None:
        named = [kwargs.pop(side) for side in SIDES if side in kwargs]
        old = bool(named) or any(key in CONVOLUTION for key in kwargs)
        kwargs = _meant(name, CONVOLUTION, kwargs)
        placed = args[1:]
        all_sides = len(placed) + len(named) == sides > 1 and all(isinstance(one, int) for one in placed)
        if old and all_sides and "kernel_size" not in kwargs:
            kwargs["kernel_size"] = (*placed, *named)
            args = args[:1]
            tell(f"{name}(filters, rows, columns)", "kernel_size")
        original(layer, *args, **kwargs)

    return init


def _by_sides(original: Any) -> Any:
    """``Convolution2D(32, 3, 3)``: under its name of Keras 1 a convolution has rows and columns there, and no stride."""

    class SameKind(type(original)):  # type: ignore[misc]
        """What the one name makes is an instance of the other, as before."""

        def __instancecheck__(cls, layer: Any) -> bool:
            return isinstance(layer, original) if cls is Convolution2D else super().__instancecheck__(layer)

    class Convolution2D(original, metaclass=SameKind):  # type: ignore[misc]
        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            if cls is not Convolution2D:
                return super().__new__(cls, *args, **kwargs)
            if len(args) == 3 and all(isinstance(one, int) for one in args):
                tell("Convolution2D(filters, rows, columns)", "kernel_size")
                args = (args[0], args[1:])
            return original(*args, **kwargs)

    return Convolution2D


def _any_layer(original: Any, layer: Any, *args: Any, **kwargs: Any) -> None:
    shape = kwargs.pop("batch_input_shape", None)
    if shape is not None:
        kwargs["input_shape"] = tuple(shape)[1:]
        tell("batch_input_shape=…", "input_shape")
    original(layer, *args, **kwargs)


def _penalty(name: str) -> Callable[..., Any]:
    def init(original: Any, penalty: Any, *args: Any, **kwargs: Any) -> None:
        original(penalty, *args, **rename(name, {"l": name}, kwargs))

    return init


def _to_categorical(original: Any, *args: Any, **kwargs: Any) -> Any:
    kwargs = rename("to_categorical", {"y": "x", "nb_classes": "num_classes"}, kwargs)
    return original(*args, **kwargs)


def in_steps(generator: Any, given: dict[str, Any], validation: Any = None) -> tuple[Any, Any]:
    """Turns counts of images in ``given`` into counts of batches; returns the generator and the one of validation, from
    which a batch may have been drawn and put back."""
    for old, new in SAMPLES.items():
        if old not in given:
            continue
        source = generator if new == "steps_per_epoch" else validation
        rows, source = _batch_of(source)
        images = given.pop(old)
        if source is not None and rows:
            given[new] = max(1, -(-int(images) // rows))
            tell(f"fit_generator({old}=…)", phrase("adapted.in_batches", argument=new, rows=rows))
        if new == "steps_per_epoch":
            generator = source
        else:
            validation = source
    return generator, validation


def _batch_of(source: Any) -> tuple[int, Any]:
    """How many images a batch has, 0 where there are no batches, and the source with all of them."""
    rows = getattr(source, "batch_size", None)
    if rows:
        return int(rows), source
    if not isinstance(source, Iterator):
        return 0, source
    first = next(source)
    images = first[0][0] if isinstance(first[0], (list, tuple)) else first[0]
    return len(np.asarray(images)), _put_back(first, source)


def _put_back(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    # Keras takes generators, and no other iterators.
    yield first
    yield from rest
