"""How a scoring sandbox starts, what it gets first, and the command that waits there for it."""

import json
import stat
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from harness.evidence.network import Mapping as Preprocessing
from harness.sandbox.contract import SUBMISSION, Content, Limits, Sandbox, Spec
from harness.sandbox.guest_asset import guest_asset, guest_command
from harness.wire import files as wire
from harness.wire.limits import MAX_BEFORE


def scoring_spec(limits: Limits, seconds: float, env: Mapping[str, str], gpus: str) -> Spec:
    """A sandbox for scoring: the limits of a submission, but for the wall limit."""
    limits = replace(limits, wall_seconds=seconds)
    return Spec(limits=limits, assets={"guest": guest_asset()}, env=env, gpus=gpus)


def score_command(sandbox: Sandbox) -> list[str]:
    """The command that imports what scoring takes, and then waits for its job."""
    return guest_command(sandbox, "score.predict", [f"{sandbox.path(SUBMISSION)}/{wire.JOB}"], {})


def job_files(
    models: Mapping[str, Path],
    known: Mapping[str, Sequence[Preprocessing]],
    classes: int,
    here: str,
    seconds: float,
) -> tuple[dict[str, Content], dict[str, Content]]:
    """By path below ``here``, the files of the networks, and the job, which must come last: the guest begins with it.

    Args:
        models: the SavedModel folder of each network.
        known: the verified preprocessing of networks, for each input.
        classes: how many there are.
        here: where they will lie in the sandbox.
        seconds: of the whole job.
    """
    listed = [
        {
            "id": model_id,
            "folder": f"{here}/{wire.MODELS}/{model_id}",
            "mappings": [mapping.model_dump() for mapping in known.get(model_id, [])],
            "classes": classes,
            "before": f"{here}/{wire.weights_before(model_id)}",
        }
        for model_id in models
    ]
    images = {"images": f"{here}/{wire.IMAGES}", "fresh": f"{here}/{wire.FRESH}"}
    job = {**images, "seconds": seconds, "models": listed}
    files: dict[str, Content] = {}
    for model_id, path in models.items():
        if _is_file(before := path.parent.parent / wire.weights_before(model_id), MAX_BEFORE):
            files[wire.weights_before(model_id)] = before
        for item in sorted(path.rglob("*")):
            if item.is_file():
                files[f"{wire.MODELS}/{model_id}/{item.relative_to(path).as_posix()}"] = item
    return files, {wire.JOB: json.dumps(job).encode()}


def _is_file(path: Path, most: int) -> bool:
    """Whether it is a regular file of at most so many bytes."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size <= most
