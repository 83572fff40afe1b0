"""Watches Keras: every ``fit`` is reported as it goes, and its network is exported as soon as it ends."""

import functools
import inspect
import itertools
import shutil
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

from harness.wire import files
from harness.wire.events import Event, FitState
from harness.wire.text import short

from .. import keras_private
from ..channel import never_in_the_way, send
from ..patches.declare import Layer, Patch, around
from ..visible import Visible
from . import inputs
from .amount import Amount, amount_of
from .cut import Cut
from .export import write
from .facts import compiled, facts_of, fingerprint, history_of
from .progress import progress_of
from .running import Running
from .weights import Weights


class KerasWatch:
    """What was seen of each network. A network is known by ``m1``, ``m2``, … in the order of its first fit."""

    def __init__(self, out: Path, cut: Cut | None, training_ends: float) -> None:
        self.out = out
        self.cut = cut
        self.training_ends = training_ends
        self.visible = Visible.of_sandbox()
        self.mapped: set[str] = set()
        self._ids: dict[int, tuple[str, weakref.ref[Any]]] = {}
        self._prints: dict[str, str] = {}
        self._trained: set[str] = set()
        self._fits = itertools.count(1)
        self._models = itertools.count(1)
        self._running = Running()
        self._weights = Weights(out)
        self._lock = threading.RLock()

    def patches(self) -> list[Patch]:
        """Of ``keras.Model``; Sequential, functional and subclassed networks all inherit from it."""
        fed = "Reports what a network is fed and exports it when it is trained."
        used = "Reports what a network is fed that no fit was seen of."
        uses = [
            Patch("keras", f"Model.{name}", used, self._watched_use, Layer.WATCH)
            for name in ("predict", "evaluate")
        ]
        takes = [
            Patch("keras", f"Model.{name}", "Knows weights again.", around(self._taking), Layer.WATCH)
            for name in ("get_weights", "save_weights", "save")
        ]
        fits = Patch("keras", "Model.fit", fed, self._watched_fit, Layer.WATCH)
        sets = Patch(
            "keras", "Variable.assign", "Sees what callbacks set.", around(self._assigning), Layer.WATCH
        )
        return [fits, sets, *uses, *takes]

    @property
    def inside(self) -> bool:
        """Whether a fit runs; what a network does meanwhile is a part of it, in whichever thread."""
        return bool(self._running)

    def _is_late(self) -> bool:
        return time.monotonic() > self.training_ends

    def wait(self, seconds: float) -> None:
        """For fits of threads that outlive their cells: half of the time to their end, then to that of their steps."""
        for limit in (time.monotonic() + seconds / 2, time.monotonic() + seconds):
            self._running.wait(limit)
            self.training_ends = min(self.training_ends, limit)

    @property
    def keras(self) -> Any:
        """The package, which was imported where there is a network."""
        import keras

        return keras

    def id_of(self, model: Any) -> str:
        """The network's id, given out on first sight."""
        with self._lock:
            if (known := self.known(model)) is not None:
                return known
            name = f"m{next(self._models)}"
            self._ids[id(model)] = (name, weakref.ref(model))
            return name

    def known(self, model: Any) -> str | None:
        """The network's id if it was seen before."""
        known = self._ids.get(id(model))
        return known[0] if known is not None and known[1]() is model else None

    def models(self) -> list[tuple[str, Any]]:
        """All networks seen that still live."""
        return [(name, model) for name, ref in list(self._ids.values()) if (model := ref()) is not None]

    def next_fit(self) -> str:
        """The key of a fit that begins: ``f1``, ``f2``, …"""
        return f"f{next(self._fits)}"

    def _watched_fit(self, original: Any) -> Any:
        signature = inspect.signature(original)

        @functools.wraps(original)
        def fit(model: Any, *args: Any, **kwargs: Any) -> Any:
            if self._running.here:
                return original(model, *args, **kwargs)
            try:
                bound = signature.bind(model, *args, **kwargs)
            except TypeError:
                return original(model, *args, **kwargs)  # raises the message that Keras has for it
            started, history, progress = time.monotonic(), None, None
            fit_id, asked = self.next_fit(), dict(bound.arguments)
            with self._running.one():
                try:
                    # First of all, so that a fit is ended and counted whatever becomes of the look at its input.
                    with never_in_the_way("following a fit"):
                        progress = self._follow(model, bound.arguments, fit_id)
                    with never_in_the_way("looking at fit"):
                        amount = self._look(model, bound.arguments, asked, fit_id)
                        if progress is not None:
                            progress.amount = amount
                        if self.cut is not None:
                            self.cut.fewer_rows(self.keras, bound.arguments, amount)
                    history = original(*bound.args, **bound.kwargs)
                    return history
                finally:
                    with never_in_the_way("keeping the trained network"):
                        self._end(model, fit_id, history, time.monotonic() - started, progress)

        return fit

    def begin(self, model: Any) -> None:
        """To be told before a step of training."""
        self._weights.begin(self.id_of(model), model, in_fit=self.inside)

    def _went_on(self, model: Any, epoch_ends: bool) -> None:
        """To be told after callbacks of the student's own, and where an epoch ends."""
        self._weights.went_on(self.id_of(model), model, epoch_ends=epoch_ends)

    def left(self, model: Any, *, by_hand: bool = False) -> None:
        """To be told of the weights that training, a student's own loop perhaps, left a network with."""
        self._weights.left(self.id_of(model), model, by_hand=by_hand)

    def _assigning(self, original: Callable[..., Any], weight: Any, *args: Any, **kwargs: Any) -> Any:
        if self.inside:
            with never_in_the_way("looking at a weight"):
                self._weights.assigning(weight)
        return original(weight, *args, **kwargs)

    def _taking(self, original: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> Any:
        with never_in_the_way("looking at the weights"):
            self._weights.taken(self.known(model), model)
        return original(model, *args, **kwargs)

    def _follow(self, model: Any, arguments: dict[str, Any], fit_id: str) -> Any:
        """Tells that a fit begins, and adds the callback that follows it, which is returned."""
        if self.cut is not None:
            self.cut.begin(self.keras, arguments)
        epochs = int(arguments.get("epochs", 1))
        start = {"event": Event.FIT, "state": FitState.BEGIN, "fit": fit_id, "model": self.id_of(model)}
        send({**start, "name": short(model.name), "epochs": epochs})
        most_steps = None if self.cut is None else self.cut.most_steps(arguments)
        callback = progress_of(
            self.keras, fit_id, epochs, self._is_late, most_steps, self.begin, self._went_on
        )
        callbacks = arguments.get("callbacks")
        if callbacks is not None and hasattr(callbacks, "append") and not isinstance(callbacks, list):
            callbacks.append(callback)
        else:
            given = callbacks or []
            arguments["callbacks"] = [*(given if isinstance(given, (list, tuple)) else [given]), callback]
        return callback

    def _look(self, model: Any, arguments: dict[str, Any], asked: dict[str, Any], fit_id: str) -> Amount:
        """Reports what a fit is given; ``asked`` are its arguments before it was cut short."""
        model_id, names = self.id_of(model), keras_private.input_names(model)
        arguments["x"], seen = inputs.peek(arguments.get("x"), arguments.get("y"), names)
        amount = amount_of(asked, seen)
        if self.cut is not None:
            self.cut.spread_over(self.keras, arguments, amount)
        facts = inputs.describe(seen.first(amount.kept), self.visible)
        if facts["mapping"] is None and (validation := arguments.get("validation_data")) is not None:
            # Augmented training rows match no raw image; the rows they are validated on usually do.
            if isinstance(validation, (tuple, list)):
                _, seen = inputs.peek(validation[0], names=names)
            else:
                arguments["validation_data"], seen = inputs.peek(validation, names=names)
            found = inputs.describe(seen, self.visible)
            facts |= {key: found[key] for key in ("mapping", "more") if key in found}
        if facts["mapping"] is not None:
            self.mapped.add(model_id)
        send({"event": Event.INPUT, "fit": fit_id, "model": model_id, **facts})
        return amount

    def _end(self, model: Any, fit_id: str, history: Any, seconds: float, progress: Any) -> None:
        model_id = self.id_of(model)
        with never_in_the_way("looking at the weights"):
            self._weights.fit_ended(model_id, model)
        end = {
            "event": Event.FIT,
            "state": FitState.END,
            "fit": fit_id,
            "model": model_id,
            "seconds": seconds,
        }
        if progress is None:
            end |= {"steps": int(history is not None)}
        else:
            end |= {"epochs": progress.done, "steps": progress.steps, "rows": progress.rows}
            end |= {"changed": progress.changed}
        send({**end, "completed": history is not None, "history": history_of(history), **compiled(model)})
        if progress is None or progress.steps:
            self.keep(model)

    def _watched_use(self, original: Any) -> Any:
        signature = inspect.signature(original)

        @functools.wraps(original)
        def use(model: Any, *args: Any, **kwargs: Any) -> Any:
            if self._running.here or self.id_of(model) in self.mapped:
                return original(model, *args, **kwargs)
            try:
                bound = signature.bind(model, *args, **kwargs)
            except TypeError:
                return original(model, *args, **kwargs)  # raises the message that Keras has for it
            with never_in_the_way("looking at predict"):
                names = keras_private.input_names(model)
                bound.arguments["x"], seen = inputs.peek(bound.arguments.get("x"), names=names)
                facts = inputs.describe(seen, self.visible)
                if facts["mapping"] is not None:
                    self.mapped.add(self.id_of(model))
                    send({"event": Event.INPUT, "fit": None, "model": self.id_of(model), **facts})
            return original(*bound.args, **bound.kwargs)

        return use

    def keep(self, model: Any) -> None:
        """Exports a network that was trained."""
        self._trained.add(self.id_of(model))
        self.export(model)

    def export(self, model: Any) -> None:
        """Exports a network below ``out/models`` and reports what it is; a second export replaces the first."""
        model_id, reason = self.id_of(model), None
        target = self.out / files.MODELS / model_id
        fresh = target.with_name(model_id + ".part")
        try:
            shutil.rmtree(fresh, ignore_errors=True)
            write(self.keras, model, str(fresh))
            shutil.rmtree(target, ignore_errors=True)
            fresh.rename(target)
            self._prints[model_id] = fingerprint(model.weights)
        except Exception as error:  # noqa: BLE001 - told to the host; the student's run goes on
            shutil.rmtree(fresh, ignore_errors=True)
            reason = f"{type(error).__name__}: {error}"[:500]
        send(
            {
                "event": Event.MODEL,
                "model": model_id,
                "exported": reason is None,
                "reason": reason,
                "weights_of": self._weights_of(model_id),
                **facts_of(model),
            }
        )

    def _weights_of(self, model_id: str) -> str | None:
        """The trained network that has, or had in its training, the weights of one whose training was not seen: a tuner's
        best, a network that was read from its checkpoint, one with a softmax behind it."""
        if model_id in self._trained or (mine := self._prints.get(model_id)) is None:
            return None
        of = next((one for one in sorted(self._trained) if self._prints.get(one) == mine), None)
        return of or self._weights.source(mine)

    def export_what_changed(self, found: list[Any]) -> None:
        """Exports again each network whose weights changed since, and each of ``found`` that no training was seen of
        (weights read from a file, for instance)."""
        for model_id, model in self.models():
            with never_in_the_way("looking at the weights"):
                self._weights.run_ended(model_id, model)
            if model_id in self._trained and fingerprint(model.weights) != self._prints.get(model_id):
                self.export(model)
        for model in found:
            if self.known(model) not in self._trained and getattr(model, "built", False):
                with never_in_the_way("keeping a network without fit"):
                    # Keras knows no output shape of a subclassed network; scoring finds out what it gives.
                    shape = getattr(model, "output_shape", None)
                    if shape is None or tuple(shape)[-1] == len(self.visible.classes):
                        self.export(model)
