"""Sandbox B: our own code predicts with the exported networks, on hidden images that come without labels."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, TypeAdapter, ValidationError

from harness.dataset.assets import npy_bytes
from harness.errors import HostileOutputError
from harness.evidence import strict_json
from harness.evidence.network import Felt, Mapping
from harness.evidence.schema import Evidence
from harness.sandbox.contract import OUT, SUBMISSION, Backend, Content, Limit, Limits, Spec
from harness.sandbox.guest_asset import guest_asset, guest_command
from harness.wire import files as wire
from harness.wire.events import Event
from harness.words.phrase import Phrase, phrase, plain

SCORING_SECONDS = 1800.0
_FELT: TypeAdapter[dict[str, float]] = TypeAdapter(Felt, config=ConfigDict(allow_inf_nan=False))
MAX_ARRAY_BYTES = 64 * 1024**2


@dataclass
class Predictions:
    """Predicted labels int64 (N,) of each network, op graphs as the guest wrote them, how much it feels its concatenations,
    why one has none, and why a person must look."""

    labels: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    graphs: dict[str, bytes] = field(default_factory=dict)
    felt: dict[str, dict[str, float] | None] = field(default_factory=dict)
    reasons: dict[str, Phrase] = field(default_factory=dict)
    held: list[Phrase] = field(default_factory=list)


def read_array(path: Path) -> NDArray[np.generic]:
    """Reads an ``.npy`` file that left a sandbox. Raises `HostileOutputError` where it is too large or none."""
    try:
        if path.stat().st_size > MAX_ARRAY_BYTES:
            raise HostileOutputError(f"{path.name} is too large to be predictions")
        with path.open("rb") as file:
            return np.lib.format.read_array(file, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise HostileOutputError(f"{path.name} is not an array of predictions") from error


def labels_of(array: NDArray[np.generic], images: int, classes: int) -> NDArray[np.int64]:
    """Labels of scores (N, classes) or of labels (N,). Raises `HostileOutputError` for anything else."""
    if array.shape == (images, classes) and array.dtype.kind == "f":
        if not np.isfinite(array).all():
            raise HostileOutputError("the scores hold values that are not numbers (NaN or infinity)")
        return np.asarray(array.argmax(axis=1), np.int64)
    if array.shape == (images,) and array.dtype.kind in "iu":
        labels = np.asarray(array, np.int64)
        if ((labels >= 0) & (labels < classes)).all():
            return labels
    raise HostileOutputError(
        f"labels 0..{classes - 1} of {images} images were expected, not {array.dtype} {array.shape}"
    )


def mappings(evidence: Evidence) -> dict[str, list[Mapping]]:
    """The verified preprocessing of each network, for each of its inputs: that of its last training that has one, else of
    a use, else of a fit that took no step."""
    trained = {fit.fit for fit in evidence.fits}
    found: dict[str, list[Mapping]] = {}
    for facts in sorted(evidence.inputs, key=lambda facts: (facts.fit in trained) - (facts.fit is not None)):
        if facts.mapping is not None:
            found[facts.model] = [facts.mapping, *facts.more]
    return found


def _felt(told: object) -> dict[str, float] | None:
    """What the guest tells of how much a network feels its concatenations; None where it is nothing of the kind."""
    try:
        return _FELT.validate_python(told, strict=True)
    except ValidationError:
        return None


@dataclass(frozen=True)
class Scorer:
    """Predicts with exported networks that have a mapping, and reads the graph of every one.

    Args:
        backend: where the sandboxes start.
        known: the verified preprocessing of networks, by id, for each input.
        images: uint8 (N, H, W) or (N, H, W, 3), without labels.
        classes: how many there are.
        limits: those of the rubric; the wall limit is `SCORING_SECONDS`.
        gpus: as the command line takes them.
        on_event: told of each network.
    """

    backend: Backend
    known: dict[str, list[Mapping]]
    images: NDArray[np.uint8]
    classes: int
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
            result.reasons.setdefault(crashed, phrase("network.crashed"))
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
            if event.get("event") == Event.SCORED:
                if isinstance(reason := event.get("reason"), str):
                    result.reasons[event["model"]] = plain(reason[:500])
                result.felt[event["model"]] = _felt(event.get("felt", {}))
            self.on_event(event)

        spec = Spec(
            limits=replace(self.limits, wall_seconds=SCORING_SECONDS),
            assets={"guest": guest_asset()},
            gpus=self.gpus,
        )
        with self.backend.start(spec) as sandbox, tempfile.TemporaryDirectory() as folder:
            here = sandbox.path(SUBMISSION)
            sandbox.put(SUBMISSION, self._files(models, here))
            command = guest_command(sandbox, "score.predict", [f"{here}/{wire.JOB}"], {})
            run = sandbox.run(command, timeout=SCORING_SECONDS, on_line=on_line)
            out = Path(folder) / "out"
            sandbox.get(OUT, out)
            self._collect(out, models, result)
        ended_at = at["model"]
        if Limit.TIME in run.limits_hit and ended_at is not None:
            minutes = SCORING_SECONDS / 60
            result.reasons[ended_at] = phrase("network.late", minutes=minutes)
            result.held.append(phrase("held.scoring_late", network=ended_at, minutes=minutes))
        return None if run.exit_code == 0 else ended_at

    def _files(self, models: dict[str, Path], here: str) -> dict[str, Content]:
        """What one scoring sandbox gets, by path below ``here``: networks, images and the job."""
        listed = [
            {
                "id": model_id,
                "folder": f"{here}/{wire.MODELS}/{model_id}",
                "mappings": [mapping.model_dump() for mapping in self.known.get(model_id, [])],
                "classes": self.classes,
            }
            for model_id in models
        ]
        job = {"images": f"{here}/{wire.IMAGES}", "models": listed}
        files: dict[str, Content] = {
            wire.IMAGES: npy_bytes(self.images),
            wire.JOB: json.dumps(job).encode(),
        }
        for model_id, path in models.items():
            for item in sorted(path.rglob("*")):
                if item.is_file():
                    files[f"{wire.MODELS}/{model_id}/{item.relative_to(path).as_posix()}"] = item
        return files

    def _collect(self, out: Path, models: dict[str, Path], result: Predictions) -> None:
        for model_id in models:
            if (graph := out / wire.graph_of(model_id)).is_file():
                result.graphs[model_id] = graph.read_bytes()
            if (array := out / wire.array_of(model_id)).is_file():
                try:
                    result.labels[model_id] = labels_of(read_array(array), len(self.images), self.classes)
                except HostileOutputError as error:
                    result.reasons[model_id] = plain(str(error))
