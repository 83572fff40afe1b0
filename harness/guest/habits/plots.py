"""How matplotlib, seaborn, scikit-learn and scikit-plot were asked for pictures."""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from ..channel import phrase
from ..patches.declare import Change, Offer, Patch, When, around, instead
from .adapted import tell
from .calls import renaming

AXES: dict[str, dict[str, str | None]] = {
    "hist": {"normed": "density"},
    "boxplot": {"labels": "tick_labels"},
    "grid": {"b": "visible"},
    "plot": {"axes": None},
}
"""Dropped arguments of matplotlib's plots, and the new ones; lines were given the axes that drew them."""
THE_SAME = phrase("adapted.same_axes")
PLACES = ("x", "y", "hue", "data")
PLOTS = (
    *("barplot", "boxplot", "countplot", "lineplot", "pointplot"),
    *("scatterplot", "stripplot", "swarmplot", "violinplot"),
)
"""Plots of seaborn that took ``PLACES`` by place."""


def changes() -> list[Change]:
    """Calls, styles and modules."""
    renamed = "Gives old arguments their new names."
    changes: list[Change] = [Offer(_scikitplot, "The confusion matrix of scikit-plot.")]
    for name, names in AXES.items():
        make = around(renaming(name, names, THE_SAME))
        changes.append(Patch("matplotlib.axes._axes", f"Axes.{name}", renamed, make))
        changes.append(Patch("matplotlib.pyplot", name, renamed, make))
    by_place = "Takes columns by place."
    changes.extend(Patch("seaborn", name, by_place, around(_by_place(name))) for name in PLOTS)
    changes.append(Patch("matplotlib.style", "use", "Finds the styles of seaborn.", around(_use_style)))
    dropped = "Offers what scikit-learn dropped."
    make = instead(_plot_confusion_matrix)
    changes.append(Patch("sklearn.metrics", "plot_confusion_matrix", dropped, make, when=When.MISSING))
    return changes


def _use_style(original: Any, name: Any) -> None:
    original([_style(one) for one in name] if isinstance(name, (list, tuple)) else _style(name))


def _style(name: Any) -> Any:
    """The styles of seaborn have the version in their names."""
    from matplotlib import style

    if not isinstance(name, str) or not name.startswith("seaborn") or name in style.available:
        return name
    new = f"seaborn-v0_8{name.removeprefix('seaborn')}"
    if new not in style.available:
        return name
    tell(phrase("adapted.style", name=name), new)
    return new


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


def _plot_confusion_matrix(estimator: Any, X: Any, y_true: Any, **kwargs: Any) -> Any:
    from sklearn.metrics import ConfusionMatrixDisplay

    tell("sklearn.metrics.plot_confusion_matrix", "ConfusionMatrixDisplay.from_estimator")
    return ConfusionMatrixDisplay.from_estimator(estimator, X, y_true, **kwargs)


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
        tell("scikitplot", phrase("adapted.matrix_alone"))
        module = ModuleType(name)
        if name == "scikitplot":
            module.metrics = SimpleNamespace(plot_confusion_matrix=plot)  # type: ignore[attr-defined]
        else:
            module.plot_confusion_matrix = plot  # type: ignore[attr-defined]
        return module

    return make if name in ("scikitplot", "scikitplot.metrics", "scikitplot.plotters") else None
