"""Asks checks about what many works showed, some at a time, in processes that begin with all that checks import; a work that
breaks a check breaks it for itself alone."""

import functools
import json
import os
import queue
import select
import subprocess
import sys
import weakref
from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ValidationError

from harness.checks.case import Case, Verdict, View
from harness.checks.identity import ids_of
from harness.checks.kept import Judged
from harness.checks.names import Place
from harness.checks.process import (
    ANSWER,
    CASE,
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


TRIES = 2
"""So often a process that does not come to its end of imports is started: the machine may have been busy."""


class Judges:
    """Processes that judge, each of which starts when it is needed; from several threads at once. They end with the context, or
    with this object.

    Args:
        places: where each check is, by its name in the rubric.
        fixtures: a file of pytest fixtures for them, which need not be there.
        calls: how the student's code may ask for the data.
        jobs: how many processes there are at most.
        budget: of the checks of one work.
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
        self._names = list(places)
        self._about = (places, fixtures, calls)
        # The one that was used last is asked first: it has started.
        self._free = queue.LifoQueue[_Judge]()
        judges = [_Judge(json.dumps(job), budget) for _ in range(jobs)]
        for judge in judges:
            self._free.put(judge)
        self._end = weakref.finalize(self, _end, judges)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    @functools.cached_property
    def ids(self) -> dict[str, str]:
        """`ids_of` the checks."""
        return ids_of(*self._about)

    def begin(self) -> None:
        """Starts a process, where none has: what it imports takes longer than most checks, and student code runs meanwhile."""
        with suppress(queue.Empty):
            judge = self._free.get_nowait()
            if self._names:
                judge.begin()
            self._free.put(judge)

    def of_case(self, case: Case) -> dict[str, Verdict]:
        """The verdict of each check on a case. One that gives none, since it or another one broke, hung or took too much memory,
        has the status `Status.ERROR`."""
        judge = self._free.get()
        try:
            return judge.ask(Judged(graded=case), View.GRADED, self._names)
        finally:
            self._free.put(judge)

    def verdicts(self, folder: Path, view: View, names: Collection[str] | None = None) -> dict[str, Verdict]:
        """The verdict of each check, or of those of these names, on what is kept in an attempt's folder, as of `of_case`.

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


def _end(judges: Iterable["_Judge"]) -> None:
    for judge in judges:
        judge.close()


class _Judge:
    """One process of `harness.checks.many`; started when it is asked, and again where it died."""

    def __init__(self, job: str, budget: Budget) -> None:
        self._job, self._budget = job, budget
        self._own = ExitStack()
        """What ends with the process."""
        self._process: subprocess.Popen[bytes] | None = None
        self._imports = False
        """Whether it has not said yet that all is imported."""
        self._late = 0

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

    def ask(self, of: Path | Judged, view: View, names: list[str]) -> dict[str, Verdict]:
        """The verdict of each check, on what is kept in an attempt's folder or on this. Raises `UsageError` where evidence
        cannot be read."""
        if not names:
            return {}
        said, why = self._answered(of, {view: names})
        found = said.get(view, {})
        return {name: found.get(name) or broken(name, why) for name in names}

    def _answered(
        self, of: Path | Judged, asked: Mapping[View, list[str]]
    ) -> tuple[dict[View, dict[str, Verdict]], Phrase]:
        """Verdicts, and why those are broken that are not among them. Raises `UsageError` where evidence cannot be read."""
        if (why := self._ready()) is not None:
            return {}, why
        answer = self._place / ANSWER
        answer.unlink(missing_ok=True)
        folder = str(of) if isinstance(of, Path) else None
        if isinstance(of, Judged):
            (self._place / CASE).write_text(of.model_dump_json(by_alias=True), encoding="utf-8")
        why = self._wait(json.dumps([folder, asked]))
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
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(request.encode() + b"\n")
            process.stdin.flush()
            return PHRASE.validate_json(process.stdout.readline())
        except (OSError, ValueError):
            # It says nothing any more: whatever ended it may have been this work.
            self.close()
            return phrase("checks.gone")

    def begin(self) -> None:
        """Starts the process, where it does not run."""
        if self._process is not None or self._late >= TRIES:
            return
        self._place = self._own.enter_context(work_folder())
        (self._place / JOB).write_text(self._job, encoding="utf-8")
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
        self._imports = True

    def _ready(self) -> Phrase | None:
        """Starts the process, where it does not run, and waits until it has imported the checks; why it cannot be asked, or
        None."""
        if self._process is not None and self._process.poll() is not None:
            # It died while nobody asked it.
            self.close()
        self.begin()
        process = self._process
        if process is not None and self._imports:
            assert process.stdout is not None
            in_time = select.select([process.stdout], [], [], self._budget.seconds)[0]
            if not in_time:
                self.close()
                self._late += 1
            elif process.stdout.readline():
                self._imports, self._late = False, 0
            else:
                self.close()
                return phrase("checks.gone")
        return None if self._process is not None else why_ended(None, self._budget.seconds)

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None:
            end_group(self._process)
            self._process = None
        self._own.close()
