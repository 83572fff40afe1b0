"""How matplotlib, seaborn, scikit-learn and scikit-plot were asked for pictures."""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from ..import_hook import after_import
from . import fallback
from .adapted import tell
from .calls import renaming, wrap

AXES: dict[str, dict[str, str | None]] = {
    "hist": {"normed": "density"},
    "boxplot": {"labels": "tick_labels"},
    "grid": {"b": "visible"},
}
"""Dropped arguments of matplotlib's plots, and the new ones."""
PLACES = ("x", "y", "hue", "data")
PLOTS = (
    *("barplot", "boxplot", "countplot", "lineplot", "pointplot"),
    *("scatterplot", "stripplot", "swarmplot", "violinplot"),
)
"""Plots of seaborn that took ``PLACES`` by place."""


def attach() -> None:
    """Lets old calls through from now on."""
    after_import("matplotlib.style", _styles)
    after_import("matplotlib.axes", lambda module: _rename(module.Axes))
    after_import("matplotlib.pyplot", _rename)
    after_import("seaborn", _seaborn)
    after_import("sklearn.metrics", _plotted_matrix)
    fallback.modules(_scikitplot)


def _styles(style: ModuleType) -> None:
    """The styles of seaborn have the version in their names."""

    def named(name: Any) -> Any:
        if not isinstance(name, str) or not name.startswith("seaborn") or name in style.available:
            return name
        new = f"seaborn-v0_8{name.removeprefix('seaborn')}"
        if new not in style.available:
            return name
        tell(f"the style {name}", new)
        return new

    def use(original: Any, name: Any) -> None:
        original([named(one) for one in name] if isinstance(name, (list, tuple)) else named(name))

    wrap(style, "use", use)


def _rename(owner: Any) -> None:
    """``owner`` is pyplot, or the class of its axes."""
    for name, renamed in AXES.items():
        wrap(owner, name, renaming(name, renamed))


def _seaborn(seaborn: ModuleType) -> None:
    for name in PLOTS:
        wrap(seaborn, name, _by_place(name))


def _by_place(name: str) -> Callable[..., Any]:
    """``plot(x, y)`` and ``plot("column", data=table)``, where seaborn takes the data alone by place."""

    def plot(original: Any, *args: Any, **kwargs: Any) -> Any:
        # A column alone would be counted row by row.
        alone = name == "countplot" and args and np.ndim(args[0]) == 1
        if len(args) > 1 or alone or (args and "data" in kwargs):
            kwargs.update(zip(PLACES, args, strict=False))
            args = ()
            tell(f"seaborn.{name}(x, y)", f"{name}(x=x, y=y)")
        return original(*args, **kwargs)

    return plot


def _plotted_matrix(metrics: ModuleType) -> None:
    if hasattr(metrics, "plot_confusion_matrix"):
        return

    def plot(estimator: Any, X: Any, y_true: Any, **kwargs: Any) -> Any:
        tell("sklearn.metrics.plot_confusion_matrix", "ConfusionMatrixDisplay.from_estimator")
        return metrics.ConfusionMatrixDisplay.from_estimator(estimator, X, y_true, **kwargs)

    metrics.plot_confusion_matrix = plot  # type: ignore[attr-defined]


def _scikitplot(name: str) -> Callable[[], ModuleType] | None:
    """scikit-plot, which does not run on SciPy as it is now: its picture of a confusion matrix."""

    def plot(y_true: Any, y_pred: Any, normalize: bool = False, title: Any = None, cmap: Any = None,
             ax: Any = None, figsize: Any = None, **_: Any) -> Any:  # fmt: skip
        import matplotlib.pyplot as plt
        from sklearn.metrics import ConfusionMatrixDisplay

        axes = ax if ax is not None else plt.subplots(figsize=figsize)[1]
        shown = ConfusionMatrixDisplay.from_predictions(
            y_true, y_pred, normalize="true" if normalize else None, cmap=cmap or "Blues", ax=axes
        )
        axes.set_title(title or "Confusion Matrix")
        return shown.ax_

    def make() -> ModuleType:
        tell("scikitplot", "its confusion matrix alone, drawn by scikit-learn")
        module = ModuleType(name)
        if name == "scikitplot":
            module.metrics = SimpleNamespace(plot_confusion_matrix=plot)  # type: ignore[attr-defined]
        else:
            module.plot_confusion_matrix = plot  # type: ignore[attr-defined]
        return module

    return make if name in ("scikitplot", "scikitplot.metrics", "scikitplot.plotters") else None
