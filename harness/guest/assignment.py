"""The assignment's own guest code, the package ``harness_assignment``, where the sandbox holds one.

It may define ``prepare(visible, home)``, called once before the kernel starts, and ``attach(visible)``, called in the
kernel before the first cell.
"""

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType

from .visible import Visible

PACKAGE = "harness_assignment"


def _package() -> ModuleType | None:
    return importlib.import_module(PACKAGE) if importlib.util.find_spec(PACKAGE) is not None else None


def prepare(visible: Visible, home: Path) -> None:
    """Lays out in the home folder what student code looks for."""
    act = getattr(_package(), "prepare", None)
    if act is not None:
        act(visible, home)


def attach(visible: Visible) -> None:
    """Lets student code find the data set by the ways that lead elsewhere."""
    act = getattr(_package(), "attach", None)
    if act is not None:
        act(visible)
