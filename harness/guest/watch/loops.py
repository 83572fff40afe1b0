"""Watches training loops of a student's own: gradients that a tape takes of a network's weights, ``train_on_batch``.

What is seen of one is told as a ``fit`` is, at the end of its cell, and its network is exported then.
"""

import dis
import sys
import time
import weakref
from collections.abc import Callable
from types import FrameType
from typing import Any

import numpy as np

from harness.wire.events import Event, FitState
from harness.wire.limits import MAX_METRICS
from harness.wire.text import short

from .. import keras_private
from ..channel import never_in_the_way, phrase, send
from ..patches.declare import Around, Layer, Patch, around
from . import inputs
from .facts import compiled, fingerprint
from .fits import KerasWatch
from .traced import Traced, known, trace

MOST_LOOKS = 5
"""Batches that are looked at until one is recognised."""
OPS = ("categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy")
AVERAGES = ("Mean", "Sum")
STEPS_BEFORE = "_steps_before_its_first"
"""An attribute of the iterator over a pipeline."""
TENSORFLOW_OPS = {
    "softmax_cross_entropy_with_logits": "categorical_crossentropy",
    "sparse_softmax_cross_entropy_with_logits": "sparse_categorical_crossentropy",
}


class Loop:
    """What was seen of the training of one network in one cell."""

    def __init__(self, model: Any, nothing: dict[str, Any]) -> None:
        self.model, self.facts = model, nothing
        self.began = time.monotonic()
        self.weights = fingerprint(model.trainable_variables)
        self.gradients = 0
        self.losses: dict[str, None] = {}
        self.traced: Traced | None = None
        self.optimizer: Any = None
        self.before = 0
        self.looks = 0

    @property
    def steps(self) -> int:
        """Steps of training; 0 where a compiled function took them and no optimizer counted."""
        counted = 0 if self.optimizer is None else _iterations(self.optimizer) - self.before
        return max(self.gradients, counted)


class LoopWatch:
    """Puts together which network was called on what, with which loss, when a gradient is taken of its weights."""

    def __init__(self, watch: KerasWatch) -> None:
        self._watch = watch
        self._loops: dict[str, Loop] = {}
        self._called: dict[int, tuple[weakref.ref[Any], Any]] = {}
        self._losses: dict[str, None] = {}
        self._metrics: dict[str, None] = {}
        self._labels: Any = None
        self._given: list[Any] = []
        self._batch: tuple[Any, Any] | None = None
        self._calls = 0
        self._late = False

    def patches(self) -> list[Patch]:
        """Of calls of networks, steps of optimizers, losses, metrics, tapes, compiled functions and pipelines."""
        listed: list[tuple[str, str, Around, Callable[[], Any] | None, str]] = [
            ("keras", "Model.__call__", self._call, None, "Keeps what a network was called on."),
            ("keras", "Model.train_on_batch", self._train_on_batch, None, "Keeps the batch that trains."),
            ("keras", "apply", self._apply, keras_private.base_optimizer, "Keeps which optimizer trains."),
            ("keras", "losses.Loss.__call__", self._loss_object, None, "Keeps the name of the loss."),
            ("keras", "metrics.Metric.__call__", self._metric, None, "Keeps the name of the metric."),
            ("keras", "update_state", self._metric, keras_private.mean_metric_wrapper, "Keeps its name."),
            ("tensorflow", "GradientTape.gradient", self._gradient, None, "Sees which network is trained."),
            ("tensorflow", "__call__", self._given_to, keras_private.compiled_function, "Keeps what it got."),
            ("tensorflow", "__next__", self._next, keras_private.dataset_iterator, "Ends a loop in time."),
        ]
        loss = "Keeps the loss and the labels."
        listed += [("keras", name, self._loss(name), keras_private.ops, loss) for name in OPS]
        listed += [
            ("tensorflow", f"nn.{name}", self._loss(meaning), None, loss)
            for name, meaning in TENSORFLOW_OPS.items()
        ]
        return [
            Patch(module, path, does, around(function), Layer.WATCH, owner=owner)
            for module, path, function, owner, does in listed
        ]

    @property
    def _tensorflow(self) -> Any:
        import tensorflow

        return tensorflow

    def _call(self, original: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> Any:
        if self._watch.inside or self._calls:
            return original(model, *args, **kwargs)
        self._calls += 1
        try:
            with never_in_the_way("looking at a call"):
                self._called[id(model)] = (weakref.ref(model), args[0] if args else kwargs.get("inputs"))
            return original(model, *args, **kwargs)
        finally:
            self._calls -= 1

    def _train_on_batch(self, original: Callable[..., Any], model: Any, *args: Any, **kwargs: Any) -> Any:
        self._batch = (kwargs.get("x", *args[:1]), kwargs.get("y", *args[1:2]))
        try:
            return original(model, *args, **kwargs)
        finally:
            self._batch = None

    def _given_to(self, original: Callable[..., Any], owner: Any, *args: Any, **kwargs: Any) -> Any:
        self._given.append((args, kwargs))
        try:
            return original(owner, *args, **kwargs)
        finally:
            self._given.pop()

    def _next(self, original: Callable[..., Any], iterator: Any) -> Any:
        """Ends a ``for`` over a pipeline that trains, after a few steps in a dry run, else when the time for training is
        over. One that only looks at the data goes on, and so does ``next``, which would fail."""
        over = False
        if not self._watch.inside:
            with never_in_the_way("cutting a loop short"):
                over = self._is_over(vars(iterator), sys._getframe(2))
        if over:
            raise StopIteration
        return original(iterator)

    def _is_over(self, held: dict[str, Any], asking: FrameType) -> bool:
        late = time.monotonic() > self._watch.training_ends
        # The second test copies the bytecode of the cell, too much for every step of a run that is in time.
        if STEPS_BEFORE in held and not late and self._watch.cut is None:
            return False
        if not _asked_by_for(asking):
            return False
        taken = sum(loop.steps for loop in self._loops.values())
        steps = taken - held.setdefault(STEPS_BEFORE, taken)
        if late and steps and not self._late:
            self._late = True
            was, now = phrase("adapted.pipeline_loops"), phrase("adapted.one_step")
            send({"event": Event.ADAPTED, "was": was, "now": now})
        most = 1 if late or self._watch.cut is None else self._watch.cut.steps
        return bool(steps >= most)

    def _loss(self, name: str) -> Callable[..., Any]:
        def loss(original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            if not self._watch.inside:
                self._losses[name] = None
                self._labels = args[0] if args else kwargs.get("target", kwargs.get("labels"))
            return original(*args, **kwargs)

        return loss

    def _loss_object(self, original: Callable[..., Any], loss: Any, *args: Any, **kwargs: Any) -> Any:
        if not self._watch.inside and type(loss).__name__ != keras_private.COMPILED_LOSS:
            self._losses[str(loss.name)] = None
        return original(loss, *args, **kwargs)

    def _metric(self, original: Callable[..., Any], metric: Any, *args: Any, **kwargs: Any) -> Any:
        if not self._watch.inside and type(metric).__name__ not in AVERAGES:
            self._metrics[str(metric.name)] = None
        return original(metric, *args, **kwargs)

    def _gradient(self, original: Callable[..., Any], tape: Any, *args: Any, **kwargs: Any) -> Any:
        result = original(tape, *args, **kwargs)
        if self._called and not self._watch.inside:
            with never_in_the_way("looking at a gradient"):
                sources = self._tensorflow.nest.flatten(args[1] if len(args) > 1 else kwargs.get("sources"))
                of = {id(source) for source in sources}
                called = [(model, x) for ref, x in self._called.values() if (model := ref()) is not None]
                trained = [one for one in called if of & _weights(one[0].trainable_variables)]
                models = [model for model, _ in trained]
                for model, x in trained:
                    if not _is_part(model, models):
                        self._see(model, x)
                self._losses = {}
        return result

    def _see(self, model: Any, x: Any) -> None:
        # A compiled function is looked at while its graph is made, where reading would become a part of it.
        with self._tensorflow.init_scope():
            loop = self._loop(model)
            if loop.facts["mapping"] is None and loop.looks < MOST_LOOKS and loop.traced is None:
                self._look(loop, x)
        loop.gradients += self._tensorflow.executing_eagerly()
        loop.losses |= self._losses

    def _loop(self, model: Any) -> Loop:
        loop = self._loops.get(self._watch.id_of(model))
        if loop is None:
            with never_in_the_way("looking at the weights"):
                self._watch.begin(model)
            loop = Loop(model, inputs.describe(inputs.Seen(), self._watch.visible))
            self._loops[self._watch.id_of(model)] = loop
        return loop

    def _look(self, loop: Loop, x: Any) -> None:
        loop.looks += 1
        batch, labels = (x, self._labels) if self._batch is None else self._batch
        parts = inputs.parts_of(batch, keras_private.input_names(loop.model))
        if parts and all(known(one) and len(one.shape) > 1 for one in parts):
            labels = labels if known(labels) else None
            loop.facts = inputs.describe(inputs.Seen(parts, labels), self._watch.visible)
        else:
            loop.traced = trace(batch, self._given[-1:])

    def _apply(self, original: Callable[..., Any], optimizer: Any, *args: Any, **kwargs: Any) -> Any:
        if self._watch.inside or not self._loops:
            return original(optimizer, *args, **kwargs)
        with never_in_the_way("reading an optimizer"), self._tensorflow.init_scope():
            before = _iterations(optimizer)
        result = original(optimizer, *args, **kwargs)
        with never_in_the_way("looking at an optimizer"):
            weights = _weights(keras_private.optimized(optimizer))
            for loop in self._loops.values():
                if loop.optimizer is None and weights & _weights(loop.model.trainable_variables):
                    loop.optimizer, loop.before = optimizer, before
        return result

    def report(self, finished: bool) -> None:
        """Tells the loops of a cell that is over, and exports their networks."""
        loops, metrics = self._loops, list(self._metrics)
        self._loops, self._metrics, self._losses, self._called, self._labels = {}, {}, {}, {}, None
        for model_id, loop in loops.items():
            with never_in_the_way("keeping what a training loop trained"):
                # Gradients may be looked at without being followed.
                if fingerprint(loop.model.trainable_variables) != loop.weights:
                    self._tell(model_id, loop, metrics, finished)
                    self._watch.left(loop.model, by_hand=True)
                    self._watch.keep(loop.model)

    def _tell(self, model_id: str, loop: Loop, metrics: list[str], finished: bool) -> None:
        if loop.traced is not None:
            with never_in_the_way("looking into a compiled function"):
                loop.facts = inputs.describe(
                    inputs.Seen((loop.traced.value(),), loop.traced.labels), self._watch.visible
                )
        fit = self._watch.next_fit()
        about = {"event": Event.FIT, "fit": fit, "model": model_id}
        send({**about, "state": FitState.BEGIN, "name": short(loop.model.name), "epochs": 1})
        send({"event": Event.INPUT, "fit": fit, "model": model_id, **loop.facts})
        if loop.facts["mapping"] is not None:
            self._watch.mapped.add(model_id)
        settings = compiled(loop.model, loop.optimizer)
        settings["loss"] = settings["loss"] or short(", ".join(loop.losses)) or None
        settings["metrics"] = settings["metrics"] or [short(name) for name in metrics[:MAX_METRICS]]
        batch = loop.facts.get("shape", [0])[0]
        cut = self._watch.cut is not None or self._late
        rows = None if cut else loop.steps * batch or None
        end = {"state": FitState.END, "loop": True, "completed": finished, "epochs": 1, "steps": loop.steps}
        end |= {"rows": rows}
        send({**about, **end, "seconds": time.monotonic() - loop.began, "history": {}, **settings})


def _asked_by_for(frame: FrameType) -> bool:
    """Whether a frame asks for the next item in the head of a ``for``, by ``enumerate`` or ``zip`` too."""
    return dis.opname[frame.f_code.co_code[frame.f_lasti]] == "FOR_ITER"


def _iterations(optimizer: Any) -> int:
    return int(np.asarray(optimizer.iterations))


def _is_part(model: Any, others: list[Any]) -> bool:
    """Whether it is a layer of one of the others: while such a one is built, its parts are called, too."""
    return any(
        model is layer for one in others if one is not model for layer in keras_private.flat_layers(one)
    )


def _weights(variables: Any) -> set[int]:
    """What tells weights apart: Keras's variables and those of TensorFlow that they hold."""
    return {id(one) for variable in variables for one in (variable, keras_private.held(variable))}
