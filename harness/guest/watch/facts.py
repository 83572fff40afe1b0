"""What is told of a network: what it is made of, and how it is compiled."""

import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np

from harness.wire.limits import MAX_HISTORY, MAX_LAYERS, MAX_METRICS
from harness.wire.text import short

from .. import keras_private
from ..channel import plain


def fingerprint(weights: Iterable[Any]) -> str:
    """A digest that changes with the weights; their order counts, and their names do not."""
    digest = hashlib.blake2b(digest_size=16)
    for one in weights:
        digest.update(np.ascontiguousarray(one).tobytes())
    return digest.hexdigest()


def _kind(model: Any) -> str:
    names = [c.__name__ for c in type(model).__mro__]
    return "Sequential" if "Sequential" in names else "functional" if "Functional" in names else "subclassed"


def _name(value: Any) -> str:
    if isinstance(value, str):
        return short(value)
    return short(getattr(value, "name", None) or getattr(value, "__name__", None) or type(value).__name__)


def _names(value: Any) -> list[str]:
    """The names of losses or metrics, each once, however they are given for several outputs."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return list(dict.fromkeys(name for one in value for name in _names(one)))
    return [] if value is None else [_name(value)]


def _inner(optimizer: Any) -> Any:
    """The optimizer inside of one that only scales the loss, as Keras adds it for mixed precision."""
    return getattr(optimizer, "inner_optimizer", None) or optimizer


def compiled(model: Any, optimizer: Any = None) -> dict[str, Any]:
    """Loss, optimizer (or the one that trains it without being compiled) and metrics as the network is compiled now."""
    optimizer = _inner(optimizer if optimizer is not None else getattr(model, "optimizer", None))
    return {
        "loss": short(", ".join(_names(getattr(model, "loss", None)))) or None,
        "optimizer": None if optimizer is None else short(type(optimizer).__name__),
        "learning_rate": _rate(optimizer),
        "metrics": _names(keras_private.user_metrics(model))[:MAX_METRICS],
    }


def _rate(optimizer: Any) -> float | None:
    """The optimizer's rate now; None without one."""
    try:
        return float(np.asarray(optimizer.learning_rate))
    except (AttributeError, TypeError, ValueError):
        return None


def facts_of(model: Any) -> dict[str, Any]:
    """What a network is: name, class, layers, and how it is compiled."""
    layers = []
    for layer in keras_private.flat_layers(model):
        keys = ("filters", "kernel_size", "strides", "padding", "units", "rate", "pool_size")
        config = {k: plain(getattr(layer, k)) for k in keys if hasattr(layer, k)}
        if hasattr(layer, "activation"):
            config["activation"] = _name(layer.activation)
        if hasattr(layer, "layers") and layer.built:
            config["parameters"] = int(layer.count_params())
        layers.append({"class": short(type(layer).__name__), "name": short(layer.name), **config})
    return {
        "name": short(model.name),
        "class": short(type(model).__name__),
        "kind": _kind(model),
        "parameters": int(model.count_params()) if model.built else None,
        "layers": layers[:MAX_LAYERS],
        **compiled(model),
        "output_shape": plain(getattr(model, "output_shape", None)) if _kind(model) != "subclassed" else None,
    }


def numbers(logs: Any) -> dict[str, float]:
    """The logs of a callback that are one number each."""
    return {str(k): float(v) for k, v in (logs or {}).items() if np.ndim(v) == 0}


def history_of(history: Any) -> dict[str, list[Any]]:
    """What a fit returned, the end of each series; nothing where it raised."""
    series = getattr(history, "history", None) or {}
    return {
        short(name): [plain(one) for one in np.ravel(values)[-MAX_HISTORY:]]
        for name, values in series.items()
    }
