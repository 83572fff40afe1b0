"""Sandbox B: our own code predicts with the exported networks, on hidden images that come without labels."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness import strict_json
from harness.dataset.assets import npy_bytes
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


@dataclass(frozen=True)
class Scorer:
    """Predicts with exported networks that have a mapping, and reads the graph of every one.

    Args:
        backend: where the sandboxes start.
        known: the verified preprocessing of networks, by id.
        images: uint8 (N, 28, 28), without labels.
        limits: those of the rubric; the wall limit is `SCORING_SECONDS`.
        gpus: as the command line takes them.
        on_event: told of each network.
    """

    backend: Backend
    known: dict[str, Mapping]
    images: NDArray[np.uint8]
    limits: Limits
    gpus: str
    on_event: Callable[[dict[str, object]], None]

    def predict(self, models: dict[str, Path]) -> Predictions:
        """Predictions of ``models`` (id to SavedModel folder).

        A network that ends the scoring process costs its own score alone: the others go on in a new sandbox.
        """
        result, waiting = Predictions(), dict(models)
        while waiting:
            crashed = self._one_sandbox(waiting, result)
            if crashed is None:
                break
            result.reasons[crashed] = (
                "the network could not be run for scoring: the process ended (memory, time or a crash)"
            )
            waiting = dict(list(waiting.items())[list(waiting).index(crashed) + 1 :])
        return result

    def _one_sandbox(self, models: dict[str, Path], result: Predictions) -> str | None:
        """Runs one sandbox; returns the id of the network during which it ended, None when all were done."""
        at: dict[str, str | None] = {"model": next(iter(models))}

        def on_line(line: str) -> None:
            try:
                event = strict_json.loads(line)
            except ValueError:
                return
            if not isinstance(event, dict) or event.get("model") not in models:
                return
            at["model"] = event["model"]
            if event.get("event") == "scored" and isinstance(reason := event.get("reason"), str):
                result.reasons[event["model"]] = reason[:500]
            self.on_event(event)

        spec = Spec(
            limits=replace(self.limits, wall_seconds=SCORING_SECONDS),
            assets={"guest": guest_asset()},
            gpus=self.gpus,
        )
        with self.backend.start(spec) as sandbox, tempfile.TemporaryDirectory() as folder:
            here = sandbox.path(SUBMISSION)
            sandbox.put(SUBMISSION, self._files(models, here))
            command = guest_command(sandbox, "score", [f"{here}/job.json"], {})
            run = sandbox.run(command, timeout=SCORING_SECONDS, on_line=on_line)
            out = Path(folder) / "out"
            sandbox.get(OUT, out)
            self._collect(out, models, result)
        return None if run.exit_code == 0 else at["model"]

    def _files(self, models: dict[str, Path], here: str) -> dict[str, Content]:
        """What one scoring sandbox gets, by path below ``here``: networks, images and the job."""
        listed = [
            {
                "id": model_id,
                "folder": f"{here}/models/{model_id}",
                "mapping": self.known[model_id].model_dump() if model_id in self.known else None,
            }
            for model_id in models
        ]
        job = {"images": f"{here}/images.npy", "models": listed}
        files: dict[str, Content] = {
            "images.npy": npy_bytes(self.images),
            "job.json": json.dumps(job).encode(),
        }
        for model_id, path in models.items():
            for item in sorted(path.rglob("*")):
                if item.is_file():
                    files[f"models/{model_id}/{item.relative_to(path).as_posix()}"] = item
        return files

    def _collect(self, out: Path, models: dict[str, Path], result: Predictions) -> None:
        for model_id in models:
            if (graph := out / f"{model_id}.json").is_file():
                result.graphs[model_id] = graph.read_bytes()
            if (array := out / f"{model_id}.npy").is_file():
                try:
                    result.labels[model_id] = labels_of(read_array(array), len(self.images))
                except HostileOutputError as error:
                    result.reasons[model_id] = str(error)
