"""Keras 3 on TensorFlow is the Keras that runs here, whichever a student's code asks for."""

import importlib
import importlib.util
import os
from collections.abc import Callable
from importlib.machinery import PathFinder
from types import ModuleType

from ..channel import phrase
from ..patches.declare import Before, Change, Offer
from .adapted import tell

VARIABLE = "KERAS_BACKEND"
OURS = "tensorflow"
LEGACY = "TF_USE_LEGACY_KERAS"
OF_TENSORFLOW = "keras._tf_keras.keras"
"""What ``tf.keras`` is: it has more of the old names than ``keras``."""
OTHERS = {
    "tf_keras.api._v2.keras": OF_TENSORFLOW,
    "tf_keras": OF_TENSORFLOW,
    "keras_preprocessing": f"{OF_TENSORFLOW}.preprocessing",
    "keras_applications": f"{OF_TENSORFLOW}.applications",
}
"""Packages of Keras 2 that are not here, and where the Keras that is here has the same names."""


def changes() -> list[Change]:
    """Looks at what was chosen just before Keras and TensorFlow do, and offers the packages of Keras 2."""
    return [
        Before("keras", _choose, "Chooses TensorFlow where the backend that was asked for is not there."),
        Before("tensorflow", _keep_to_ours, "Keeps TensorFlow to the Keras that is here."),
        Offer(_find, "Packages of Keras 2 lead to the Keras that is here."),
    ]


def _choose() -> None:
    wanted = os.environ.get(VARIABLE, OURS)
    if wanted != OURS and importlib.util.find_spec(wanted) is None:
        tell(f"{VARIABLE}={wanted}", OURS)
        os.environ[VARIABLE] = OURS


def _keep_to_ours() -> None:
    # Set later, it is read when `tf.keras` is first used, and `tf_keras` is then looked for.
    if os.environ.get(LEGACY) in ("1", "true", "True") and PathFinder.find_spec("tf_keras") is None:
        value = os.environ.pop(LEGACY)
        tell(f"{LEGACY}={value}", phrase("adapted.keras3"))


def _find(name: str) -> Callable[[], ModuleType] | None:
    for old, new in OTHERS.items():
        if name == old or name.startswith(f"{old}."):
            return lambda: _made(name, old, new)
    return None


def _made(name: str, old: str, new: str) -> ModuleType:
    tell(old.partition(".")[0], phrase("adapted.keras3"))
    return importlib.import_module(new + name.removeprefix(old))
