"""Modules and names of Keras 2 that Keras 3 moved or dropped."""

import importlib
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

from ..patches.declare import GONE, Change, Offer, Patch, When, instead, names
from .adapted import tell
from .keras1_merge import Merging
from .keras2_dropped import OPTIMIZERS, replacement

ROOTS = ("keras", "tensorflow.keras", "keras._tf_keras.keras")
"""``keras``, what ``import tensorflow.keras`` loads, and what ``tensorflow.keras`` is as an attribute."""
DATA_SETS = ("boston_housing", "cifar10", "cifar100", "fashion_mnist", "imdb", "mnist", "reuters")
"""Those that Keras brings."""
MOVED = {
    "utils": (
        *("np_utils", "vis_utils", "generic_utils", "data_utils", "layer_utils", "all_utils", "conv_utils"),
        *("training_utils", "multi_gpu_utils", "visualize_util", "io_utils", "tf_utils", "losses_utils"),
    ),
    "layers": (
        *("core", "convolutional", "pooling", "merge", "merging", "normalization", "advanced_activations"),
        *("embeddings", "recurrent", "wrappers", "noise", "local", "experimental", "preprocessing"),
        *("regularization", "attention", "rnn", "reshaping", "activation", "convolutional_recurrent"),
    ),
    "optimizers": ("legacy", "optimizer_v2", "experimental"),
    "backend": ("tensorflow_backend", "load_backend", "common"),
    "callbacks": ("callbacks",),
    "datasets": tuple(f"{name}.{name}" for name in DATA_SETS),
    "initializers": ("initializers_v2", "initializers_v1"),
}
"""New module, and the old ones below it; those of layers with all that lay below them in turn."""
RENAMED = {"objectives": "losses", "initializations": "initializers"}
"""Old modules at the top, and the new ones."""
ENGINE = ("layers", "models", "")
"""What ``keras.engine`` held lies in these now."""
MERGE = "layers.merge"
"""Was a function, too."""
FORMS = re.compile(
    rf"^({'|'.join(map(re.escape, ROOTS))})\."
    r"(?:(api(?:\._v[12])?(?:\.keras)?|_?engine|optimizer_v[12])(?:\.(.+))?|(.+))$"
)
PARTS = (*MOVED, "constraints", "regularizers", "losses", "metrics", "models")
"""Parts that lack names in Keras 3."""


def _said(module: str) -> str:
    """The module as a student knows it."""
    return module.replace("keras._tf_keras.keras", "tf.keras")


def _take(root: str, old: str, *new: str) -> Callable[[], ModuleType]:
    def make() -> ModuleType:
        found = [importlib.import_module(f"{root}.{name}" if name else root) for name in new]
        tell(f"{_said(root)}.{old}", ", ".join(_said(module.__name__) for module in found))
        if len(found) == 1 and old != MERGE:
            return found[0]
        joined = (Merging if old == MERGE else ModuleType)(f"{root}.{old}")
        for module in reversed(found):
            joined.__dict__.update({n: getattr(module, n) for n in dir(module) if not n.startswith("_")})
        return joined

    return make


def find_module(name: str) -> Callable[[], ModuleType] | None:
    """What takes the place of a module of Keras 2, or None."""
    match = FORMS.match(name)
    if match is None:
        return None
    root, form, old = match[1], match[2], name.removeprefix(f"{match[1]}.")
    if form is None:
        new = _moved(old)
        return None if new is None else _take(root, old, new)
    if form.endswith("engine"):
        return _take(root, old.lstrip("_"), *ENGINE)
    return _take(root, old, "optimizers" if form.startswith("optimizer") else match[3] or "")


def _moved(old: str) -> str | None:
    """The module that has the names of an old one, or None."""
    head = old.partition(".")[0]
    if head in RENAMED:
        return RENAMED[head]
    below = old.removeprefix(f"{head}.")
    olds = MOVED.get(head, ())
    # Only layers had modules in turn below theirs; elsewhere a name that follows is that of a class.
    deeper = head == "layers" and any(below.startswith(f"{one}.") for one in olds)
    return head if below in olds or deeper else None


def _find_in(part: str, root: str) -> Callable[[str], Any]:
    """Gives names that ``root.part`` lacks in Keras 3."""

    def find(name: str) -> Any:
        if find_module(f"{root}.{part}.{name}") is not None:
            return importlib.import_module(f"{root}.{part}.{name}")
        value, now = replacement(part, name)
        if value is not None:
            tell(f"{_said(root)}.{part}.{name}", now)
        return value

    return find


def _find_at_the_top(root: str) -> Callable[[str], Any]:
    """Gives modules that ``root`` itself lacks in Keras 3."""

    def find(name: str) -> Any:
        there = name in RENAMED or name == "engine"
        return importlib.import_module(f"{root}.{name}") if there else None

    return find


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
        parts = (*PARTS, "preprocessing.image", "optimizers.legacy")
        changes.extend(names(f"{root}.{part}", _find_in(part, root), does) for part in parts)
        changes.append(names(root, _find_at_the_top(root), does))
    return changes
