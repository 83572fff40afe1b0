"""Checks run in processes of their own, which have a budget; what these do not answer is a broken check."""

import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from harness.checks.case import Verdict
from harness.grade.record import Status
from harness.words.phrase import Phrase, phrase, plain

MAX_ANSWER_BYTES = 4 * 1024**2
MAX_LOG_BYTES = 4096
CASE, JOB, ANSWER, LOG = "case.json", "job.json", "answer.json", "log"
PHRASE = TypeAdapter[Phrase | None](Phrase | None)
"""Why a process was ended, as it travels."""
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Each thread of a linear algebra library takes address space, on a large machine more than the whole budget."""


@dataclass(frozen=True)
class Budget:
    """What all checks of one submission may take together: ``seconds`` of wall time, as many of CPU time, and
    ``memory_bytes`` of address space. Ours take a few seconds and half a GiB."""

    seconds: int = 120
    memory_bytes: int = 4 * 1024**3


DEFAULT_BUDGET = Budget()


def why_ended(code: int | None, seconds: int) -> Phrase | None:
    """Why a process of checks was ended: ``code`` is its exit code, below 0 a signal, None where it did not end in its time.
    None where it ended by itself."""
    if code is None:
        return phrase("checks.late", seconds=seconds)
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return phrase("checks.spent", seconds=seconds)
    return phrase("checks.crashed", number=-code) if code < 0 else None


def broken(name: str, why: Phrase) -> Verdict:
    """The verdict of a check that gave none."""
    return Verdict.model_validate({"title": name, "status": Status.ERROR, "said": {"reason": (why,)}})


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends the process with all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(BrokenPipeError):
        process.communicate()


def head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_ANSWER_BYTES)


def last_words(path: Path) -> Phrase:
    """The last line that the process said, or that it ended without a result."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - MAX_LOG_BYTES))
        lines = file.read(MAX_LOG_BYTES).decode("utf-8", "replace").strip().splitlines()
    return plain(lines[-1][:300]) if lines else phrase("checks.no_result")
