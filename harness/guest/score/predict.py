"""Sandbox B: reads the op graphs of the exported networks, then predicts with them. No student code runs here.

Usage: ``python -m harness.guest.score.predict JOB.json``, a file that is waited for, with ``{"images": FILE, "fresh": FILE,
"seconds": S, "models": [MODEL]}``, each model ``{"id", "folder", "mappings", "classes", "before"}``: a mapping for each input
of a network, none where they are not known, and the file with the weights of before its training, which need not be there.
Writes below the output folder, for each network, ``<id>.json`` (op graph), then says ``images?`` and waits for the files with
images, and then writes ``<id>.npy`` (float32 scores (N, classes)), ``<id>.fresh.npy`` of the images in ``fresh``, which no
network sees earlier, and ``<id>.before.npy`` for some of the first. Up to that question nothing of any network has run, so
what lies in the output folder then is ours; and what runs after it is arithmetic, which knows no files. What is called is what
was read: it stays in memory.
"""

import importlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from harness.wire import files, variables
from harness.wire.events import Event
from harness.wire.limits import MAX_OP, sample_step

from .. import loading
from ..channel import encode, phrase
from ..preprocessing.apply import apply
from ..slices import work_in_long_slices
from .refused import ForbiddenError, RefusedError, UnfitError

if TYPE_CHECKING:
    from .saved import Called

CHUNK = 500
SECONDS_TO_LOOK = 0.02


def say(event: dict[str, Any]) -> None:
    """Sends one event to the host."""
    sys.stdout.buffer.write(encode(event))
    sys.stdout.buffer.flush()


def fitted(given: np.ndarray, shape: Any) -> np.ndarray:
    """Images (N, ...) as a network whose input has this ``tf.TensorShape`` takes them: as Keras does (`Functional`,
    ``_adjust_input_rank``), a last axis of 1 is added, or dropped, where the network has one more axis, or one less.

    Raises `UnfitError` where they still differ: TensorFlow does not check, and some of its kernels end the process.
    """
    adjusted = given
    if shape.rank == given.ndim + 1 and shape[-1] == 1:
        adjusted = given[..., None]
    elif shape.rank == given.ndim - 1 and given.shape[-1] == 1:
        adjusted = given[..., 0]
    if not shape.is_compatible_with(adjusted.shape):
        raise UnfitError(
            phrase("scored.shape", takes=str(shape[1:].as_list()), fed=str(list(given.shape[1:])))
        )
    return adjusted


def predict(
    serve: Callable[..., Sequence[Any]],
    job: dict[str, Any],
    specs: Sequence[Any],
    images: np.ndarray,
    main: int,
) -> np.ndarray:
    """float32 (N, classes) of output ``main``, counted from 0, of a network whose inputs have these ``tf.TensorSpec``;
    ``job`` holds the mapping of images to each.

    Raises `UnfitError` where the network does not take the images, fails on them, or gives anything else.
    """
    from . import engine as tf

    parts = []
    for start in range(0, len(images), CHUNK):
        chunk = images[start : start + CHUNK]
        given = [
            fitted(apply(how, chunk), spec.shape) for how, spec in zip(job["mappings"], specs, strict=True)
        ]
        try:
            typed = zip(given, specs, strict=True)
            result = serve(*(np.asarray(one, spec.dtype.as_numpy_dtype) for one, spec in typed))
        except (tf.errors.InvalidArgumentError, TypeError, ValueError) as error:
            why = (str(error).strip() or type(error).__name__).splitlines()[0]
            shapes = ", ".join(str(list(one.shape[1:])) for one in given)
            raise UnfitError(phrase("scored.fails", images=len(chunk), shapes=shapes, why=why)) from error
        scores = np.asarray(result[main], np.float32)
        if scores.shape != (len(chunk), job["classes"]):
            raise UnfitError(
                phrase("scored.output", shape=str(list(scores.shape[1:])), classes=job["classes"])
            )
        parts.append(scores)
    return np.concatenate(parts)


@dataclass(frozen=True)
class Network:
    """A network whose structure was read: what is called, and the place of its main output."""

    called: "Called"
    main: int


def structure(job: dict[str, Any], out: Path) -> Network:
    """Writes the op graph of one network. Nothing of the network runs.

    Raises `UnreadableError` and `ForbiddenError`: such a network does not run at all.
    """
    from . import opgraph, saved

    called = saved.read(Path(job["folder"]), f"{job['id']}_")
    plain = opgraph.extract(called)
    document = opgraph.main_first(plain, job["classes"])
    (out / files.graph_of(job["id"])).write_text(json.dumps(document), encoding="utf-8")
    return Network(called, plain["outputs"].index(document["outputs"][0]) if "outputs" in plain else 0)


def score(
    network: Network, job: dict[str, Any], images: np.ndarray, fresh: np.ndarray, out: Path
) -> dict[str, float] | None:
    """Predicts with one network whose preprocessing is known: for a network with several outputs, with the main one. Its
    score stands, whatever becomes of what comes after it: the images in ``fresh``, for a network may keep what it saw; some
    scores with the weights of before its training; and what `felt.measure` finds, which is returned, None where it could
    not be measured."""
    from .before import weights_before
    from .felt import IMAGES, measure
    from .serve import restore, serving

    specs = network.called.inputs
    if len(specs) != len(job["mappings"]):
        raise UnfitError(phrase("scored.inputs", inputs=len(specs), fed=len(job["mappings"])))
    values = restore(network.called)
    with serving(network.called, values) as served:
        scores = predict(served, job, specs, images, network.main)
        np.save(out / files.array_of(job["id"]), scores, allow_pickle=False)
        if len(fresh):
            again, _ = attempt(lambda: predict(served, job, specs, fresh, network.main))
            if again is not None:
                np.save(out / files.fresh_of(job["id"]), again, allow_pickle=False)

        def score_before() -> None:
            then = weights_before(network.called, values, Path(job["before"]))
            if then is not None:
                served.begin_with(then)
                some = images[:: sample_step(len(images))]
                scores = predict(served, job, specs, some, network.main)
                np.save(out / files.scores_before(job["id"]), scores, allow_pickle=False)

        attempt(score_before)
    last = images[-IMAGES:]
    given = [fitted(apply(how, last), spec.shape) for how, spec in zip(job["mappings"], specs, strict=True)]
    felt, _ = attempt(lambda: measure(network.called, given, network.main))
    found: dict[str, float] | None = felt
    return found


class Clock:
    """The seconds of all networks together. One may take half of what is left, or its part of it where that is more, so
    that those after it have their turn."""

    def __init__(self, seconds: float, networks: int) -> None:
        self.until = time.monotonic() + seconds
        self.waiting = networks

    @contextmanager
    def turn(self, model: str) -> Iterator[None]:
        """The turn of one network. Ends the process where it takes too long: nothing else stops what TensorFlow runs."""
        left = self.until - time.monotonic()
        seconds = max(left / 2, left / max(self.waiting, 1), 0.0)

        def end() -> None:
            say({"event": Event.LATE, "model": model, "seconds": seconds})
            os._exit(1)

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def attempt(act: Callable[[], Any]) -> tuple[Any, dict[str, Any]]:
    """What it gives, and why it failed, as the event says it: ``reason`` is a phrase, a library's words or None, ``forbidden``
    names an operation."""
    try:
        return act(), {"reason": None}
    except RefusedError as error:
        return None, {"reason": error.reason}
    except ForbiddenError as error:
        return None, {"reason": None, "forbidden": error.operation[:MAX_OP]}
    except Exception as error:  # noqa: BLE001 - told to the host, which goes on with the next network
        return None, {"reason": f"{type(error).__name__}: {error}"[:500]}


def main() -> None:
    work_in_long_slices()
    loading.for_scoring()
    # What takes seconds is imported before there is a job, for which the host may let us wait.
    importlib.import_module(f"{__package__}.opgraph")
    importlib.import_module(f"{__package__}.felt")
    path = Path(sys.argv[1])
    while not path.exists():
        time.sleep(SECONDS_TO_LOOK)
    job = json.loads(path.read_text(encoding="utf-8"))
    out, models = Path(os.environ[variables.OUT]), job["models"]
    clock = Clock(job["seconds"], len(models))
    read: list[tuple[Network | None, dict[str, Any]]] = []
    for model in models:
        say({"event": Event.READING, "model": model["id"]})
        with clock.turn(model["id"]):
            read.append(attempt(partial(structure, model, out)))
    say({"event": Event.IMAGES})
    images, fresh = (arrived(Path(job[name]), clock.until) for name in ("images", "fresh"))
    for model, (network, why) in zip(models, read, strict=True):
        say({"event": Event.SCORING, "model": model["id"]})
        felt: dict[str, float] | None = {}
        if network is not None and model["mappings"]:
            with clock.turn(model["id"]):
                felt, why = attempt(partial(score, network, model, images, fresh, out))
        clock.waiting -= 1
        say({"event": Event.SCORED, "model": model["id"], "felt": felt, **why})


def arrived(path: Path, until: float) -> np.ndarray:
    """The images, which the host sends when it has taken the structures out: no network runs before. Raises `TimeoutError`
    where they do not come."""
    while not path.exists():
        if time.monotonic() > until:
            raise TimeoutError("The host sent no images.")
        time.sleep(0.01)
    images: np.ndarray = np.load(path, allow_pickle=False)
    return images


if __name__ == "__main__":
    main()
    # All is written; TensorFlow takes its time to tidy up.
    os._exit(0)
