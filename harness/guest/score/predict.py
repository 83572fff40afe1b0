"""Sandbox B: predicts with the exported networks and reads their op graphs. No student code runs here.

Usage: ``python -m harness.guest.score.predict JOB.json`` with ``{"images": FILE, "models": [{"id", "folder", "mapping"}]}``.
Writes below the output folder, for each network, ``<id>.npy`` (float32 scores (N, 10)) and ``<id>.json`` (op graph).
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

from ..channel import encode
from ..preprocessing import apply
from . import opgraph

CHUNK = 500


def say(event: dict[str, Any]) -> None:
    """Sends one event to the host."""
    sys.stdout.buffer.write(encode(event))
    sys.stdout.buffer.flush()


def predict(serve: Any, mapping: dict[str, Any], images: np.ndarray) -> np.ndarray:
    """float32 (N, 10). Raises ValueError where the network gives anything else."""
    import tensorflow as tf

    parts = []
    for start in range(0, len(images), CHUNK):
        given = apply(mapping, images[start : start + CHUNK])
        result = serve(tf.constant(given))
        if isinstance(result, dict) and len(result) == 1:
            result = next(iter(result.values()))
        scores = np.asarray(result, np.float32) if not isinstance(result, (dict, list, tuple)) else None
        if scores is None or scores.shape != (len(given), 10):
            shape = "several outputs" if scores is None else f"an output of shape {list(scores.shape[1:])}"
            raise ValueError(f"the network gives {shape} where 10 scores an image are expected")
        parts.append(scores)
    return np.concatenate(parts)


def score(job: dict[str, Any], images: np.ndarray, out: Path) -> None:
    """Predicts with one network whose preprocessing is known."""
    import tensorflow as tf

    if job["mapping"] is None:
        return
    loaded = tf.saved_model.load(job["folder"])
    signature = next(iter(loaded.signatures.values()))
    (name, spec) = next(iter(signature.structured_input_signature[1].items()))
    scores = predict(lambda x: signature(**{name: tf.cast(x, spec.dtype)}), job["mapping"], images)
    np.save(out / files.array_of(job["id"]), scores, allow_pickle=False)


def structure(job: dict[str, Any], out: Path) -> None:
    """Writes the op graph of one network."""
    graph = json.dumps(opgraph.extract(job["folder"]))
    (out / files.graph_of(job["id"])).write_text(graph, encoding="utf-8")


def attempt(act: Callable[[], None]) -> str | None:
    """Why it failed, or None."""
    try:
        act()
    except Exception as error:  # noqa: BLE001 - told to the host, which goes on with the next network
        return f"{type(error).__name__}: {error}"[:500]
    return None


def main() -> None:
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
