"""Modules and names of Keras 2 that Keras 3 moved or dropped."""

import importlib
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

from .. import keras_private
from ..patches.declare import GONE, Change, Offer, Patch, When, instead, names
from .adapted import tell

ROOTS = ("keras", "tensorflow.keras", "keras._tf_keras.keras")
"""``keras``, what ``import tensorflow.keras`` loads, and what ``tensorflow.keras`` is as an attribute."""
DATA_SETS = ("boston_housing", "cifar10", "cifar100", "fashion_mnist", "imdb", "mnist", "reuters")
"""Those that Keras brings."""
MOVED = {
    "utils": ("np_utils", "vis_utils", "generic_utils", "data_utils", "layer_utils", "all_utils"),
    "layers": (
        *("core", "convolutional", "pooling", "merge", "merging", "normalization", "advanced_activations"),
        *("embeddings", "recurrent", "wrappers", "noise", "local", "experimental", "preprocessing"),
        *("experimental.preprocessing", "normalization.batch_normalization", "convolutional.conv2d"),
        *("core.dense", "core.flatten", "regularization", "attention", "rnn", "reshaping"),
    ),
    "optimizers": ("legacy", "optimizer_v2", "experimental"),
    "backend": ("tensorflow_backend", "load_backend"),
    "callbacks": ("callbacks",),
    "datasets": tuple(f"{name}.{name}" for name in DATA_SETS),
    "initializers": ("initializers_v2", "initializers_v1"),
}
"""New module, and the old ones below it."""
ENGINE = ("layers", "models", "")
"""What ``keras.engine`` held lies in these now."""
FORMS = re.compile(
    rf"^({'|'.join(map(re.escape, ROOTS))})\.(api\._v2\.keras|api\.keras|api|_?engine|optimizer_v2)?\.?(.*)$"
)
IDLE: dict[str, Callable[..., Any]] = {
    "image_dim_ordering": lambda: "tf",
    "set_image_dim_ordering": lambda order: None,
    "set_session": lambda session: None,
    "set_learning_phase": lambda value: None,
}
"""Functions of ``keras.backend`` that mean nothing any more."""
OPTIMIZERS = ("Adadelta", "Adagrad", "Adam", "Adamax", "Ftrl", "Nadam", "RMSprop", "SGD")


def _said(module: str) -> str:
    """The module as a student knows it."""
    return module.replace("keras._tf_keras.keras", "tf.keras")


def _take(root: str, old: str, *new: str) -> Callable[[], ModuleType]:
    def make() -> ModuleType:
        found = [importlib.import_module(f"{root}.{name}" if name else root) for name in new]
        tell(f"{_said(root)}.{old}", ", ".join(_said(module.__name__) for module in found))
        if len(found) == 1:
            return found[0]
        joined = ModuleType(f"{root}.{old}")
        for module in reversed(found):
            joined.__dict__.update({n: getattr(module, n) for n in dir(module) if not n.startswith("_")})
        return joined

    return make


def find_module(name: str) -> Callable[[], ModuleType] | None:
    """What takes the place of a module of Keras 2, or None."""
    match = FORMS.match(name)
    if match is None:
        return None
    root, form, rest = match[1], match[2], match[3]
    if form is not None and form.lstrip("_") == "engine":
        return _take(root, ".".join(filter(None, ["engine", rest])), *ENGINE)
    if form == "optimizer_v2":
        return _take(root, name.removeprefix(f"{root}."), "optimizers")
    if form is not None:
        return _take(root, name.removeprefix(f"{root}."), rest)
    for new, olds in MOVED.items():
        if any(rest == f"{new}.{old}" for old in olds):
            return _take(root, rest, new)
    return None


def _find_in(part: str, root: str) -> Callable[[str], Any]:
    """Gives names that ``root.part`` lacks in Keras 3."""

    def find(name: str) -> Any:
        if find_module(f"{root}.{part}.{name}") is not None:
            return importlib.import_module(f"{root}.{part}.{name}")
        value, now = _replacement(part, name)
        if value is not None:
            tell(f"{_said(root)}.{part}.{name}", now)
        return value

    return find


def _replacement(part: str, name: str) -> tuple[Any, str]:
    """What takes the place of a name, and what that is called; None where nothing does."""
    import keras

    modern = next((kind for kind in OPTIMIZERS if kind.lower() == name.lower()), None)
    if part in ("optimizers", "optimizers.legacy") and modern is not None:
        return getattr(keras.optimizers, modern), f"keras.optimizers.{modern}"
    if part == "layers" and name in ("CuDNNLSTM", "CuDNNGRU"):
        kind = name.removeprefix("CuDNN")
        return getattr(keras.layers, kind), f"keras.layers.{kind}"
    if part == "utils" and name == "multi_gpu_model":
        return lambda model, *_, **__: model, "the network itself"
    if part == "backend" and name == "set_value":
        return lambda variable, value: variable.assign(value), "variable.assign(value)"
    if part == "backend" and name in IDLE:
        return IDLE[name], "a function that does nothing"
    if part in ("backend", "preprocessing.image"):
        return getattr(keras_private.legacy(part), name, None), f"tf.keras.{part}.{name}"
    return None, ""


def patch(path: str, does: str, make: Callable[[Any], Any], **more: Any) -> Patch:
    """A patch of Keras 3, which alone needs what is offered here."""
    return Patch("keras", path, does, make, versions=">=3,<4", **more)


def changes() -> list[Change]:
    """Modules and names of Keras 2, for each of `ROOTS`."""
    changes: list[Change] = [Offer(find_module, "Modules of Keras 2 lead to those of Keras 3.")]
    does = "Gives names of Keras 2 that Keras 3 moved or dropped."
    for root in ROOTS:
        for name in OPTIMIZERS:
            legacy = f"{root}.optimizers.legacy"
            changes.append(
                Patch(legacy, name, "Drops a class that only raises.", instead(GONE), when=When.EITHER)
            )
        parts = (*MOVED, "preprocessing.image", "optimizers.legacy")
        changes.extend(names(f"{root}.{part}", _find_in(part, root), does) for part in parts)
    return changes
