"""Methods and arguments of Keras 2 that Keras 3 dropped."""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from .adapted import tell
from .calls import rename, renaming, wrap
from .keras2_names import OPTIMIZERS

OLD_SCORES = {"acc": "accuracy", "val_acc": "val_accuracy", "lr": "learning_rate"}
"""Old keys of a history, and the new ones."""
IDLE_IN_FIT = ("workers", "use_multiprocessing", "max_queue_size", "max_q_size", "pickle_safe", "nb_worker")
GONE = "nothing: Keras 3 needs it no longer"
IN_FIT = {"nb_epoch": "epochs", **dict.fromkeys(IDLE_IN_FIT)}
IDLE_IN_CALLBACKS = {
    "ModelCheckpoint": ("period",),
    "TensorBoard": ("write_grads", "batch_size", "embeddings_layer_names", "embeddings_data"),
}


class OldNames(dict[str, Any]):
    """A history that answers to ``acc`` for ``accuracy`` and to ``accuracy`` for ``acc``, and so on."""

    def __missing__(self, key: str) -> Any:
        other = other_score(key)
        if other is None or other not in self:
            raise KeyError(key)
        tell(f"history['{key}']", f"history['{other}']")
        return self[other]

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self or other_score(key) in self else default


def other_score(key: str) -> str | None:
    """The other name of what a history holds, or None."""
    return {**OLD_SCORES, **{new: old for old, new in OLD_SCORES.items()}}.get(key)


def attach(keras: ModuleType) -> None:
    """Lets calls of Keras 2 through. To be called after Keras is watched, so that old calls are watched as new ones."""
    for name in (*OPTIMIZERS, "AdamW"):
        if (kind := getattr(keras.optimizers, name, None)) is not None:
            wrap(kind, "__init__", _optimizer(name))
    keras.optimizers.Optimizer.lr = property(
        lambda optimizer: optimizer.learning_rate,
        lambda optimizer, rate: setattr(optimizer, "learning_rate", rate),
    )
    if not hasattr(keras.layers.Layer, "output_shape"):
        keras.layers.Layer.output_shape = _OutputShape()
    # Not on `Model`: Keras would take that for a student's own compile and not compile what it loads.
    wrap(_trainer(), "compile", _compile)
    wrap(keras.Model, "fit", _fit)
    _plural_inputs(keras)
    for name in ("predict", "evaluate"):
        wrap(keras.Model, name, renaming(name, dict.fromkeys(IDLE_IN_FIT), GONE))
    for name, method in (
        ("fit_generator", _fit_generator),
        ("evaluate_generator", _generator_for("evaluate")),
        ("predict_generator", _generator_for("predict")),
        ("predict_proba", _predict_proba),
        ("predict_classes", _predict_classes),
    ):
        if not hasattr(keras.Model, name):
            setattr(keras.Model, name, method)
    wrap(_pooling(), "__init__", _lower_padding)
    for dimensions in (1, 2, 3):
        average = getattr(keras.layers, f"AveragePooling{dimensions}D").__init__
        if len(average.__defaults__) == 4:
            # All but the pool size have a default; in Keras 2 that had one, too.
            average.__defaults__ = (2, *average.__defaults__)
    if not hasattr(keras.metrics.Metric, "reset_states"):
        keras.metrics.Metric.reset_states = keras.metrics.Metric.reset_state
    wrap(keras.callbacks.History, "on_train_begin", _old_names_in_history)
    for name in ("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau"):
        wrap(getattr(keras.callbacks, name), "on_epoch_end", _monitored)
    for name, idle in IDLE_IN_CALLBACKS.items():
        wrap(getattr(keras.callbacks, name), "__init__", renaming(name, dict.fromkeys(idle), GONE))


def _optimizer(name: str) -> Callable[..., Any]:
    def around(original: Any, *args: Any, **kwargs: Any) -> Any:
        rename(name, {"lr": "learning_rate"}, kwargs)
        for gone in ("decay", "schedule_decay"):
            if kwargs.pop(gone, None):
                tell(f"{name}({gone}=…)", "a constant rate: Keras 3 has learning-rate schedules for this")
        if "epsilon" in kwargs and kwargs["epsilon"] is None:
            del kwargs["epsilon"]
        return original(*args, **kwargs)

    return around


class _OutputShape:
    """``layer.output_shape``; an attribute of that name, set by a student's own layer, wins."""

    def __get__(self, layer: Any, kind: type | None = None) -> Any:
        if layer is None:
            return self
        return [one.shape for one in layer.output] if isinstance(layer.output, list) else layer.output.shape


def _trainer() -> type:
    """The class of Keras that defines ``compile``."""
    from keras.src.trainers.trainer import Trainer

    return Trainer


def _compile(original: Any, model: Any, *args: Any, **kwargs: Any) -> Any:
    """Metrics came third, where Keras 3 has the weights of losses."""
    if len(args) == 3 and isinstance(args[2], list) and "metrics" not in kwargs:
        *args, kwargs["metrics"] = args
        tell("compile(optimizer, loss, metrics)", "compile(optimizer, loss, metrics=metrics)")
    return original(model, *args, **kwargs)


def _plural_inputs(keras: ModuleType) -> None:
    """Keras 1 and 2.0 took ``Model(input=…, output=…)``."""
    from keras.src.models.functional import Functional

    def plural(kwargs: dict[str, Any]) -> dict[str, Any]:
        if {"input", "output"} <= set(kwargs):
            tell("Model(input=…, output=…)", "inputs and outputs")
            kwargs = {**kwargs, "inputs": kwargs["input"], "outputs": kwargs["output"]}
            del kwargs["input"], kwargs["output"]
        return kwargs

    new = keras.Model.__new__

    def new_(kind: type, *args: Any, **kwargs: Any) -> Any:
        return new(kind, *args, **plural(kwargs)) if kind is keras.Model else new(kind, *args, **kwargs)

    keras.Model.__new__ = new_
    wrap(Functional, "__init__", lambda original, *args, **kwargs: original(*args, **plural(kwargs)))


def _pooling() -> type:
    """The class that all pooling layers share."""
    from keras.src.layers.pooling.base_pooling import BasePooling

    return BasePooling


def _lower_padding(original: Any, *args: Any, **kwargs: Any) -> Any:
    """Convolutions of Keras 3 take "SAME" and pooling layers do not."""
    if isinstance(kwargs.get("padding"), str):
        kwargs["padding"] = kwargs["padding"].lower()
    return original(*args, **kwargs)


def _fit(original: Any, *args: Any, **kwargs: Any) -> Any:
    for steps in ("steps_per_epoch", "validation_steps"):
        if isinstance(kwargs.get(steps), float):
            kwargs[steps] = int(kwargs[steps])
            tell(f"fit({steps}=…) with a fraction", "the whole number below it")
    return original(*args, **rename("fit", IN_FIT, kwargs, GONE))


def _fit_generator(model: Any, generator: Any, *args: Any, **kwargs: Any) -> Any:
    # (steps_per_epoch, epochs, verbose, callbacks, validation_data, validation_steps) were positional.
    order = ("steps_per_epoch", "epochs", "verbose", "callbacks", "validation_data", "validation_steps")
    kwargs.update(zip(order, args, strict=False))
    tell("fit_generator", "fit")
    return model.fit(generator, **kwargs)


def _generator_for(name: str) -> Callable[..., Any]:
    def method(model: Any, generator: Any, steps: int | None = None, *args: Any, **kwargs: Any) -> Any:
        tell(f"{name}_generator", name)
        return getattr(model, name)(generator, steps=steps, **kwargs)

    return method


def _predict_proba(model: Any, *args: Any, **kwargs: Any) -> Any:
    tell("predict_proba", "predict")
    return model.predict(*args, **kwargs)


def _predict_classes(model: Any, *args: Any, **kwargs: Any) -> Any:
    tell("predict_classes", "predict(…).argmax(axis=-1)")
    scores = np.asarray(model.predict(*args, **kwargs))
    return scores.argmax(axis=-1) if scores.shape[-1] > 1 else (scores > 0.5).astype("int32")


def _old_names_in_history(original: Any, callback: Any, *args: Any, **kwargs: Any) -> Any:
    result = original(callback, *args, **kwargs)
    callback.history = OldNames(callback.history)
    return result


def _monitored(original: Any, callback: Any, epoch: int, logs: dict[str, Any] | None = None) -> Any:
    """Watches ``val_accuracy`` where a callback was told to watch ``val_acc``."""
    other = other_score(callback.monitor)
    if logs and callback.monitor not in logs and other in logs:
        tell(f"{type(callback).__name__}(monitor='{callback.monitor}')", other)
        callback.monitor = other
    return original(callback, epoch, logs)


def draw_if_possible(utils: ModuleType) -> None:
    """``plot_model`` and ``model_to_dot`` draw nothing, where they cannot, in place of an error."""
    wrap(utils, "plot_model", _plot_model)
    wrap(utils, "model_to_dot", _model_to_dot)


def _plot_model(original: Any, *args: Any, **kwargs: Any) -> Any:
    known = inspect.signature(original).parameters
    rename("plot_model", {name: None for name in kwargs if name not in known}, kwargs, GONE)
    try:
        return original(*args, **kwargs)
    except (ImportError, OSError):
        tell("plot_model", "an empty picture: Graphviz is not here; the feedback draws the networks")
        from PIL import Image

        # What follows often shows the file.
        Image.new("L", (1, 1), 255).save(args[1] if len(args) > 1 else kwargs.get("to_file", "model.png"))
        return None


class _EmptyDrawing:
    """What ``model_to_dot`` gives where it cannot draw."""

    def create(self, *args: Any, **kwargs: Any) -> bytes:
        return b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'

    create_svg = create


def _model_to_dot(original: Any, *args: Any, **kwargs: Any) -> Any:
    try:
        return original(*args, **kwargs)
    except (ImportError, OSError):
        tell("model_to_dot", "an empty picture: Graphviz is not here; the feedback draws the networks")
        return _EmptyDrawing()
