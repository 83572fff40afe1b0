"""Asks checks about what is kept of many attempts, some at a time; one that breaks a check breaks it for itself alone."""

import json
import os
import queue
import select
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
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
    PHRASE,
    Budget,
    broken,
    end_group,
    head,
    last_words,
    why_ended,
)
from harness.errors import UsageError
from harness.evidence.provenance.sources import DataCalls
from harness.grade.record import Status
from harness.sandbox.owned import work_folder
from harness.words.phrase import Phrase, phrase


class _Answer(BaseModel, extra="forbid"):
    verdicts: dict[View, dict[str, Verdict]] | None = None
    unreadable: Phrase | None = None


class Judges:
    """Processes that judge; to be used as a context, from several threads at once.

    Args:
        places: where each check is, by its name in the rubric.
        fixtures: a file of pytest fixtures for them, which need not be there.
        calls: how the student's code may ask for the data.
        jobs: how many processes.
        budget: of the checks of one attempt.
    """

    def __init__(
        self,
        places: Mapping[str, Place],
        fixtures: Path,
        calls: DataCalls,
        jobs: int,
        budget: Budget = DEFAULT_BUDGET,
    ) -> None:
        job = {
            "fixtures": str(fixtures),
            "checks": {name: [str(place.file), place.function] for name, place in places.items()},
            "calls": calls.model_dump(mode="json"),
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

    def verdicts(self, folder: Path, view: View, names: Collection[str] | None = None) -> dict[str, Verdict]:
        """The verdict of each check, or of those of these names, on what is kept in an attempt's folder; one that broke, hung
        or took too much memory has the status `Status.ERROR`, as `harness.checks.process.Checker.run` gives it.

        Raises `UsageError` where the evidence cannot be read.
        """
        return self.of_views(folder, {view: self._names if names is None else names})[view]

    def of_views(self, folder: Path, asked: Mapping[View, Collection[str]]) -> dict[View, dict[str, Verdict]]:
        """What `verdicts` says of each of these views, by checks of these names: in one process where all goes well there, else
        each view in its own. Raises as `verdicts` does."""
        wanted = {view: [name for name in self._names if name in names] for view, names in asked.items()}
        judge = self._free.get()
        try:
            together = judge.ask_together(folder, {view: names for view, names in wanted.items() if names})
            return {view: together.get(view) or judge.ask(folder, view, wanted[view]) for view in wanted}
        finally:
            self._free.put(judge)


class _Judge:
    """One process of `harness.checks.many`; started when it is asked, and again where it died."""

    def __init__(self, place: Path, budget: Budget) -> None:
        self._place, self._budget = place, budget
        self._process: subprocess.Popen[bytes] | None = None
        self._never: Phrase | None = None
        """Why it need not be started again."""

    def ask_together(self, folder: Path, asked: Mapping[View, list[str]]) -> dict[View, dict[str, Verdict]]:
        """The verdicts of each view; nothing where any of them lacks or broke, or one view alone is asked. Raises as `ask`."""
        if len(asked) < 2:
            return {}
        said, _ = self._answered(folder, asked)
        found = {view: said.get(view, {}) for view in asked}
        sound = all(
            name in found[view] and found[view][name].status is not Status.ERROR
            for view, names in asked.items()
            for name in names
        )
        return found if sound else {}

    def ask(self, folder: Path, view: View, names: list[str]) -> dict[str, Verdict]:
        """The verdict of each check. Raises `UsageError` where evidence cannot be read."""
        if not names:
            return {}
        said, why = self._answered(folder, {view: names})
        found = said.get(view, {})
        return {name: found.get(name) or broken(name, why) for name in names}

    def _answered(
        self, folder: Path, asked: Mapping[View, list[str]]
    ) -> tuple[dict[View, dict[str, Verdict]], Phrase]:
        """Verdicts, and why those are broken that are not among them. Raises `UsageError` where evidence cannot be read."""
        answer = self._place / ANSWER
        answer.unlink(missing_ok=True)
        why = self._wait(json.dumps([str(folder), asked]))
        if why is not None:
            return {}, why
        try:
            said = _Answer.model_validate_json(head(answer))
        except (OSError, ValidationError):
            with suppress(OSError):
                return {}, last_words(self._place / LOG)
            return {}, phrase("checks.no_result")
        if said.unreadable is not None:
            raise UsageError(said.unreadable)
        return said.verdicts or {}, phrase("checks.silent")

    def _wait(self, request: str) -> Phrase | None:
        if self._never is not None:
            return self._never
        try:
            process = self._process or self._start()
            if process is None:
                return self._never
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(request.encode() + b"\n")
            process.stdin.flush()
            return PHRASE.validate_json(process.stdout.readline())
        except (OSError, ValueError):
            # It says nothing any more: whatever ended it may have been this attempt.
            self.close()
            return phrase("checks.gone")

    def _start(self) -> subprocess.Popen[bytes] | None:
        """Starts the process and waits until it has imported the checks; None where that takes too long, and will again."""
        budget = self._budget
        limits = [str(budget.seconds), str(budget.memory_bytes)]
        self._process = process = subprocess.Popen(
            [sys.executable, "-m", "harness.checks.many", str(self._place), *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | ONE_THREAD,
            start_new_session=True,
        )
        assert process.stdout is not None
        if select.select([process.stdout], [], [], budget.seconds)[0]:
            json.loads(process.stdout.readline())
            return process
        self.close()
        self._never = why_ended(None, budget.seconds)
        return None

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
