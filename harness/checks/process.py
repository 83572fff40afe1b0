"""Runs checks in a process of their own, which has a budget; what it does not answer is a broken check."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from harness.checks.case import Case, Verdict
from harness.grade import Status

MAX_ANSWER_BYTES = 4 * 1024**2
MAX_LOG_BYTES = 4096
_VERDICTS = TypeAdapter(dict[str, Verdict])
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Each thread of a linear algebra library takes address space, on a large machine more than the whole budget."""


@dataclass(frozen=True)
class Budget:
    """What all checks of one submission may take together: ``seconds`` of wall time, as many of CPU time, and
    ``memory_bytes`` of address space. Ours take a few seconds and half a GiB."""

    seconds: int = 120
    memory_bytes: int = 4 * 1024**3


DEFAULT_BUDGET = Budget()


def run_checks(
    case: Case, names: list[str], folder: Path, budget: Budget = DEFAULT_BUDGET
) -> dict[str, Verdict]:
    """The verdict of each check; ``folder`` is that of the rubric. A check that gives none, since it or another one
    broke, hung or took too much memory, has the status `Status.ERROR`."""
    with tempfile.TemporaryDirectory() as own:
        place = Path(own)
        (place / "case.json").write_text(case.model_dump_json(by_alias=True), encoding="utf-8")
        why = _run(place, names, folder, budget)
        said: dict[str, Verdict] = {}
        if not why:
            try:
                said = _VERDICTS.validate_json(_head(place / "verdicts.json"))
                why = "the check did not answer"
            except (OSError, ValidationError):
                why = _last_words(place / "log") or "the checks ended without a result"
    return {name: said.get(name) or Verdict(title=name, status=Status.ERROR, reason=why) for name in names}


def _run(place: Path, names: list[str], folder: Path, budget: Budget) -> str:
    """Waits until the process ends; returns why it had to be ended, or nothing."""
    files = [str(place / "case.json"), str(place / "verdicts.json")]
    limits = [str(budget.seconds), str(budget.memory_bytes)]
    command = [sys.executable, "-m", "harness.checks.run", *files, *limits, str(folder), *names]
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=os.environ | _ONE_THREAD,
            start_new_session=True,
        )
        why = ""
        try:
            code = process.wait(budget.seconds)
            if code == -signal.SIGXCPU or code == -signal.SIGKILL:
                why = f"the checks were ended after {budget.seconds} seconds of computing, or for lack of memory"
            elif code < 0:
                why = f"the checks crashed (signal {-code})"
        except subprocess.TimeoutExpired:
            why = f"the checks did not end within {budget.seconds} seconds"
        finally:
            _end(process)
    return why


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process with all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_ANSWER_BYTES)


def _last_words(path: Path) -> str:
    """The last line that the process said."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - MAX_LOG_BYTES))
        lines = file.read(MAX_LOG_BYTES).decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else ""
