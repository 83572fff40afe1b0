"""The driver of sandbox A: runs a notebook cell by cell in a kernel of its own and outlives that kernel.

Usage: ``python -m harness.guest.run.driver ENTRY --seconds S [--training-seconds T] [--on-error continue|stop] [--waits W]``.
Its standard output is the event channel; the key that it signs its lines with lies in its working directory when it
starts. A script runs as a notebook of one cell, so that one path serves both. With ``--waits`` it gets ready, says so, and
begins when its turn comes, for which it waits so many seconds.
"""

import argparse
import ast
import asyncio
import json
import os
import sys
import tempfile
import time
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from harness.wire import files, variables
from harness.wire.entry import as_text
from harness.wire.events import CellState, Event, Late, RunEnd
from harness.wire.limits import MAX_TEXT
from harness.wire.text import ANSI

from ..slices import work_in_long_slices
from . import asking, commands
from .entry import read_entry
from .failed import ENDED_WELL, Author, error_facts
from .outputs import SECONDS_TO_LISTEN, Client
from .showing import Showing
from .turn import turn
from .voice import Forwarder, Voice, seal

PROBE = (
    "import sys as _s; _s.path[:], _harness_path = [{path!r}, *(_d for _d in _s.path if _d not in {student!r})], _s.path[:]; "
    "from harness.guest.watch import probe as _p; _s.path[:] = _harness_path; del _harness_path; "
)
"""While our packages are imported, the folder that was handed in is not looked at: it may hold others of their names."""
ANSWER = "answer"
SECONDS_TO_SAY = 10.0
SECONDS_TO_BEGIN = 60.0
SECONDS_TO_FINISH = 60.0
SECONDS_FOR_IMAGES = 60.0
SECONDS_TO_ANSWER = 300.0
SECONDS_TO_CATCH_UP = 10.0
"""For events of the kernel that wait in the pipe."""


def tensorflow_version() -> dict[str, str]:
    """The version of TensorFlow, under whichever name it is installed; empty without it."""
    for name in ("tensorflow", "tensorflow-cpu"):
        with suppress(metadata.PackageNotFoundError):
            return {"tensorflow": metadata.version(name)}
    return {}


def unreadable(entry: Path, error: SyntaxError, voice: Voice) -> RunEnd:
    """Tells of a script that Python does not read, as of one that fails when it starts."""
    facts = {"error": "SyntaxError", "message": str(error.msg), "line": error.lineno}
    source = as_text(entry.read_bytes()).text[:MAX_TEXT]
    at = {"event": Event.CELL, "number": 1, "total": 1}
    voice.say({**at, "state": CellState.ERROR, **facts, "source": source})
    return RunEnd.ERROR


class Run:
    """One run of one submission."""

    def __init__(
        self,
        entry: Path,
        notebook: Any,
        out: Path,
        voice: Voice,
        forwarder: Forwarder,
        seconds: float,
        training_seconds: float,
        goes_on: bool,
    ) -> None:
        self.out, self.goes_on = out, goes_on
        self.say, self.forwarder, self.showing = voice.say, forwarder, Showing(voice.say)
        self.counts: dict[int, int] = {}
        """What the kernel counted of each cell that ran, to its number in the notebook."""
        self.script = None if entry.suffix == ".ipynb" else entry.name
        self.author = Author(self.script, Path.cwd())
        self.seconds, self.training_seconds = seconds, training_seconds
        self.deadline = self.training_ends = self.cell_ends = time.monotonic()
        self.notebook = notebook
        self.client = Client(notebook, kernel_name="python3", timeout=None, allow_errors=False)
        # What is wanted of the kernel is there when it ends; left to itself it takes seconds to tidy up.
        self.client.shutdown_kernel = "immediate"
        self.probe = PROBE.format(path=os.environ[variables.GUEST], student=("", str(Path.cwd())))

    async def ask(self, code: str, question: str) -> Any:
        """The kernel's reply to our own code, with the value of ``question``. An error or interrupt in a cell makes the
        kernel abort what it was asked meanwhile, unseen; that is asked again."""
        client = self.client.kc
        assert client is not None
        while True:
            message = client.execute(
                code, silent=True, store_history=False, user_expressions={ANSWER: question}
            )
            reply = await self.client.async_wait_for_reply(message)
            if reply is None or reply["content"].get("status") != "aborted":
                return reply

    async def silently(
        self, code: str, seconds: float, question: str = "True", late: Late | None = None
    ) -> str | None:
        """Runs our own code in the kernel; None when it did not end well in time, else what ``question`` is, as Python
        writes it. The host is told what is ``late``."""
        self.client.timeout = None  # what was left of a student's time does not bound ours
        try:
            reply = await asyncio.wait_for(self.ask(self.probe + code, question), seconds)
        except TimeoutError:
            if late is not None:
                self.say({"event": Event.LATE, "what": late})
            return None
        except DeadKernelError:
            return None
        if reply is None or reply["content"].get("status") != "ok":
            content = {} if reply is None else reply["content"]
            trace = ANSI.sub("", "\n".join(content.get("traceback", [])))
            self.say({"event": Event.NOTE, "message": f"the probe failed: {trace[-2000:]}"})
            return None
        said = reply["content"].get("user_expressions", {}).get(ANSWER, {})
        return str(said.get("data", {}).get("text/plain"))

    async def interrupted(self) -> bool:
        """Stops the cell that runs, a training loop of the student's own for instance; False when it does not stop."""
        assert self.client.km is not None
        await self.client.km.interrupt_kernel()
        return await self.silently("pass", max(1, self.deadline - time.monotonic())) is not None

    def count(self, index: int, cell: Any) -> None:
        """Notes what the kernel counted of a cell."""
        if cell.get("execution_count"):
            self.counts[cell.execution_count] = index + 1

    def show(self, index: int, cell: Any) -> None:
        """Tells what a cell showed, and cells before it whose outputs it changed."""
        self.count(index, cell)
        self.author.tidy(cell, self.counts)
        for place in sorted({index, *self.client.changed}):
            self.showing.tell(place + 1, self.notebook.cells[place])
        self.client.changed.clear()

    async def facts(self, cell: Any, error: CellExecutionError) -> dict[str, Any]:
        """What is told of a cell that raised an error."""
        said = await self.silently("pass", SECONDS_TO_SAY, "_p.place()")
        try:
            place = json.loads(ast.literal_eval(said or ""))
        except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
            place = {}
        return error_facts(cell, error, place if isinstance(place, dict) else {}, self.author, self.counts)

    async def cells(self) -> RunEnd:
        """Runs the cells in order; returns how that ended."""
        cells, end = self.notebook.cells, RunEnd.FINISHED
        last = max((place for place, cell in enumerate(cells) if cell.cell_type == "code"), default=0)
        for index, cell in enumerate(cells):
            if cell.cell_type != "code" or not cell.source.strip():
                continue
            at = {"event": Event.CELL, "number": index + 1, "total": len(cells)}
            self.say({**at, "state": CellState.RUNNING})
            started = time.monotonic()
            if started >= self.deadline:
                self.say({**at, "state": CellState.TIME_LIMIT})
                return RunEnd.TIME_LIMIT
            until = self.cell_ends if index < last and started < self.cell_ends else self.deadline
            self.client.timeout = max(1, int(until - started))
            self.client.iopub_timeout = min(SECONDS_TO_LISTEN, self.client.timeout)
            self.client.most_text, self.client.most_outputs = (
                self.showing.most_text,
                self.showing.most_outputs,
            )
            told: dict[str, Any] = {}
            try:
                await self.client.async_execute_cell(cell, index)
            except CellExecutionError as error:
                self.count(index, cell)
                told = await self.facts(cell, error)
                if error.ename != "SystemExit" or error.evalue not in ENDED_WELL:
                    self.say({**at, "state": CellState.ERROR, **told, "source": cell.source[:MAX_TEXT]})
                    end = RunEnd.ERROR if end == RunEnd.FINISHED else end
                    if not self.goes_on:
                        return end
                    continue
            except CellTimeoutError:
                self.say({**at, "state": CellState.TIME_LIMIT})
                end = RunEnd.TIME_LIMIT
                if until == self.deadline or not self.goes_on or not await self.interrupted():
                    return end
                continue
            except DeadKernelError:
                self.say({**at, "state": CellState.KERNEL_DIED})
                return RunEnd.KERNEL_DIED
            finally:
                self.show(index, cell)
            self.say({**at, "state": CellState.DONE, **told, "seconds": round(time.monotonic() - started, 2)})
        return end

    async def begin(self) -> bool:
        """Lets the student's time begin."""
        now = time.monotonic()
        self.deadline, self.training_ends = now + self.seconds, now + self.training_seconds
        # What follows a `fit` in its cell has half of the time that is left then.
        self.cell_ends = (self.training_ends + self.deadline) / 2
        return await self.silently(f"_p.begin({self.training_ends!r})", SECONDS_TO_BEGIN) is not None

    async def go(self, waits: float | None) -> RunEnd:
        """Runs all; where it ``waits`` for its turn, at most so many seconds."""
        self.out.joinpath(files.MODELS).mkdir(exist_ok=True)
        with (self.out / files.KERNEL_LOG).open("wb") as log:
            async with self.client.async_setup_kernel(cwd=str(Path.cwd()), stdout=log, stderr=log):
                self.client.guard()
                assert self.client.km is not None
                work_in_long_slices(self.client.km.provisioner.pid)
                if await self.silently(f"_p.start({self.script!r})", SECONDS_TO_BEGIN) is None:
                    return RunEnd.PROBE_FAILED
                if waits is not None and not await turn(self, self.notebook, waits):
                    return RunEnd.PROBE_FAILED
                if not await self.begin():
                    return RunEnd.PROBE_FAILED
                code = sum(c.cell_type == "code" for c in self.notebook.cells)
                versions = {name: metadata.version(name) for name in ("keras", "numpy", "ipykernel")}
                versions |= tensorflow_version()
                self.say(
                    {
                        "event": Event.START,
                        "cells": len(self.notebook.cells),
                        "code_cells": code,
                        "versions": versions,
                    }
                )
                end = await self.cells()
                if end == RunEnd.TIME_LIMIT:
                    await self.client.km.interrupt_kernel()
                if end != RunEnd.KERNEL_DIED:
                    to_ask = await self.silently(
                        "_p.finish()", SECONDS_TO_FINISH, "_p.to_ask()", Late.NETWORKS
                    )
                    if to_ask is not None:
                        self.close(end)
                    in_time = end in (RunEnd.FINISHED, RunEnd.ERROR) or time.monotonic() < self.deadline
                    if to_ask == "True" and in_time:
                        await asking.ask(self, SECONDS_FOR_IMAGES, SECONDS_TO_ANSWER)
        return end

    def close(self, end: RunEnd) -> None:
        """Says that the run has ended. What follows is no evidence, and nothing of it is to be seen anywhere."""
        self.forwarder.close(SECONDS_TO_CATCH_UP)
        self.say({"event": Event.RAN, "state": end})
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stderr.fileno())
        os.close(nowhere)


def main() -> None:
    seal()
    parser = argparse.ArgumentParser()
    parser.add_argument("entry", type=Path)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--training-seconds", type=float)
    parser.add_argument("--on-error", choices=("continue", "stop"), default="continue")
    parser.add_argument("--waits", type=float)
    given = parser.parse_args()
    training = given.seconds if given.training_seconds is None else given.training_seconds
    voice, out = Voice.of_sandbox(Path.cwd()), Path(os.environ[variables.OUT])
    commands.make_usable()
    pipe = Path(tempfile.gettempdir()) / "harness-events"
    os.mkfifo(pipe)
    os.environ[variables.EVENTS] = str(pipe)
    # In the kernel our packages come last: the probe sees to it.
    os.environ.pop("PYTHONPATH", None)
    try:
        notebook = read_entry(given.entry)
    except SyntaxError as error:
        end = unreadable(given.entry, error, voice)
    else:
        forwarder = Forwarder(pipe, voice)
        forwarder.start()
        goes_on = given.on_error == "continue"
        run = Run(given.entry, notebook, out, voice, forwarder, given.seconds, training, goes_on)
        end = asyncio.run(run.go(given.waits))
        forwarder.close(SECONDS_TO_CATCH_UP)
        forwarder.end()
    voice.say({"event": Event.END, "state": end})


if __name__ == "__main__":
    main()
