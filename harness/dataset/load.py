"""The split of this project, from the data to the shuffled rows."""

import functools
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from harness.dataset.dataset import DatasetSpec
from harness.dataset.drawing import Drawing, kept
from harness.dataset.key import load_key
from harness.dataset.split import make_split


def load_drawing(
    spec: DatasetSpec,
    environ: Mapping[str, str] = os.environ,
    *,
    project: Path,
    home: Path,
    work: Path | None = None,
    hidden_per_class: int | None = None,
    allow_download: bool = True,
    say: Callable[[str], None] = print,
) -> Drawing:
    """Finds the data and the key (`key.load_key`); the split (`split.make_split`) is drawn when its images are needed.

    Its id and the statistics of its visible part are kept below ``work``, where that is given. The split itself is never
    kept: loading and drawing take about two seconds, and a file with the hidden labels would be one more secret.

    Raises:
        UsageError: the data folder, the key or ``hidden_per_class`` is wrong.
    """
    key = load_key(home, environ, say)
    dataset = spec.load(environ, project=project, allow_download=allow_download, say=say)
    hidden = spec.hidden_per_class if hidden_per_class is None else hidden_per_class
    draw = functools.partial(
        make_split,
        dataset,
        key,
        hidden,
        classes=spec.classes,
        train_per_class=spec.train_per_class,
        test_per_class=spec.test_per_class,
    )
    sizes = (hidden, spec.train_per_class, spec.test_per_class)
    if work is None:
        return Drawing.of(draw(), len(spec.classes), key)
    return kept(work / "splits", dataset, key, sizes, len(spec.classes), draw)
