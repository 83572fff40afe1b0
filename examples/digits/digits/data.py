"""The 1,797 digits of scikit-learn: 8 by 8 pixels of 0 to 16, ten classes (Alpaydin and Kaynak 1998, UCI)."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from harness.dataset.dataset import Dataset, DatasetSpec, Visible
from harness.evidence.provenance.sources import DataCalls


def load(
    environ: Mapping[str, str], *, project: Path, allow_download: bool, say: Callable[[str], None]
) -> Dataset:
    """All digits, from the installed scikit-learn."""
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    return Dataset.of(
        images.reshape(-1, 8, 8).astype(np.uint8),
        labels.astype(np.uint8),
        origin="The digits that scikit-learn brings.",
        stand_in=False,
        verified=True,
    )


def files(visible: Visible) -> dict[str, bytes]:
    """Nothing: code asks scikit-learn for the digits, and ``guest`` answers."""
    return {}


DIGITS = DatasetSpec(
    name="digits",
    classes=tuple(str(digit) for digit in range(10)),
    image_shape=(8, 8),
    train_per_class=100,
    test_per_class=30,
    hidden_per_class=40,
    load=load,
    files=files,
    calls=DataCalls(readers=frozenset({"load_digits"}), own="digits", others="$^"),
    loading="sklearn.datasets.load_digits()",
)
