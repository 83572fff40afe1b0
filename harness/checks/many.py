"""Runs checks over what is kept of many attempts, each in a process of its own that begins with all that checks import.

Usage: ``python -m harness.checks.many FOLDER SECONDS BYTES`` with the CPU time, and as much wall time, and the memory that one
attempt may take. In the folder, ``job.json`` is
``{"fixtures": FILE, "checks": {NAME: [FILE, FUNCTION]}, "calls": DATA CALLS}``. A line on standard output says that all of
them are imported. Each line on standard input is a request, ``[FOLDER OF AN ATTEMPT, VIEW, [NAME, ...]]``. The answer
is in ``answer.json`` when a line comes on standard output: ``{"verdicts": {NAME: VERDICT}}``, or ``{"unreadable": WHY}`` for
evidence that cannot be read; the line is why the process was ended, or ``null``. Both are a `Phrase` in JSON.
"""

import gc
import json
import os
import select
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from harness.checks.case import View
from harness.checks.kept import Kept
from harness.checks.process import ANSWER, JOB, LOG, PHRASE, why_ended
from harness.checks.run import UNBOUNDED, Judge, collected, limit, places_of
from harness.errors import UsageError
from harness.evidence.provenance.sources import DataCalls
from harness.words.phrase import Phrase, phrase


def _answer(judge: Judge, calls: DataCalls, request: str) -> dict[str, Any]:
    attempt, view, names = json.loads(request)
    try:
        case = Kept.read(Path(attempt)).judged.pair.case(View(view))
    except (UsageError, ValueError) as error:
        return {"unreadable": PHRASE.dump_python(phrase("text", text=error), mode="json")}
    verdicts = judge(case.model_copy(update={"calls": calls}), names)
    return {"verdicts": {name: verdict.model_dump(mode="json") for name, verdict in verdicts.items()}}


def _child(folder: Path, limits: tuple[int, int], answer: Callable[[], dict[str, Any]]) -> NoReturn:
    """Answers one request; never returns."""
    code = 1
    try:
        os.setpgid(0, 0)
        log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        for number in (1, 2):
            os.dup2(log, number)
        limit(*limits)
        # It lives too shortly for that.
        gc.disable()
        (folder / ANSWER).write_text(json.dumps(answer()), encoding="utf-8")
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


def main() -> None:
    folder, seconds, memory = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    requests, answers = sys.stdin, sys.stdout
    job = json.loads((folder / JOB).read_text(encoding="utf-8"))
    calls = DataCalls.model_validate(job["calls"])
    # Whoever asks bounds the time of the imports.
    limit(UNBOUNDED, memory)

    def serve(judge: Judge) -> None:
        # Children neither copy nor look through what is here already.
        gc.collect()
        gc.freeze()
        print(_line(None), file=answers, flush=True)
        for line in requests:
            child = os.fork()
            if child == 0:
                _child(folder, (seconds, memory), partial(_answer, judge, calls, line))
            print(_line(_wait(child, seconds)), file=answers, flush=True)

    collected(places_of(job["checks"]), Path(job["fixtures"]), serve)


if __name__ == "__main__":
    main()
