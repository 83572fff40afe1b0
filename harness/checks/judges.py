"""Asks checks about what is kept of many attempts, some at a time; one that breaks a check breaks it for itself alone."""

import json
import os
import queue
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ValidationError

from harness.checks.case import Verdict, View
from harness.checks.names import Place
from harness.checks.process import (
    ANSWER,
    DEFAULT_BUDGET,
    JOB,
    LOG,
    ONE_THREAD,
    Budget,
    end_group,
    head,
    last_words,
)
from harness.errors import UsageError
from harness.evidence.provenance.sources import DataCalls
from harness.grade.record import Status
from harness.sandbox.owned import work_folder

NO_RESULT = "the checks ended without a result"


class _Answer(BaseModel, extra="forbid"):
    verdicts: dict[str, Verdict] | None = None
    unreadable: str | None = None


class Judges:
    """Processes that judge; to be used as a context, from several threads at once.

    Args:
        places: where each check is, by its name in the rubric.
        fixtures: a file of pytest fixtures for them, which need not be there.
        calls: how the student's code may ask for the data.
        own: the folder of the assignment's checks: its files are imported once.
        jobs: how many processes.
        budget: of the checks of one attempt.
    """

    def __init__(
        self,
        places: Mapping[str, Place],
        fixtures: Path,
        calls: DataCalls,
        own: Path,
        jobs: int,
        budget: Budget = DEFAULT_BUDGET,
    ) -> None:
        files = dict.fromkeys(str(place.file) for place in places.values() if place.file.parent == own)
        job = {
            "fixtures": str(fixtures),
            "checks": {name: [str(place.file), place.function] for name, place in places.items()},
            "calls": calls.model_dump(mode="json"),
            "import": list(files),
        }
        self._names, self._job, self._jobs, self._budget = list(places), json.dumps(job), jobs, budget
        self._free = queue.SimpleQueue[_Judge]()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            for _ in range(self._jobs):
                self._free.put(stack.enter_context(_judge(self._job, self._budget)))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def verdicts(self, folder: Path, view: View) -> dict[str, Verdict]:
        """The verdict of each check on what is kept in an attempt's folder; one that broke, hung or took too much memory has
        the status `Status.ERROR`, as `harness.checks.process.Checker.run` gives it.

        Raises `UsageError` where the evidence cannot be read.
        """
        if not self._names:
            return {}
        judge = self._free.get()
        try:
            said, why = judge.ask(folder, view)
        finally:
            self._free.put(judge)
        return {
            name: said.get(name) or Verdict(title=name, status=Status.ERROR, reason=why)
            for name in self._names
        }


class _Judge:
    """One process of `harness.checks.many`; started when it is asked, and again where it died."""

    def __init__(self, place: Path, budget: Budget) -> None:
        self._place, self._budget = place, budget
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, folder: Path, view: View) -> tuple[dict[str, Verdict], str]:
        """Verdicts, and why those are broken that are not among them. Raises `UsageError` where evidence cannot be read."""
        answer = self._place / ANSWER
        answer.unlink(missing_ok=True)
        why = self._wait(json.dumps([str(folder), view.value]))
        if why:
            return {}, why
        try:
            said = _Answer.model_validate_json(head(answer))
        except (OSError, ValidationError):
            with suppress(OSError):
                return {}, last_words(self._place / LOG) or NO_RESULT
            return {}, NO_RESULT
        if said.unreadable is not None:
            raise UsageError(said.unreadable)
        return said.verdicts or {}, "the check did not answer"

    def _wait(self, request: str) -> str:
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(request.encode() + b"\n")
            process.stdin.flush()
            return str(json.loads(process.stdout.readline()))
        except (OSError, ValueError):
            # It says nothing any more: whatever ended it may have been this attempt.
            self.close()
            return "the process of the checks ended"

    def _start(self) -> subprocess.Popen[bytes]:
        budget = self._budget
        limits = [str(budget.seconds), str(budget.memory_bytes)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "harness.checks.many", str(self._place), *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | ONE_THREAD,
            start_new_session=True,
        )
        return self._process

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None:
            end_group(self._process)
            self._process = None


@contextmanager
def _judge(job: str, budget: Budget) -> Iterator[_Judge]:
    with work_folder() as place:
        (place / JOB).write_text(job, encoding="utf-8")
        judge = _Judge(place, budget)
        try:
            yield judge
        finally:
            judge.close()
