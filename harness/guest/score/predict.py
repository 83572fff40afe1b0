"""Sandbox B: predicts with the exported networks and reads their op graphs. No student code runs here.

Usage: ``python -m harness.guest.score.predict JOB.json`` with
``{"images": FILE, "models": [{"id", "folder", "mappings", "classes"}]}``, a mapping for
each input of a network, none where they are not known. Writes below the output folder, for each network,
``<id>.npy`` (float32 scores (N, classes)) and ``<id>.json`` (op graph).
"""

import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from harness.wire import files, variables
from harness.wire.events import Event

from .. import loading
from ..channel import encode
from ..preprocessing.apply import apply

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


def predict(
    serve: Callable[..., dict[str, Any]],
    job: dict[str, Any],
    specs: Sequence[Any],
    images: np.ndarray,
    main: str,
) -> np.ndarray:
    """float32 (N, classes) of output ``main`` of a network whose inputs have these ``tf.TensorSpec``; ``job`` holds the
    mapping of images to each.

    Raises `UnfitError` where the network does not take the images, fails on them, or gives anything else.
    """
    import tensorflow as tf

    parts = []
    for start in range(0, len(images), CHUNK):
        chunk = images[start : start + CHUNK]
        given = [
            fitted(apply(how, chunk), spec.shape) for how, spec in zip(job["mappings"], specs, strict=True)
        ]
        try:
            result = serve(*(tf.constant(one, spec.dtype) for one, spec in zip(given, specs, strict=True)))
        except (tf.errors.InvalidArgumentError, TypeError, ValueError) as error:
            why = (str(error).strip() or type(error).__name__).splitlines()[0]
            shapes = " and ".join(str(list(one.shape[1:])) for one in given)
            raise UnfitError(f"the network fails on {len(chunk)} images of shape {shapes}: {why}") from error
        scores = np.asarray(result[main], np.float32)
        if scores.shape != (len(chunk), job["classes"]):
            what = f"an output of shape {list(scores.shape[1:])}"
            raise UnfitError(f"the network gives {what} where {job['classes']} scores an image are expected")
        parts.append(scores)
    return np.concatenate(parts)


def score(job: dict[str, Any], images: np.ndarray, out: Path, told: dict[str, Any]) -> None:
    """Predicts with one network whose preprocessing is known: for a network with several outputs, with the main one. Puts
    what `felt.measure` finds into ``told``: None where it could not be measured."""
    import tensorflow as tf

    from .felt import IMAGES, measure

    if not job["mappings"]:
        return
    loaded = tf.saved_model.load(job["folder"])
    signature = next(iter(loaded.signatures.values()))
    inputs = sorted(signature.structured_input_signature[1].items())
    if len(inputs) != len(job["mappings"]):
        raise UnfitError(
            f"the network has {len(inputs)} inputs, and the notebook fed it {len(job['mappings'])}; "
            "define predict(images)"
        )

    def serve(*given: Any) -> dict[str, Any]:
        result: dict[str, Any] = signature(
            **{name: one for (name, _), one in zip(inputs, given, strict=True)}
        )
        return result

    graph = out / files.graph_of(job["id"])
    document = json.loads(graph.read_text(encoding="utf-8")) if graph.is_file() else {}
    outputs = document.get("outputs") or [{"name": name} for name in sorted(signature.structured_outputs)]
    specs, main = [spec for _, spec in inputs], outputs[0]["name"]
    scores = predict(serve, job, specs, images, main)
    np.save(out / files.array_of(job["id"]), scores, allow_pickle=False)
    last = images[-IMAGES:]
    given = [fitted(apply(how, last), spec.shape) for how, spec in zip(job["mappings"], specs, strict=True)]
    # The score stands, whatever becomes of this.
    told["felt"] = None
    attempt(lambda: told.update(felt=measure(signature, given, main)))


def structure(job: dict[str, Any], out: Path) -> None:
    """Writes the op graph of one network."""
    from . import opgraph

    graph = json.dumps(opgraph.main_first(opgraph.extract(job["folder"]), job["classes"]))
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
        told: dict[str, Any] = {"event": Event.SCORED, "model": model["id"], "unread": unread, "felt": {}}
        told["reason"] = attempt(partial(score, model, images, out, told))
        say(told)


if __name__ == "__main__":
    main()
    # All is written; TensorFlow takes its time to tidy up.
    os._exit(0)
