"""``callback.validation_data``, by which callbacks of Keras 2 scored a network after each epoch."""

import contextlib
import weakref
from typing import Any

import numpy as np

from ..channel import phrase
from ..patches.declare import Patch, When, instead
from .adapted import tell
from .keras2_names import patch

_data: weakref.WeakKeyDictionary[Any, list[Any]] = weakref.WeakKeyDictionary()
"""By callback: images, labels and weights that its fit is validated on."""


class _Lent:
    """An attribute of that name, set by a student's own callback, wins; before a fit there is none."""

    def __get__(self, callback: Any, kind: type | None = None) -> Any:
        if callback is None:
            return self
        if callback not in _data:
            raise AttributeError(f"'{type(callback).__name__}' object has no attribute 'validation_data'")
        tell("callback.validation_data", phrase("adapted.validation_data"))
        return _data[callback]


def changes() -> list[Patch]:
    """Of callbacks."""
    does = "Lends callbacks the data that a fit is validated on."
    return [patch("callbacks.Callback.validation_data", does, instead(_Lent()), when=When.MISSING)]


def lend(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """To be called with the arguments of a ``fit``, the network first."""
    data, callbacks = validated_on(args[1:], kwargs), kwargs.get("callbacks")
    if data is not None and callbacks is not None:
        for callback in callbacks if isinstance(callbacks, (list, tuple)) else [callbacks]:
            # Whatever else was given, Keras says what is wrong with it.
            with contextlib.suppress(TypeError):
                _data[callback] = data


def validated_on(args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any] | None:
    """Images, labels and weights of one each that a call of ``fit`` validates on; None where arrays do not tell."""
    data, share = kwargs.get("validation_data"), kwargs.get("validation_split")
    if isinstance(data, (tuple, list)) and len(data) >= 2:
        x, y = data[:2]
    elif data is None and share:
        given = dict(zip(("x", "y"), args, strict=False)) | kwargs
        x, y = given.get("x"), given.get("y")
        if not isinstance(x, np.ndarray) or not isinstance(y, np.ndarray):
            return None
        first = int(len(x) * (1 - share))
        x, y = x[first:], y[first:]
    else:
        return None
    return [x, y, np.ones(len(x))] if hasattr(x, "__len__") else None
