"""``merge`` of Keras 1: a function that stacked, added or multiplied, and a module of layers under the same name."""

from types import ModuleType
from typing import Any

from .adapted import tell

MODES = {
    "sum": "Add",
    "mul": "Multiply",
    "ave": "Average",
    "max": "Maximum",
    "concat": "Concatenate",
    "dot": "Dot",
}
"""What ``merge`` does, and the layer that does it."""


class Merging(ModuleType):
    """``keras.layers.merge``, which was a function beside a module of that name."""

    def __call__(
        self,
        inputs: Any,
        mode: str = "sum",
        concat_axis: int = -1,
        dot_axes: Any = -1,
        name: str | None = None,
        **_: Any,
    ) -> Any:
        if mode not in MODES:
            raise ValueError(f"merge has no mode {mode!r} in Keras 3: use a layer of keras.layers.")
        import keras

        axis = {"concat": {"axis": concat_axis}, "dot": {"axes": dot_axes}}.get(mode, {})
        tell(f"merge(mode='{mode}')", f"keras.layers.{MODES[mode]}")
        return getattr(keras.layers, MODES[mode])(name=name, **axis)(inputs)
