"""Watches Keras: every ``fit`` is reported as it goes, and its network is exported as soon as it ends."""

import functools
import inspect
import os
import shutil
import time
import weakref
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from . import inputs
from .channel import never_in_the_way, plain, send
from .visible import Visible

SMOKE_STEPS = 3


class KerasWatch:
    """What was seen of each network. A network is known by ``m1``, ``m2``, … in the order of its first fit."""

    def __init__(self, out: Path, smoke: bool, training_ends: float) -> None:
        self.out = out
        self.smoke = smoke
        self.training_ends = training_ends
        self.visible = Visible.of_sandbox()
        self.mapped: set[str] = set()
        self._ids: dict[int, tuple[str, weakref.ref[Any]]] = {}
        self._prints: dict[str, float] = {}
        self._trained: set[str] = set()
        self._fits = 0
        self._models = 0
        self.inside = False

    def attach(self, keras: ModuleType) -> None:
        """Wraps ``keras.Model``; Sequential, functional and subclassed networks all inherit from it."""
        self.keras = keras
        model = keras.Model
        model.fit = self._watched_fit(model.fit)
        for name in ("predict", "evaluate"):
            setattr(model, name, self._watched_use(getattr(model, name)))

    def id_of(self, model: Any) -> str:
        """The network's id, given out on first sight."""
        known = self._ids.get(id(model))
        if known is not None and known[1]() is model:
            return known[0]
        self._models += 1
        name = f"m{self._models}"
        self._ids[id(model)] = (name, weakref.ref(model))
        return name

    def known(self, model: Any) -> str | None:
        """The network's id if it was seen before."""
        known = self._ids.get(id(model))
        return known[0] if known is not None and known[1]() is model else None

    def models(self) -> list[tuple[str, Any]]:
        """All networks seen that still live."""
        return [(name, model) for name, ref in self._ids.values() if (model := ref()) is not None]

    def next_fit(self) -> str:
        """The key of a fit that begins: ``f1``, ``f2``, …"""
        self._fits += 1
        return f"f{self._fits}"

    def _watched_fit(self, original: Any) -> Any:
        signature = inspect.signature(original)

        @functools.wraps(original)
        def fit(model: Any, *args: Any, **kwargs: Any) -> Any:
            if self.inside:
                return original(model, *args, **kwargs)
            try:
                bound = signature.bind(model, *args, **kwargs)
            except TypeError:
                return original(model, *args, **kwargs)  # raises the message that Keras has for it
            self.inside = True
            started, history, progress = time.monotonic(), None, None
            fit_id = self.next_fit()
            try:
                with never_in_the_way("looking at fit"):
                    progress = self._begin(model, bound.arguments, fit_id)
                history = original(*bound.args, **bound.kwargs)
                return history
            finally:
                self.inside = False
                with never_in_the_way("keeping the trained network"):
                    self._end(model, fit_id, history, time.monotonic() - started, progress)

        return fit

    def _begin(self, model: Any, arguments: dict[str, Any], fit_id: str) -> Any:
        """Reports what the fit is given, and adds the callback that follows it, which is returned."""
        if self.smoke:
            self._cut(arguments)
        model_id, epochs = self.id_of(model), int(arguments.get("epochs", 1))
        start = {"event": "fit", "state": "begin", "fit": fit_id, "model": model_id, "name": str(model.name)}
        send({**start, "epochs": epochs})
        # First of all, so that a fit is ended whatever becomes of the look at its input.
        most_steps = SMOKE_STEPS if self.smoke else None
        callback = _progress(self.keras, fit_id, epochs, self.training_ends, most_steps)
        callbacks = arguments.get("callbacks")
        if hasattr(callbacks, "append") and not isinstance(callbacks, list):
            callbacks.append(callback)
        else:
            given = (
                []
                if callbacks is None
                else callbacks
                if isinstance(callbacks, (list, tuple))
                else [callbacks]
            )
            arguments["callbacks"] = [*given, callback]
        arguments["x"], seen, labels, total = inputs.peek(arguments.get("x"))
        facts = inputs.describe(seen, labels if labels is not None else arguments.get("y"), self.visible)
        if facts["mapping"] is None and (validation := arguments.get("validation_data")) is not None:
            # Augmented training rows match no raw image; the rows they are validated on usually do.
            if isinstance(validation, (tuple, list)):
                _, seen, _, _ = inputs.peek(validation[0])
            else:
                arguments["validation_data"], seen, _, _ = inputs.peek(validation)
            facts["mapping"] = inputs.describe(seen, None, self.visible)["mapping"]
        if facts["mapping"] is not None:
            self.mapped.add(model_id)
        send({"event": "input", "fit": fit_id, "model": model_id, "total": total, **facts})
        return callback

    def _cut(self, arguments: dict[str, Any]) -> None:
        """One epoch, which `_progress` ends after a few steps: ``steps_per_epoch`` would tell Keras how large the batches
        of an array are, where the fit does not say. The workers of a ``PyDataset`` end only with the steps of an epoch."""
        first = arguments.get("initial_epoch", 0)
        arguments["epochs"] = min(arguments.get("epochs", 1), first + 1)
        for data, steps, most in (
            ("x", "steps_per_epoch", SMOKE_STEPS),
            ("validation_data", "validation_steps", 1),
        ):
            rows = arguments.get(data)
            if isinstance(rows, self.keras.utils.PyDataset):
                limits = (most, arguments.get(steps), rows.num_batches)
                arguments[steps] = min(limit for limit in limits if limit)

    def _end(self, model: Any, fit_id: str, history: Any, seconds: float, progress: Any) -> None:
        model_id = self.id_of(model)
        series = getattr(history, "history", None) or {}
        numbers = {str(k): [plain(v) for v in np.ravel(vs)[-200:]] for k, vs in series.items()}
        end = {"event": "fit", "state": "end", "fit": fit_id, "model": model_id, "seconds": seconds}
        end |= {} if progress is None else {"epochs": progress.done, "steps": progress.steps}
        send({**end, "completed": history is not None, "history": numbers, **compiled(model)})
        self.keep(model)

    def _watched_use(self, original: Any) -> Any:
        signature = inspect.signature(original)

        @functools.wraps(original)
        def use(model: Any, *args: Any, **kwargs: Any) -> Any:
            if self.inside or self.id_of(model) in self.mapped:
                return original(model, *args, **kwargs)
            try:
                bound = signature.bind(model, *args, **kwargs)
            except TypeError:
                return original(model, *args, **kwargs)  # raises the message that Keras has for it
            with never_in_the_way("looking at predict"):
                bound.arguments["x"], seen, _, _ = inputs.peek(bound.arguments.get("x"))
                facts = inputs.describe(seen, None, self.visible)
                if facts["mapping"] is not None:
                    self.mapped.add(self.id_of(model))
                    send({"event": "input", "fit": None, "model": self.id_of(model), **facts})
            return original(*bound.args, **bound.kwargs)

        return use

    def keep(self, model: Any) -> None:
        """Exports a network that was trained."""
        self._trained.add(self.id_of(model))
        self.export(model)

    def export(self, model: Any) -> None:
        """Exports a network below ``out/models`` and reports what it is; a second export replaces the first."""
        model_id, reason = self.id_of(model), None
        target = self.out / "models" / model_id
        fresh = target.with_name(model_id + ".part")
        try:
            shutil.rmtree(fresh, ignore_errors=True)
            _export(self.keras, model, str(fresh))
            shutil.rmtree(target, ignore_errors=True)
            fresh.rename(target)
            self._prints[model_id] = fingerprint(model.get_weights())
        except Exception as error:  # noqa: BLE001 - told to the host; the student's run goes on
            shutil.rmtree(fresh, ignore_errors=True)
            reason = f"{type(error).__name__}: {error}"[:500]
        send(
            {
                "event": "model",
                "model": model_id,
                "exported": reason is None,
                "reason": reason,
                **_facts(model),
            }
        )

    def export_what_changed(self, found: list[Any]) -> None:
        """Exports again each network whose weights changed since, and each of ``found`` that no training was seen of
        (weights read from a file, for instance)."""
        for model_id, model in self.models():
            if model_id in self._trained and fingerprint(model.get_weights()) != self._prints.get(model_id):
                self.export(model)
        for model in found:
            if self.known(model) not in self._trained and getattr(model, "built", False):
                with never_in_the_way("keeping a network without fit"):
                    # Keras knows no output shape of a subclassed network; scoring finds out what it gives.
                    shape = getattr(model, "output_shape", None)
                    if shape is None or tuple(shape)[-1] == 10:
                        self.export(model)


def _export(keras: Any, model: Any, folder: str) -> None:
    """A SavedModel of the network as it predicts. ``Model.export`` of Keras 3.15 traces it as it trains where a layer
    augments, so that the exported network would flip images and drop units."""
    from keras.src.export.export_utils import get_input_signature

    archive = keras.export.ExportArchive()
    archive.track(model)
    archive.add_endpoint("serve", lambda *x: model(*x, training=False), get_input_signature(model))
    archive.write_out(folder, verbose=False)


def _progress(keras: Any, fit_id: str, epochs: int, training_ends: float, most_steps: int | None) -> Any:
    """The callback that tells how a fit goes. It ends the fit when the time for training is over, and where there are
    ``most_steps`` after these; the validation then after its first."""

    class Progress(keras.callbacks.Callback):  # type: ignore[misc, name-defined]
        last = 0.0
        epoch = done = steps = 0

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            self.epoch = epoch + 1

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            self.steps = max(self.steps, batch + 1)
            if time.monotonic() > training_ends and not self.model.stop_training:
                self.model.stop_training = True
                asked = f"{epochs} epoch{'s' if epochs != 1 else ''} of training ({fit_id})"
                send(
                    {
                        "event": "adapted",
                        "was": asked,
                        "now": f"{self.epoch} begun: the time for training was over",
                    }
                )
            if most_steps is not None and self.steps >= most_steps:
                self.model.stop_training = True
            if time.monotonic() - self.last < 2:
                return
            self.last = time.monotonic()
            at = {"epoch": self.epoch, "epochs": epochs, "step": batch + 1, "steps": self.params.get("steps")}
            with never_in_the_way("progress"):
                send({"event": "progress", "fit": fit_id, **at, "logs": _numbers(logs)})

        def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
            if most_steps is not None:
                self.model.stop_evaluating = True

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            self.done += 1
            with never_in_the_way("progress"):
                at = {"epoch": epoch + 1, "epochs": epochs}
                send({"event": "epoch", "fit": fit_id, **at, "logs": _numbers(logs)})

    return Progress()


def _numbers(logs: Any) -> dict[str, float]:
    return {str(k): float(v) for k, v in (logs or {}).items() if np.ndim(v) == 0}


def fingerprint(weights: Iterable[Any]) -> float:
    """A number that changes with the weights."""
    return float(sum(np.abs(np.asarray(w, np.float64)).sum() * (i + 1) for i, w in enumerate(weights)))


def _kind(model: Any) -> str:
    names = [c.__name__ for c in type(model).__mro__]
    return "Sequential" if "Sequential" in names else "functional" if "Functional" in names else "subclassed"


def _name(value: Any) -> str:
    if isinstance(value, str):
        return value
    return str(getattr(value, "name", None) or getattr(value, "__name__", None) or type(value).__name__)


def compiled(model: Any, optimizer: Any = None) -> dict[str, Any]:
    """Loss, optimizer (or the one that trains it without being compiled) and metrics as the network is compiled now."""
    optimizer = optimizer if optimizer is not None else getattr(model, "optimizer", None)
    loss = getattr(model, "loss", None)
    metrics = getattr(getattr(model, "_compile_metrics", None), "_user_metrics", None) or []
    several = isinstance(loss, (list, dict))
    return {
        "loss": None if loss is None else str(loss)[:200] if several else _name(loss),
        "optimizer": None if optimizer is None else type(optimizer).__name__,
        "learning_rate": _rate(optimizer),
        "metrics": [_name(m) for m in metrics] if isinstance(metrics, (list, tuple)) else [],
    }


def _rate(optimizer: Any) -> float | None:
    """The optimizer's rate now; None without one."""
    try:
        return float(np.asarray(optimizer.learning_rate))
    except (AttributeError, TypeError, ValueError):
        return None


def _facts(model: Any) -> dict[str, Any]:
    layers = []
    for layer in model._flatten_layers(include_self=False, recursive=True):
        keys = ("filters", "kernel_size", "strides", "padding", "units", "rate", "pool_size")
        config = {k: plain(getattr(layer, k)) for k in keys if hasattr(layer, k)}
        if hasattr(layer, "activation"):
            config["activation"] = _name(layer.activation)
        layers.append({"class": type(layer).__name__, "name": str(layer.name), **config})
    return {
        "name": str(model.name),
        "class": type(model).__name__,
        "kind": _kind(model),
        "parameters": int(model.count_params()) if model.built else None,
        "layers": layers[:300],
        **compiled(model),
        "output_shape": plain(getattr(model, "output_shape", None)) if _kind(model) != "subclassed" else None,
    }


def smoke_from_environment() -> bool:
    """True where this run is a dry run that clamps every fit."""
    return os.environ.get("HARNESS_SMOKE") == "1"
