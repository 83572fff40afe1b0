"""Runs `reference.zoo.train` in the zoo environment and reads what it leaves."""

import json
import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from harness.assignments.fashion_mnist.data.classes import CLASS_NAMES
from harness.report.text import one_line
from reference.measure.results import Training

ROOT = Path(__file__).resolve().parents[2]
STOP_SECONDS = 10
REASON_LENGTH = 300

Event = Mapping[str, object]


class WorkerError(Exception):
    """A training that failed; the message says why, in one sentence, and costs one row."""


def quick_command(python: Path, what: str | Path, *arguments: str) -> list[str]:
    """The command that runs a module, or a file, with TensorFlow imported quickly."""
    return [str(python), str(ROOT / "reference" / "quick.py"), str(what), *arguments]


def worker_environment(backend: str) -> dict[str, str]:
    """The environment of a process of the zoo: this project's code, one backend, no settings of the user's Keras.

    TensorFlow leaves oneDNN off on processors without AVX-512, where it makes an epoch of the deep networks up to
    twice as fast.
    """
    return {
        **os.environ,
        "KERAS_BACKEND": backend,
        "KERAS_HOME": str(ROOT / ".harness" / "zoo" / "keras"),
        "PYTHONPATH": str(ROOT),
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "TF_ENABLE_ONEDNN_OPTS": "1",
    }


def train(
    python: Path, backend: str, job: Mapping[str, object], log: Path, heard: Callable[[Event], None]
) -> None:
    """Runs one job to its end, or until an exception (such as Ctrl-C) ends the worker too.

    Args:
        python: of the zoo environment.
        backend: for Keras.
        job: as `reference.zoo.job.Job` describes it; its ``out`` is a folder that exists.
        log: a file for what the worker writes to standard error.
        heard: is called with each event.

    Raises:
        WorkerError: the worker did not reach its end.
    """
    path = Path(str(job["out"])) / "job.json"
    path.write_text(json.dumps(job), encoding="utf-8")
    reason = ""
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            quick_command(python, "reference.zoo.train", str(path)),
            cwd=ROOT,
            env=worker_environment(backend),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            errors="replace",
        ) as process,
    ):
        try:
            for line in process.stdout or ():
                event = _event(line)
                if event is not None and event.get("event") == "error":
                    reason = str(event.get("reason"))
                elif event is not None:
                    heard(event)
            code = process.wait()
        except BaseException:
            _stop(process)
            raise
    if code == -signal.SIGINT:
        # Ctrl-C reaches the worker and us at once, and it may be the first to heed it.
        raise KeyboardInterrupt
    if code != 0:
        end = f"it was ended by signal {-code}" if code < 0 else f"it ended with exit code {code}"
        raise WorkerError(one_line(reason or f"the worker stopped: {end}; its log is {log}", REASON_LENGTH))


def read_training(out: Path) -> Training:
    """What the worker measured. Raises `WorkerError` where it left nothing of use."""
    try:
        return Training.model_validate_json((out / "result.json").read_bytes())
    except (OSError, ValidationError) as error:
        raise WorkerError(one_line(f"the worker left no usable result: {error}", REASON_LENGTH)) from error


def read_predictions(out: Path, images: int) -> NDArray[np.intp]:
    """The most probable class of each image, int (images,). Raises `WorkerError` where there is none."""
    try:
        probabilities = np.load(out / "probabilities.npy", allow_pickle=False)
    except (OSError, ValueError) as error:
        raise WorkerError(one_line(f"the worker left no probabilities: {error}", REASON_LENGTH)) from error
    expected = (images, len(CLASS_NAMES))
    if probabilities.shape != expected or probabilities.dtype != np.float32:
        raise WorkerError(
            f"the worker left probabilities {probabilities.dtype} {probabilities.shape}, not float32 {expected}"
        )
    if not np.isfinite(probabilities).all():
        raise WorkerError("training diverged: some probabilities are not finite numbers")
    return np.asarray(probabilities.argmax(axis=1), np.intp)


def _event(line: str) -> Event | None:
    """One event; None for a line that is none, such as a library's chatter."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
