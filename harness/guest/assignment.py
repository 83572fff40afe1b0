"""The assignment's own guest code, the package ``harness_assignment``, where the sandbox holds one.

It may define ``prepare(visible, home)``, called once in the kernel, before the first cell; ``changes(visible)``, what is
patched so that student code finds the data set; and ``opening(visible)``, a part of `open` (`harness.guest.habits.opening`).
"""

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType

from .habits.opening import Part
from .patches.declare import Change
from .visible import Visible

PACKAGE = "harness_assignment"


def _package() -> ModuleType | None:
    return importlib.import_module(PACKAGE) if importlib.util.find_spec(PACKAGE) is not None else None


def prepare(visible: Visible, home: Path) -> None:
    """Lays out in the home folder what student code looks for."""
    act = getattr(_package(), "prepare", None)
    if act is not None:
        act(visible, home)


def changes(visible: Visible) -> list[Change]:
    """What is patched so that student code finds the data set."""
    act = getattr(_package(), "changes", None)
    return [] if act is None else list(act(visible))


def openings(visible: Visible) -> list[Part]:
    """Parts of `open` that read the data set's files wherever code looks for them."""
    act = getattr(_package(), "opening", None)
    return [] if act is None else [act(visible)]
