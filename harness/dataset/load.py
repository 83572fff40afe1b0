"""The split of this project, from the data to the shuffled rows."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from harness.dataset.dataset import DatasetSpec
from harness.dataset.key import load_key
from harness.dataset.split import Split, make_split


def load_split(
    spec: DatasetSpec,
    environ: Mapping[str, str] = os.environ,
    *,
    project: Path,
    home: Path,
    hidden_per_class: int | None = None,
    allow_download: bool = True,
    say: Callable[[str], None] = print,
) -> Split:
    """Loads the data and the key (`key.load_key`) and draws the split (`split.make_split`).

    Nothing of it is kept on disk: loading and drawing take about two seconds, and a file with the hidden
    labels would be one more secret to guard.

    Raises:
        UsageError: the data folder, the key or ``hidden_per_class`` is wrong.
    """
    key = load_key(home, environ)
    dataset = spec.load(environ, project=project, allow_download=allow_download, say=say)
    return make_split(
        dataset,
        key,
        spec.hidden_per_class if hidden_per_class is None else hidden_per_class,
        classes=spec.classes,
        train_per_class=spec.train_per_class,
        test_per_class=spec.test_per_class,
    )
