"""Keras runs on TensorFlow here, whatever backend a student's code asks for."""

import importlib.util
import os

from ..patches.declare import Before
from .adapted import tell

VARIABLE = "KERAS_BACKEND"
OURS = "tensorflow"


def changes() -> list[Before]:
    """Looks at the choice of the backend just before Keras does."""
    return [Before("keras", _choose, "Chooses TensorFlow where the backend that was asked for is not there.")]


def _choose() -> None:
    wanted = os.environ.get(VARIABLE, OURS)
    if wanted != OURS and importlib.util.find_spec(wanted) is None:
        tell(f"{VARIABLE}={wanted}", OURS)
        os.environ[VARIABLE] = OURS
