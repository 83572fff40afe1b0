"""Answers student code that asks scikit-learn for the digits, with the visible split."""

from types import ModuleType
from typing import Any

import numpy as np

from harness.guest.habits.adapted import tell
from harness.guest.habits.calls import wrap
from harness.guest.import_hook import after_import
from harness.guest.visible import Visible


def attach(visible: Visible) -> None:
    """From now on ``load_digits`` gives the visible images: those for training first, then those for tests."""

    def load_digits(
        original: Any, *, n_class: int = 10, return_X_y: bool = False, as_frame: bool = False
    ) -> Any:
        tell("load_digits", "the visible digits, training images first")
        keep = visible.labels < n_class
        images, target = visible.images[keep].astype(np.float64), visible.labels[keep]
        data: Any = images.reshape(len(images), -1)
        if as_frame:
            import pandas as pd

            data, target = pd.DataFrame(data), pd.Series(target, name="target")
        if return_X_y:
            return data, target
        from sklearn.utils import Bunch

        names = np.arange(n_class)
        return Bunch(data=data, target=target, images=images, target_names=names, DESCR="digits")

    def wrapped(datasets: ModuleType) -> None:
        wrap(datasets, "load_digits", load_digits)

    after_import("sklearn.datasets", wrapped)
