"""Runs checks in a process of their own, which has a budget; what it does not answer is a broken check."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import TypeAdapter, ValidationError

from harness.checks.case import Case, Verdict
from harness.checks.names import Place
from harness.grade.record import Status
from harness.sandbox.owned import work_folder
from harness.words.phrase import Phrase, phrase, plain

MAX_ANSWER_BYTES = 4 * 1024**2
MAX_LOG_BYTES = 4096
CASE, JOB, VERDICTS = "case.json", "job.json", "verdicts.json"
ANSWER, LOG = "answer.json", "log"
GO = b"go\n"
_VERDICTS = TypeAdapter(dict[str, Verdict])
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


class Checker:
    """A process that checks one case. It may begin long before there is one: what it imports takes longer than most checks,
    and student code runs meanwhile. It ends with the context."""

    def __init__(self, budget: Budget = DEFAULT_BUDGET) -> None:
        self._budget = budget
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._own = work_folder()
        self._place = self._own.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            end_group(self._process)
        self._own.__exit__(None, None, None)

    def begin(self) -> None:
        """Starts the process, where it does not run yet."""
        if self._process is None:
            budget = self._budget
            limits = [str(budget.seconds), str(budget.memory_bytes)]
            with (self._place / LOG).open("wb") as log:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "harness.checks.run", str(self._place), *limits],
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    env=os.environ | ONE_THREAD,
                    start_new_session=True,
                )

    def run(self, case: Case, places: Mapping[str, Place], fixtures: Path) -> dict[str, Verdict]:
        """The verdict of each check, by its name in the rubric; ``fixtures`` is a file of pytest fixtures for them, where
        it is there. A check that gives none, since it or another one broke, hung or took too much memory, has the status
        `Status.ERROR`. To be called once."""
        place = self._place
        (place / CASE).write_text(case.model_dump_json(by_alias=True), encoding="utf-8")
        job = {"fixtures": str(fixtures), "checks": {n: [str(p.file), p.function] for n, p in places.items()}}
        (place / JOB).write_text(json.dumps(job), encoding="utf-8")
        self.begin()
        why = self._wait()
        said: dict[str, Verdict] = {}
        if why is None:
            try:
                said = _VERDICTS.validate_json(head(place / VERDICTS))
                why = phrase("checks.silent")
            except (OSError, ValidationError):
                why = last_words(place / LOG)
        return {name: said.get(name) or broken(name, why) for name in places}

    def _wait(self) -> Phrase | None:
        """Lets the process go on and waits until it ends; returns why it had to be ended, or None."""
        process, budget = self._process, self._budget
        assert process is not None
        assert process.stdin is not None
        try:
            # One that is dead already has left its last words.
            with suppress(BrokenPipeError):
                process.stdin.write(GO)
                process.stdin.close()
            return why_ended(process.wait(budget.seconds), budget.seconds)
        except subprocess.TimeoutExpired:
            return why_ended(None, budget.seconds)
        finally:
            end_group(process)


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


def run_checks(
    case: Case, places: Mapping[str, Place], fixtures: Path, budget: Budget = DEFAULT_BUDGET
) -> dict[str, Verdict]:
    """What `Checker.run` gives, of a process that is started now."""
    with Checker(budget) as checker:
        return checker.run(case, places, fixtures)


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
