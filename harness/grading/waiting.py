"""A sandbox that is started before there is work for it: it imports meanwhile, and waits for its job."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import Self

from harness.errors import InfrastructureError
from harness.grading.scoring_job import score_command
from harness.sandbox.contract import Backend, Limit, RunResult, Sandbox, Spec

WAITING_BYTES = 512 * 1024**2
"""What one for scoring takes while it waits, beside what a submission may take; 0.5 GB was measured."""
SPARE_SECONDS = 5.0
"""After the seconds of a job, which the guest keeps by itself."""


class Waiting:
    """One for scoring holds nothing of a submission, and no image, until it gets its job. Leaving the context ends it.

    Args:
        backend: where it starts, in a thread of its own.
        spec: how. Its wall limit bounds waiting and the job together.
        begin: puts into it what it needs to wait, and gives the command that waits there; by default for scoring.
    """

    def __init__(
        self, backend: Backend, spec: Spec, begin: Callable[[Sandbox], Sequence[str]] = score_command
    ) -> None:
        self._begin = begin
        self._cancel = threading.Event()
        self._backend, self._spec = backend, replace(spec, cancel=self._cancel)
        self._sandbox: Sandbox | None = None
        self._stack, self._started = ExitStack(), threading.Event()
        self._on_line: Callable[[str], None] = lambda line: None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="sandbox that waits")
        self._ran: Future[RunResult]

    def __enter__(self) -> Self:
        self._ran = self._pool.submit(self._run)
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Ends it, and removes it; to be called once or often."""
        self._cancel.set()
        self._pool.shutdown()
        # What is left is removed by the next command. Nothing of it decides a mark.
        with suppress(InfrastructureError):
            self._stack.close()

    def _run(self) -> RunResult:
        try:
            self._sandbox = self._stack.enter_context(self._backend.start(self._spec))
        finally:
            self._started.set()
        return self._sandbox.run(self._begin(self._sandbox), on_line=lambda line: self._on_line(line))

    def sandbox(self) -> Sandbox | None:
        """The sandbox, as soon as it has started; None where it did not, or has ended meanwhile."""
        self._started.wait()
        return None if self._ran.done() else self._sandbox

    def when_done(self, then: Callable[[], None]) -> None:
        """Calls ``then`` when its run has ended, well or not, or could not begin."""
        self._ran.add_done_callback(lambda _: then())

    def hear(self, on_line: Callable[[str], None]) -> None:
        """Hands each further line over."""
        self._on_line = on_line

    def finish(self, seconds: float) -> RunResult:
        """How its run ended: to be called when the job is there, for which it has so many seconds. Raises what `Sandbox.run`
        raises."""
        late = threading.Event()

        def end() -> None:
            late.set()
            self._cancel.set()

        timer = threading.Timer(seconds + SPARE_SECONDS, end)
        timer.daemon = True
        timer.start()
        try:
            return self._ran.result()
        except KeyboardInterrupt:
            if not late.is_set():
                raise
            return RunResult(None, frozenset({Limit.TIME}), "")
        finally:
            timer.cancel()
