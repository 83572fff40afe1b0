"""All habits in one list, and what the shell is told before a student's first cell."""

import builtins
from typing import Any

from .. import assignment
from ..patches.declare import Change
from ..visible import Visible
from . import (
    addons,
    backend,
    colab,
    devices,
    folders,
    imports,
    keras1,
    keras2_alone,
    keras2_calls,
    keras2_files,
    keras2_names,
    keras2_shapes,
    keras2_validation,
    libraries,
    loggers,
    notebook,
    opening,
    pandas_methods,
    plots,
    scikit_wrapper,
    scripts,
    streams,
    tensorflow1,
    windows,
)


def changes(shell: Any, visible: Visible) -> list[Change]:
    """What is changed for all habits."""
    elsewhere = folders.Folders()
    return [
        *backend.changes(),
        *keras2_names.changes(),
        *keras2_alone.changes(),
        *keras2_calls.changes(),
        *keras2_files.changes(),
        *keras2_shapes.changes(),
        *keras2_validation.changes(),
        *keras1.changes(),
        *tensorflow1.changes(),
        *devices.changes(),
        *loggers.changes(),
        *windows.changes(),
        *libraries.changes(),
        *pandas_methods.changes(),
        *plots.changes(),
        *scikit_wrapper.changes(),
        *addons.changes(),
        *folders.changes(elsewhere),
        *colab.changes(elsewhere),
        *notebook.changes(shell),
        *streams.changes(),
        *scripts.changes(shell),
        *imports.changes(shell),
        *opening.changes([folders.opening(elsewhere), *assignment.openings(visible)]),
        *assignment.changes(visible),
    ]


def prepare(shell: Any) -> None:
    """To be called when the changes are applied."""
    notebook.prepare(shell)
    imports.prepare(shell)
    # IPython gives cells an `open` of its own.
    shell.user_ns["open"] = builtins.open
