"""Puts all of it in place, before a student's first cell."""

import builtins
from typing import Any

from .. import assignment
from ..import_hook import after_import
from ..visible import Visible
from . import (
    addons,
    backend,
    colab,
    folders,
    imports,
    keras2_calls,
    keras2_files,
    keras2_names,
    libraries,
    notebook,
    pandas_methods,
    plots,
    scikit_wrapper,
    tensorflow1,
)


def start(shell: Any, visible: Visible) -> None:
    """To be called after Keras is watched: an old call is then seen as the new one that it becomes."""
    backend.attach()
    keras2_names.attach()
    after_import("keras", keras2_calls.attach)
    after_import("keras", keras2_files.attach)
    for root in keras2_names.ROOTS:
        after_import(f"{root}.utils", keras2_calls.draw_if_possible)
        after_import(f"{root}.models", keras2_files.load_any)
        after_import(f"{root}.saving", keras2_files.load_any)
    tensorflow1.attach()
    libraries.attach()
    pandas_methods.attach()
    plots.attach()
    scikit_wrapper.attach()
    addons.attach()
    elsewhere = folders.Folders()
    folders.attach(elsewhere)
    colab.attach(elsewhere)
    notebook.attach(shell)
    imports.attach(shell)
    after_import("matplotlib", notebook.any_backend)
    assignment.attach(visible)
    # IPython gives cells an `open` of its own.
    shell.user_ns["open"] = builtins.open
