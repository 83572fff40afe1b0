"""All habits in one list, and what the shell is told before a student's first cell."""

import builtins
import os
from pathlib import Path
from typing import Any

from harness.wire import variables

from ..patches.declare import Change
from ..visible import Visible
from . import (
    addons,
    backend,
    colab,
    data_files,
    data_sources,
    folders,
    imports,
    keras2_calls,
    keras2_files,
    keras2_names,
    libraries,
    notebook,
    opening,
    pandas_methods,
    plots,
    scikit_wrapper,
    tensorflow1,
)


def changes(shell: Any, visible: Visible) -> list[Change]:
    """What is changed for all habits."""
    elsewhere, files = folders.Folders(), data_files.DataFiles(Path(os.environ[variables.DATA]))
    return [
        *backend.changes(),
        *keras2_names.changes(),
        *keras2_calls.changes(),
        *keras2_files.changes(),
        *tensorflow1.changes(),
        *libraries.changes(),
        *pandas_methods.changes(),
        *plots.changes(),
        *scikit_wrapper.changes(),
        *addons.changes(),
        *folders.changes(elsewhere),
        *colab.changes(elsewhere),
        *notebook.changes(shell),
        *imports.changes(shell),
        *opening.changes([folders.opening(elsewhere), data_files.opening(files)]),
        *data_files.changes(files),
        *data_sources.changes(visible, files),
    ]


def prepare(shell: Any) -> None:
    """To be called when the changes are applied."""
    notebook.prepare(shell)
    imports.prepare(shell)
    # IPython gives cells an `open` of its own.
    shell.user_ns["open"] = builtins.open
