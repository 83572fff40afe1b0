"""In which order the labels that a network is taught stand for the classes: scikit-learn and pandas number names as they sort."""

import numpy as np

SAME = 0.99
"""The share of labels that are those of the images, of labels that are right."""
TIMES = 3
"""So many labels of each class, on the average: fewer wrong ones may belong to one class each by chance."""


def compared(given: np.ndarray, labels: np.ndarray, classes: int) -> tuple[float | None, list[int]]:
    """Compares the labels (N,) that a network was ``given`` with those of the images, ``labels`` int (N,).

    Returns the share that agrees, in whichever order they stand for the classes, and the class that each number stands for
    where that is another. Where an order is seen, but not of all classes, neither is known: None and nothing.
    """
    agree = float((given == labels).mean())
    if agree >= SAME or not set(np.unique(given)) <= set(range(classes)):
        return agree, []
    table = np.zeros((classes, classes), int)
    np.add.at(table, (given.astype(int), labels), 1)
    rows = np.flatnonzero(table.any(axis=1))
    stands_for = {int(row): int(table[row].argmax()) for row in rows}
    right = table.max(axis=1).sum() / len(labels)
    if right < SAME or len(set(stands_for.values())) < len(rows) or len(labels) < TIMES * len(rows):
        return agree, []
    missing = [sorted(set(range(classes)) - some) for some in (set(stands_for), set(stands_for.values()))]
    if len(missing[0]) > 1:
        return None, []
    stands_for |= dict(zip(*missing, strict=True))
    return float(right), [stands_for[place] for place in range(classes)]
