"""Runs checks over what many works showed, each in a process of its own that begins with all that checks import: one that hangs
or exits takes nothing with it.

Usage: ``python -m harness.checks.many FOLDER SECONDS BYTES`` with the CPU time, and as much wall time, and the memory that one
work may take. In the folder, ``job.json`` is
``{"fixtures": FILE, "checks": {NAME: [FILE, FUNCTION]}, "calls": DATA CALLS}``. A line on standard output says that all of
them are imported. Each line on standard input is a request, ``[FOLDER OF AN ATTEMPT, {VIEW: [NAME, ...]}]``; with ``null`` for
the folder, what is judged is a `Judged` in ``case.json``. The answer is in ``answer.json`` when a line comes on standard output:
``{"verdicts": {VIEW: {NAME: VERDICT}}}``, or ``{"unreadable": WHY}`` for evidence that cannot be read; the line is why the
process was ended, or ``null``. Both are a `Phrase` in JSON.

Several views of an attempt share the process, and what their evidence has in common is followed once. Code of ours keeps nothing
from one view to the next; a check of others might, and meets each view in a process of its own, forked from that one. They have a
part of the time that one view has alone: whoever asks and misses a verdict asks each view again by itself.
"""

import gc
import json
import os
import select
import signal
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from harness.checks.case import Case, View
from harness.checks.kept import Judged, Kept
from harness.checks.process import ANSWER, CASE, JOB, LOG, PHRASE, why_ended
from harness.checks.run import UNBOUNDED, Judge, collected, limit, places_of
from harness.errors import UsageError
from harness.evidence.provenance.sources import DataCalls
from harness.words.phrase import Phrase, phrase

PACKAGE = Path(__file__).parent.parent
ASIDE = "aside.json"
TOGETHER = 10
"""Several views together have so many times less time than one alone: a check that hangs costs little more than its own."""


@dataclass(frozen=True)
class _Asker:
    """Asks the checks; to be used once in a process.

    Args:
        folder: where answers go.
        judge: runs them.
        ours: the names of those whose code is ours.
        calls: how the student's code may ask for the data.
    """

    folder: Path
    judge: Judge
    ours: Collection[str]
    calls: DataCalls

    def answer(self, attempt: str | None, asked: Mapping[str, Collection[str]]) -> dict[str, Any]:
        """The answer to a request."""
        try:
            pair = self._judged(attempt).pair
            cases = {view: pair.case(View(view)).model_copy(update={"calls": self.calls}) for view in asked}
        except (UsageError, ValueError) as error:
            return {"unreadable": PHRASE.dump_python(phrase("text", text=error), mode="json")}
        last, *others = asked
        said = {view: self._said(cases[view], [n for n in asked[view] if n in self.ours]) for view in others}
        for view in others:
            if theirs := [name for name in asked[view] if name not in self.ours]:
                said[view] |= self._aside(cases[view], theirs)
        # Nothing comes after it: here, and in one view alone, checks run in the order of their files, whosever they are.
        said[last] = self._said(cases[last], asked[last])
        return {"verdicts": said}

    def _judged(self, attempt: str | None) -> Judged:
        if attempt is not None:
            return Kept.read(Path(attempt)).judged
        return Judged.model_validate_json((self.folder / CASE).read_bytes())

    def _said(self, case: Case, names: Collection[str]) -> dict[str, Any]:
        return {name: one.model_dump(mode="json") for name, one in self.judge(case, names).items()}

    def _aside(self, case: Case, names: Collection[str]) -> dict[str, Any]:
        """What checks say in a process of their own, which ends with this one's group at the latest; nothing where it died."""
        place = self.folder / ASIDE
        place.unlink(missing_ok=True)
        child = os.fork()
        if child == 0:
            _end_with(lambda: place.write_text(json.dumps(self._said(case, names)), encoding="utf-8"))
        os.waitpid(child, 0)
        said: dict[str, Any] = json.loads(place.read_bytes()) if place.exists() else {}
        return said


def _child(folder: Path, limits: tuple[int, int], answer: Callable[[], dict[str, Any]]) -> NoReturn:
    """Answers one request; never returns."""

    def act() -> None:
        os.setpgid(0, 0)
        log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        for number in (1, 2):
            os.dup2(log, number)
        limit(*limits)
        # It lives too shortly for that.
        gc.disable()
        (folder / ANSWER).write_text(json.dumps(answer()), encoding="utf-8")

    _end_with(act)


def _end_with(act: Callable[[], object]) -> NoReturn:
    """Ends this process, which was forked, with what is to be done in it."""
    code = 1
    try:
        act()
        code = 0
    except BaseException as error:  # noqa: BLE001 - whatever it is, it ends here and not in the parent's code
        with suppress(OSError):
            os.write(2, f"{type(error).__name__}: {error}\n".encode("utf-8", "replace"))
    finally:
        os._exit(code)


def _wait(child: int, seconds: int) -> Phrase | None:
    """Waits until a child ends, with all that it started; returns why it had to be ended, or None."""
    with suppress(OSError):
        os.setpgid(child, child)
    watch = os.pidfd_open(child)
    try:
        in_time = bool(select.select([watch], [], [], seconds)[0])
    finally:
        os.close(watch)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return why_ended(os.waitstatus_to_exitcode(status) if in_time else None, seconds)


def _line(why: Phrase | None) -> str:
    return PHRASE.dump_json(why).decode()


def _is_ours(file: Path) -> bool:
    return file.is_relative_to(PACKAGE) or not file.exists()


def main() -> None:
    folder, seconds, memory = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    requests, answers = sys.stdin, sys.stdout
    job = json.loads((folder / JOB).read_text(encoding="utf-8"))
    calls = DataCalls.model_validate(job["calls"])
    places, fixtures = places_of(job["checks"]), Path(job["fixtures"])
    ours = frozenset(name for name, place in places.items() if _is_ours(place.file) and _is_ours(fixtures))
    # Whoever asks bounds the time of the imports.
    limit(UNBOUNDED, memory)

    def serve(judge: Judge) -> None:
        # Children neither copy nor look through what is here already.
        gc.collect()
        gc.freeze()
        print(_line(None), file=answers, flush=True)
        asker = _Asker(folder, judge, ours, calls)
        for line in requests:
            attempt, asked = json.loads(line)
            time = seconds if len(asked) == 1 else max(1, seconds // TOGETHER)
            child = os.fork()
            if child == 0:
                _child(folder, (time, memory), partial(asker.answer, attempt, asked))
            print(_line(_wait(child, time)), file=answers, flush=True)

    collected(places, fixtures, serve)


if __name__ == "__main__":
    main()
