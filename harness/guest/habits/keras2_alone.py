"""What Keras 2 took alone, and Keras 3 takes in a list: a metric, a layer. And the private name of a metric."""

import functools
from typing import Any

from .. import keras_private
from ..channel import phrase
from ..patches.declare import Patch, When, around, instead
from .adapted import tell
from .keras2_names import patch

LISTED = ("metrics", "weighted_metrics")


class _Name:
    """The name that a metric has; one that is assigned wins, as it does with an attribute."""

    def __get__(self, metric: Any, owner: type | None = None) -> Any:
        return self if metric is None else metric.name


def changes() -> list[Patch]:
    """Of networks, as they are made and compiled, and of metrics."""
    return [
        # Not `compile` of `Model`: Keras would take that for a student's own and not compile what it loads.
        patch("compile", "Takes metrics third, or one alone.", around(_compile), owner=keras_private.trainer),
        patch("Sequential.__init__", "Takes a layer alone.", _sequential),
        patch("metrics.Metric._name", "Offers its name.", instead(_Name()), when=When.MISSING),
    ]


def _compile(original: Any, model: Any, *args: Any, **kwargs: Any) -> Any:
    """Metrics came third, where Keras 3 has the weights of losses; one metric needed no list."""
    if len(args) == 3 and isinstance(args[2], (list, str)) and "metrics" not in kwargs:
        optimizer, loss, kwargs["metrics"] = args
        args = (optimizer, loss)
        tell("compile(optimizer, loss, metrics)", "compile(optimizer, loss, metrics=metrics)")
    for name in LISTED:
        metric = kwargs.get(name)
        if metric is not None and not isinstance(metric, (list, tuple, dict)):
            kwargs[name] = [metric]
            tell(phrase("adapted.of_one_metric", call=f"compile({name}=…)"), f"{name}=[…]")
    return original(model, *args, **kwargs)


def _sequential(original: Any) -> Any:
    # Keras looks at the names of the arguments.
    @functools.wraps(original)
    def init(self: Any, layers: Any = None, trainable: bool = True, name: str | None = None) -> None:
        import keras

        if isinstance(layers, keras.Layer):
            layers = [layers]
            tell("Sequential(layer)", "Sequential([layer])")
        original(self, layers, trainable=trainable, name=name)

    return init
