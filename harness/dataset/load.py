"""The split of this project, from the data to the shuffled rows."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from harness.assignments.fashion_mnist.data import source
from harness.dataset.key import load_key
from harness.dataset.split import HIDDEN_PER_CLASS, Split, make_split


def load_split(
    environ: Mapping[str, str] = os.environ,
    *,
    project: Path,
    home: Path,
    hidden_per_class: int = HIDDEN_PER_CLASS,
    allow_download: bool = True,
    say: Callable[[str], None] = print,
) -> Split:
    """Loads the data (`source.load`) and the key (`key.load_key`) and draws the split (`split.make_split`).

    Nothing of it is kept on disk: loading and drawing take about two seconds, and a file with the hidden
    labels would be one more secret to guard.

    Raises:
        UsageError: the data folder, the key or ``hidden_per_class`` is wrong.
    """
    key = load_key(home, environ)
    dataset = source.load(environ, project=project, allow_download=allow_download, say=say)
    return make_split(dataset, key, hidden_per_class)
