"""Sandbox B: our own code predicts with the exported networks, on hidden images that come without labels."""

import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness.errors import HostileOutputError
from harness.evidence import Evidence, Mapping
from harness.guest_asset import guest_asset, guest_command
from harness.sandbox.contract import OUT, SUBMISSION, Backend, Content, Limits, Spec

SCORING_SECONDS = 1800.0
MAX_ARRAY_BYTES = 64 * 1024**2


@dataclass
class Predictions:
    """Predicted labels int64 (N,) of each network, op graphs as the guest wrote them, and why one has none."""

    labels: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    graphs: dict[str, bytes] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


def npy_bytes(array: NDArray[np.uint8]) -> bytes:
    """The array as an ``.npy`` file."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


def read_array(path: Path) -> NDArray[np.generic]:
    """Reads an ``.npy`` file that left a sandbox. Raises `HostileOutputError` where it is too large or none."""
    try:
        if path.stat().st_size > MAX_ARRAY_BYTES:
            raise HostileOutputError(f"{path.name} is too large to be predictions")
        with path.open("rb") as file:
            return np.lib.format.read_array(file, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise HostileOutputError(f"{path.name} is no array of predictions") from error


def labels_of(array: NDArray[np.generic], images: int) -> NDArray[np.int64]:
    """Labels of scores (N, 10) or of labels (N,). Raises `HostileOutputError` for anything else."""
    if array.shape == (images, 10) and array.dtype.kind == "f":
        if not np.isfinite(array).all():
            raise HostileOutputError("the scores hold values that are no numbers (NaN or infinity)")
        return np.asarray(array.argmax(axis=1), np.int64)
    if array.shape == (images,) and array.dtype.kind in "iu":
        labels = np.asarray(array, np.int64)
        if ((labels >= 0) & (labels < 10)).all():
            return labels
    raise HostileOutputError(f"labels 0..9 of {images} images were expected, not {array.dtype} {array.shape}")


def mappings(evidence: Evidence) -> dict[str, Mapping]:
    """The verified preprocessing of each network: that of its last fit that has one, else of a later use."""
    found: dict[str, Mapping] = {}
    for facts in sorted(evidence.inputs, key=lambda facts: facts.fit is not None):
        if facts.mapping is not None:
            found[facts.model] = facts.mapping
    return found


def predict(
    backend: Backend,
    models: dict[str, Path],
    known: dict[str, Mapping],
    images: NDArray[np.uint8],
    limits: Limits,
    gpus: str,
    on_event: Callable[[dict[str, object]], None],
) -> Predictions:
    """Predicts with every exported network (id to SavedModel folder) that has a mapping, and reads all graphs.

    A network that ends the scoring process costs its own score alone: the others go on in a new sandbox.
    """
    result, waiting = Predictions(), dict(models)
    while waiting:
        crashed = _one_sandbox(backend, waiting, known, images, limits, gpus, on_event, result)
        if crashed is None:
            break
        result.reasons[crashed] = (
            "the network could not be run for scoring: the process ended (memory, time or a crash)"
        )
        waiting = dict(list(waiting.items())[list(waiting).index(crashed) + 1 :])
    return result


def _one_sandbox(
    backend: Backend,
    models: dict[str, Path],
    known: dict[str, Mapping],
    images: NDArray[np.uint8],
    limits: Limits,
    gpus: str,
    on_event: Callable[[dict[str, object]], None],
    result: Predictions,
) -> str | None:
    """Runs one scoring sandbox; returns the id of the network during which it ended, None when all were done."""
    spec = Spec(
        limits=Limits(SCORING_SECONDS, limits.memory_bytes, limits.cpus, limits.processes, limits.disk_bytes),
        assets={"guest": guest_asset()},
        gpus=gpus,
    )
    at: dict[str, str | None] = {"model": next(iter(models))}

    def on_line(line: str) -> None:
        try:
            event = json.loads(line)
        except (ValueError, RecursionError):
            return
        if not isinstance(event, dict) or event.get("model") not in models:
            return
        at["model"] = event["model"]
        if event.get("event") == "scored" and isinstance(reason := event.get("reason"), str):
            result.reasons[event["model"]] = reason[:500]
        on_event(event)

    with backend.start(spec) as sandbox, tempfile.TemporaryDirectory() as folder:
        here = sandbox.path(SUBMISSION)
        listed = [
            {
                "id": i,
                "folder": f"{here}/models/{i}",
                "mapping": known[i].model_dump() if i in known else None,
            }
            for i in models
        ]
        job = {"images": f"{here}/images.npy", "models": listed}
        files: dict[str, Content] = {"images.npy": npy_bytes(images), "job.json": json.dumps(job).encode()}
        for model_id, path in models.items():
            for item in sorted(path.rglob("*")):
                if item.is_file():
                    files[f"models/{model_id}/{item.relative_to(path).as_posix()}"] = item
        sandbox.put(SUBMISSION, files)
        command = guest_command(sandbox, "score", [f"{here}/job.json"], {})
        run = sandbox.run(command, timeout=SCORING_SECONDS, on_line=on_line)
        out = Path(folder) / "out"
        sandbox.get(OUT, out)
        for model_id in models:
            if (graph := out / f"{model_id}.json").is_file():
                result.graphs[model_id] = graph.read_bytes()
            if (array := out / f"{model_id}.npy").is_file():
                try:
                    result.labels[model_id] = labels_of(read_array(array), len(images))
                except HostileOutputError as error:
                    result.reasons[model_id] = str(error)
    return None if run.exit_code == 0 else at["model"]
