"""Splits as TensorFlow Datasets and Hugging Face write them: ``train``, ``test[:10%]``, ``train+test``."""

import numpy as np

from harness.guest.visible import Visible

PARTS = ("train", "test")


def rows(visible: Visible, split: str) -> tuple[np.ndarray, np.ndarray]:
    """Images, uint8 (N, H, W), and labels, int64 (N,), of a split.

    Raises:
        ValueError: there is no such split.
    """
    found = [_one(visible, part.strip()) for part in str(split).split("+")]
    images, labels = ([pair[place] for pair in found] for place in (0, 1))
    if len(found) == 1:
        return images[0], labels[0]
    return np.concatenate(images), np.concatenate(labels)


def _one(visible: Visible, split: str) -> tuple[np.ndarray, np.ndarray]:
    name, _, cut = split.partition("[")
    if name == "all":
        return rows(visible, "+".join(PARTS))
    if name not in PARTS:
        raise ValueError(f"Unknown split {split!r}: there are {' and '.join(PARTS)}.")
    images, labels = visible.part(name)
    taken = _cut(cut.rstrip("]"), len(images))
    return images[taken], labels[taken].astype(np.int64)


def _cut(text: str, count: int) -> slice:
    """``:80%`` or ``100:200`` as rows."""

    def row(one: str) -> int | None:
        if not one:
            return None
        return round(count * float(one[:-1]) / 100) if one.endswith("%") else int(one)

    first, colon, last = text.partition(":")
    return slice(row(first), row(last)) if colon else slice(None)
