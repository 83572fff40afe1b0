"""Methods and arguments of Keras 2 that Keras 3 dropped."""

import inspect
import numbers
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from .. import keras_private
from ..channel import phrase
from ..patches.declare import Around, Patch, When, around, instead
from . import keras2_validation
from .adapted import tell
from .calls import rename, renaming
from .keras1 import SAMPLES, in_steps
from .keras2_dropped import OPTIMIZERS
from .keras2_names import ROOTS, patch

OLD_SCORES = {"acc": "accuracy", "val_acc": "val_accuracy", "lr": "learning_rate"}
"""Old keys of a history, and the new ones."""
IDLE_IN_FIT = ("workers", "use_multiprocessing", "max_queue_size", "max_q_size", "pickle_safe", "nb_worker")
GONE = phrase("adapted.not_needed")
IN_FIT = {"nb_epoch": "epochs", "show_accuracy": None, **dict.fromkeys(IDLE_IN_FIT)}
IDLE_IN_CALLBACKS = {
    "ModelCheckpoint": ("period",),
    "TensorBoard": ("write_grads", "batch_size", "embeddings_layer_names", "embeddings_data"),
}
OLD_SCORE_IN_NAME = re.compile(r"\{(\w+)\b")
MONITORS = ("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau")


class OldNames(dict[str, Any]):
    """A history, or what callbacks are told, that answers to ``acc`` for ``accuracy`` and to ``accuracy`` for ``acc``, and
    so on."""

    called = "history"

    def __missing__(self, key: str) -> Any:
        other = other_score(key)
        if other is None or other not in self:
            raise KeyError(key)
        tell(f"{self.called}['{key}']", f"{self.called}['{other}']")
        return self[other]

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self or other_score(key) in self else default


class OldLogs(OldNames):
    """What Keras tells a callback."""

    called = "logs"


def other_score(key: str) -> str | None:
    """The other name of what a history holds, or None."""
    return {**OLD_SCORES, **{new: old for old, new in OLD_SCORES.items()}}.get(key)


def changes() -> list[Patch]:
    """Of optimizers, layers, networks, metrics, callbacks and the drawing of networks."""
    called: list[tuple[str, Around]] = [
        *((f"optimizers.{name}.__init__", _optimizer(name)) for name in (*OPTIMIZERS, "AdamW")),
        ("Model.fit", _fit),
        *(
            (f"Model.{name}", renaming(name, dict.fromkeys(IDLE_IN_FIT), GONE))
            for name in ("predict", "evaluate")
        ),
        ("callbacks.History.on_train_begin", _old_names_in_history),
        *((f"callbacks.{name}.on_epoch_end", _monitored) for name in MONITORS),
        *(
            (f"callbacks.{name}.__init__", renaming(name, dict.fromkeys(idle), GONE))
            for name, idle in IDLE_IN_CALLBACKS.items()
        ),
    ]
    renamed = "Takes the arguments of Keras 2."
    return [
        *(patch(path, renamed, around(function)) for path, function in called),
        *_private_classes(),
        *_dropped(),
        patch("Model.__new__", "Takes input and output.", _plural_new),
        *(
            patch(f"layers.AveragePooling{n}D.__init__.__defaults__", "Has a pool size.", _default_pool)
            for n in (1, 2, 3)
        ),
        *(
            Patch(f"{root}.utils", name, "Draws nothing where it cannot.", around(function))
            for root in ROOTS
            for name, function in (("plot_model", _plot_model), ("model_to_dot", _model_to_dot))
        ),
    ]


def _private_classes() -> list[Patch]:
    return [
        patch("pythonify_logs", "Old names.", around(_old_names_in_logs), owner=keras_private.python_utils),
        patch("__init__", "Takes input and output.", around(_plural), owner=keras_private.functional),
        patch("__init__", "Takes SAME.", around(_lower_padding), owner=keras_private.base_pooling),
    ]


def _dropped() -> list[Patch]:
    """Methods and attributes that Keras 3 has no longer."""
    methods: dict[str, Any] = {
        "metrics.Metric.reset_states": _reset_states,
        "Model.fit_generator": _fit_generator,
        "Model.evaluate_generator": _generator_for("evaluate"),
        "Model.predict_generator": _generator_for("predict"),
        "Model.predict_proba": _predict_proba,
        "Model.predict_classes": _predict_classes,
    }
    rate = property(
        lambda optimizer: optimizer.learning_rate,
        lambda optimizer, rate: setattr(optimizer, "learning_rate", rate),
    )
    does = "Offers what Keras 3 dropped."
    missing = [patch(path, does, instead(value), when=When.MISSING) for path, value in methods.items()]
    return [*missing, patch("optimizers.Optimizer.lr", does, instead(rate), when=When.EITHER)]


def _default_pool(defaults: tuple[Any, ...]) -> tuple[Any, ...]:
    """All but the pool size have a default; in Keras 2 that had one, too."""
    return (2, *defaults) if len(defaults) == 4 else defaults


def _reset_states(metric: Any) -> None:
    metric.reset_state()


def _optimizer(name: str) -> Callable[..., Any]:
    def around(original: Any, *args: Any, **kwargs: Any) -> Any:
        rename(name, {"lr": "learning_rate"}, kwargs)
        for gone in ("decay", "schedule_decay"):
            if kwargs.pop(gone, None):
                tell(f"{name}({gone}=…)", phrase("adapted.constant_rate"))
        if "epsilon" in kwargs and kwargs["epsilon"] is None:
            del kwargs["epsilon"]
        if len(args) > 1:
            args = (args[0], _as_float(args[1]), *args[2:])
        elif "learning_rate" in kwargs:
            kwargs["learning_rate"] = _as_float(kwargs["learning_rate"])
        return original(*args, **kwargs)

    return around


def _as_float(rate: Any) -> Any:
    """A rate as Keras 3 wants it: of the numbers it takes Python's own float alone."""
    return float(rate) if isinstance(rate, (numbers.Real, np.number)) else rate


def _plural_arguments(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Keras 1 and 2.0 took ``Model(input=…, output=…)``."""
    if {"input", "output"} <= set(kwargs):
        tell("Model(input=…, output=…)", "Model(inputs=…, outputs=…)")
        kwargs = {**kwargs, "inputs": kwargs["input"], "outputs": kwargs["output"]}
        del kwargs["input"], kwargs["output"]
    return kwargs


def _plural(original: Any, *args: Any, **kwargs: Any) -> Any:
    return original(*args, **_plural_arguments(kwargs))


def _plural_new(original: Any) -> Any:
    import keras

    def new(kind: type, *args: Any, **kwargs: Any) -> Any:
        return original(kind, *args, **_plural_arguments(kwargs) if kind is keras.Model else kwargs)

    return new


def _lower_padding(original: Any, *args: Any, **kwargs: Any) -> Any:
    """Convolutions of Keras 3 take "SAME" and pooling layers do not."""
    if isinstance(kwargs.get("padding"), str):
        kwargs["padding"] = kwargs["padding"].lower()
    return original(*args, **kwargs)


def _fit(original: Any, *args: Any, **kwargs: Any) -> Any:
    for steps in ("steps_per_epoch", "validation_steps"):
        if isinstance(kwargs.get(steps), float):
            kwargs[steps] = int(kwargs[steps])
            tell(phrase("adapted.with_fraction", call=f"fit({steps}=…)"), phrase("adapted.whole_number"))
    keras2_validation.lend(args, kwargs)
    return original(*args, **rename("fit", IN_FIT, kwargs, GONE))


def _fit_generator(model: Any, generator: Any, *args: Any, **kwargs: Any) -> Any:
    # (steps_per_epoch, epochs, verbose, callbacks, validation_data, validation_steps) were positional; in Keras 1 the
    # steps were images.
    order = ["steps_per_epoch", "epochs", "verbose", "callbacks", "validation_data", "validation_steps"]
    if {"nb_epoch", "samples_per_epoch", "nb_val_samples"} & set(kwargs):
        order[0], order[-1] = SAMPLES
    kwargs.update(zip(order, args, strict=False))
    tell("fit_generator", "fit")
    generator, validation = in_steps(generator, kwargs, kwargs.get("validation_data"))
    if validation is not None:
        kwargs["validation_data"] = validation
    return model.fit(generator, **kwargs)


def _generator_for(name: str) -> Callable[..., Any]:
    def method(model: Any, generator: Any, steps: int | None = None, *args: Any, **kwargs: Any) -> Any:
        tell(f"{name}_generator", name)
        if "val_samples" in kwargs:
            counted = {"samples_per_epoch": kwargs.pop("val_samples")}
            generator, _ = in_steps(generator, counted)
            steps = counted.get("steps_per_epoch", steps)
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


def _old_names_in_logs(original: Any, logs: Any) -> Any:
    found = original(logs)
    return OldLogs(found) if type(found) is dict else found


def _monitored(original: Any, callback: Any, epoch: int, logs: dict[str, Any] | None = None) -> Any:
    """Watches ``val_accuracy`` where a callback was told to watch ``val_acc``."""
    other = other_score(callback.monitor)
    if logs and callback.monitor not in logs and other in logs:
        tell(f"{type(callback).__name__}(monitor='{callback.monitor}')", other)
        callback.monitor = other
    if logs and isinstance(path := getattr(callback, "filepath", None), str):
        callback.filepath = OLD_SCORE_IN_NAME.sub(lambda found: _present(found, logs), path)
    return original(callback, epoch, logs)


def _present(found: re.Match[str], logs: dict[str, Any]) -> str:
    """A score in the name of a file, under the name that it has in ``logs``."""
    other = other_score(found[1])
    return found[0] if found[1] in logs or other not in logs else f"{{{other}"


def _plot_model(original: Any, *args: Any, **kwargs: Any) -> Any:
    known = inspect.signature(original).parameters
    rename("plot_model", {name: None for name in kwargs if name not in known}, kwargs, GONE)
    try:
        return original(*args, **kwargs)
    except (ImportError, OSError):
        tell("plot_model", phrase("adapted.no_graphviz"))
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
        tell("model_to_dot", phrase("adapted.no_graphviz"))
        return _EmptyDrawing()
