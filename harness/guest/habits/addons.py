"""As much of TensorFlow Addons, which is no longer maintained, as Keras took over."""

from types import ModuleType
from typing import Any

from ..patches.declare import Offer
from .adapted import tell

NAME = "tensorflow_addons"
OPTIMIZERS = {"AdamW": "AdamW", "LAMB": "Lamb"}
"""Optimizers of the addons, and those of Keras."""


def changes() -> list[Offer]:
    """The package and its parts."""
    parts = {NAME: _addons, f"{NAME}.metrics": _metrics, f"{NAME}.optimizers": _optimizers}
    return [Offer(parts.get, "TensorFlow Addons, as much of it as Keras took over.")]


def _addons() -> ModuleType:
    module = ModuleType(NAME)
    module.__version__ = "0.23.0"  # type: ignore[attr-defined]
    module.metrics, module.optimizers = _metrics(), _optimizers()  # type: ignore[attr-defined]
    return module


def _metrics() -> ModuleType:
    import keras

    class F1Score(keras.metrics.F1Score):  # type: ignore[misc]
        """Asks, as the addons did, for the number of classes; Keras sees it in the labels."""

        def __init__(self, num_classes: int, average: Any = None, threshold: Any = None,
                     name: str = "f1_score", dtype: Any = None) -> None:  # fmt: skip
            super().__init__(average=average, threshold=threshold, name=name, dtype=dtype)
            self.num_classes = num_classes

        def get_config(self) -> dict[str, Any]:
            return {**super().get_config(), "num_classes": self.num_classes}

    tell(f"{NAME}.metrics.F1Score", "keras.metrics.F1Score")
    module = ModuleType(f"{NAME}.metrics")
    module.F1Score = F1Score  # type: ignore[attr-defined]
    return module


def _optimizers() -> ModuleType:
    import keras

    module = ModuleType(f"{NAME}.optimizers")
    module.__dict__.update({old: getattr(keras.optimizers, new) for old, new in OPTIMIZERS.items()})
    return module
