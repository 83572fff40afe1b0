"""Answers student code that asks scikit-learn for the digits, with the visible split."""

from typing import Any

import numpy as np

from harness.guest.habits.adapted import tell
from harness.guest.patches.declare import Change, Layer, Patch, around
from harness.guest.visible import Visible


def changes(visible: Visible) -> list[Change]:
    """``load_digits`` gives the visible images: those for training first, then those for tests."""

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

    does = "Gives the visible digits where scikit-learn's are asked for."
    return [Patch("sklearn.datasets", "load_digits", does, around(load_digits), Layer.DATA)]
