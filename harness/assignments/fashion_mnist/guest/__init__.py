"""What lets student code find Fashion-MNIST in a sandbox, wherever it looks for it."""

import functools
from pathlib import Path

from harness.guest.habits.opening import Part
from harness.guest.patches.declare import Change
from harness.guest.visible import Visible

from . import data_files, data_sources
from .names import FILES


def prepare(visible: Visible, home: Path) -> None:
    """Lays the files where ``keras.datasets.fashion_mnist.load_data()`` looks before it downloads."""
    folder = home / ".keras" / "datasets" / "fashion-mnist"
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        link = folder / name
        if not link.exists():
            link.symlink_to(visible.files / name)


def opening(visible: Visible) -> Part:
    """The part of `open` that reads the data set's files wherever code looks for them."""
    return data_files.opening(_files(visible))


def changes(visible: Visible) -> list[Change]:
    """Answers code that asks for the data set elsewhere: by file name, of OpenML, of TensorFlow Datasets, of a URL."""
    files = _files(visible)
    return [*data_files.changes(files), *data_sources.changes(visible, files)]


@functools.cache
def _files(visible: Visible) -> data_files.DataFiles:
    return data_files.DataFiles(visible)
