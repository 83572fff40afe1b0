"""Sandbox B: predicts with the exported networks and reads their op graphs. No student code runs here.

Usage: ``python -m harness.guest.score.predict JOB.json`` with
``{"images": FILE, "models": [{"id", "folder", "mapping", "classes"}]}``. Writes below the output folder, for each network,
``<id>.npy`` (float32 scores (N, classes)) and ``<id>.json`` (op graph).
"""

import json
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from harness.wire import files, variables
from harness.wire.events import Event

from .. import loading
from ..channel import encode
from ..preprocessing import apply

CHUNK = 500


def say(event: dict[str, Any]) -> None:
    """Sends one event to the host."""
    sys.stdout.buffer.write(encode(event))
    sys.stdout.buffer.flush()


class UnfitError(Exception):
    """The network cannot be scored as it is; its text is the sentence for the student."""


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
            f"the network takes images of shape {shape[1:].as_list()}, but the notebook fed it images of shape "
            f"{list(given.shape[1:])}; define predict(images)"
        )
    return adjusted


def predict(serve: Any, shape: Any, mapping: dict[str, Any], images: np.ndarray, classes: int) -> np.ndarray:
    """float32 (N, classes) of a network whose input has this ``tf.TensorShape``.

    Raises `UnfitError` where the network does not take the images, fails on them, or gives anything else.
    """
    import tensorflow as tf

    parts = []
    for start in range(0, len(images), CHUNK):
        given = fitted(apply(mapping, images[start : start + CHUNK]), shape)
        try:
            result = serve(tf.constant(given))
        except (tf.errors.InvalidArgumentError, TypeError, ValueError) as error:
            why = (str(error).strip() or type(error).__name__).splitlines()[0]
            fed = f"{len(given)} images of shape {list(given.shape[1:])}"
            raise UnfitError(f"the network fails on {fed}: {why}") from error
        if isinstance(result, dict) and len(result) == 1:
            result = next(iter(result.values()))
        scores = np.asarray(result, np.float32) if not isinstance(result, (dict, list, tuple)) else None
        if scores is None or scores.shape != (len(given), classes):
            what = "several outputs" if scores is None else f"an output of shape {list(scores.shape[1:])}"
            raise UnfitError(f"the network gives {what} where {classes} scores an image are expected")
        parts.append(scores)
    return np.concatenate(parts)


def score(job: dict[str, Any], images: np.ndarray, out: Path) -> None:
    """Predicts with one network whose preprocessing is known."""
    import tensorflow as tf

    if job["mapping"] is None:
        return
    loaded = tf.saved_model.load(job["folder"])
    signature = next(iter(loaded.signatures.values()))
    inputs = signature.structured_input_signature[1]
    if len(inputs) != 1:
        raise UnfitError(
            f"the network has {len(inputs)} inputs where one is expected; define predict(images)"
        )
    ((name, spec),) = inputs.items()
    scores = predict(
        lambda x: signature(**{name: tf.cast(x, spec.dtype)}),
        spec.shape,
        job["mapping"],
        images,
        job["classes"],
    )
    np.save(out / files.array_of(job["id"]), scores, allow_pickle=False)


def structure(job: dict[str, Any], out: Path) -> None:
    """Writes the op graph of one network."""
    from . import opgraph

    graph = json.dumps(opgraph.extract(job["folder"]))
    (out / files.graph_of(job["id"])).write_text(graph, encoding="utf-8")


def attempt(act: Callable[[], None]) -> str | None:
    """Why it failed, or None."""
    try:
        act()
    except UnfitError as error:
        return str(error)[:500]
    except Exception as error:  # noqa: BLE001 - told to the host, which goes on with the next network
        return f"{type(error).__name__}: {error}"[:500]
    return None


def main() -> None:
    loading.for_scoring()
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    out = Path(os.environ[variables.OUT])
    images = np.load(job["images"], allow_pickle=False)
    for model in job["models"]:
        say({"event": Event.SCORING, "model": model["id"]})
        unread = attempt(partial(structure, model, out))
        # A graph that cannot be read costs structure alone, never the score.
        reason = attempt(partial(score, model, images, out))
        say({"event": Event.SCORED, "model": model["id"], "reason": reason, "unread": unread})


if __name__ == "__main__":
    main()
    # All is written; TensorFlow takes its time to tidy up.
    os._exit(0)
