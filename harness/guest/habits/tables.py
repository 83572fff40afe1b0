"""What OpenML gives, for code of either time: scikit-learn gave arrays until 0.24, and tables of pandas since."""

from typing import Any

import numpy as np

from ..channel import phrase
from .adapted import asked_by_a_package, tell

TOLD = (phrase("adapted.openml_table"), phrase("adapted.openml_array"))


class Rows(np.ndarray):
    """An array that lends what it lacks, such as ``iloc``, ``values`` and ``head``, from a table of the same content.

    Only student code gets it: packages ask for such names to learn whether something is a table.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or asked_by_a_package(1):
            raise AttributeError(f"'numpy.ndarray' object has no attribute '{name}'")
        value = getattr(table(self), name)
        tell(*TOLD)
        return value

    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(key)
        except IndexError:
            if not _names(key):
                raise
        tell(*TOLD)
        return table(self)[key]

    def __array_wrap__(self, array: Any, context: Any = None, return_scalar: bool = False) -> Any:
        return array[()] if return_scalar else super().__array_wrap__(array, context, return_scalar)

    def __reduce__(self) -> Any:
        return np.asarray(self).__reduce__()


def _names(key: Any) -> bool:
    return isinstance(key, str) or (isinstance(key, list) and all(isinstance(one, str) for one in key))


def columns(pixels: int) -> list[str]:
    """The names that OpenML gives to pixels."""
    return [f"pixel{i}" for i in range(1, pixels + 1)]


def table(array: np.ndarray) -> Any:
    """The images, or the labels, as pandas holds them."""
    import pandas as pd

    plain = np.asarray(array)
    if plain.ndim == 2:
        return pd.DataFrame(plain, columns=columns(plain.shape[1]) if plain.shape[1] > 1 else None)
    return pd.Series(plain, name="class").astype("category" if plain.dtype == object else plain.dtype)
