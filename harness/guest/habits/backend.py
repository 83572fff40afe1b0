"""Keras runs on TensorFlow here, whatever backend a student's code asks for."""

import importlib.abc
import importlib.util
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from .adapted import tell

VARIABLE = "KERAS_BACKEND"
OURS = "tensorflow"


class _BeforeKeras(importlib.abc.MetaPathFinder):
    """Finds nothing; looks at the choice of the backend just before Keras does."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        wanted = os.environ.get(VARIABLE, OURS)
        if fullname == "keras" and wanted != OURS and importlib.util.find_spec(wanted) is None:
            tell(f"{VARIABLE}={wanted}", OURS)
            os.environ[VARIABLE] = OURS


def attach() -> None:
    """Looks from now on."""
    sys.meta_path.insert(0, _BeforeKeras())
