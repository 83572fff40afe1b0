"""Two sandboxes of a submission at a time: what one may take is shared between both, so the submission has no more than ever."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Generic, Self, TypeVar

from harness.sandbox.contract import Backend, Limits, Sandbox, Spec

LEAST_TO_SHARE = 6 * 1024**3
"""Bytes of memory of a submission below which its sandboxes run one after another: half of it may be too little for one."""
Made = TypeVar("Made")


def can_share(limits: Limits) -> bool:
    """Whether these limits are enough for two sandboxes at a time."""
    return limits.memory_bytes >= LEAST_TO_SHARE and (limits.cpus is None or limits.cpus >= 2)


@dataclass(frozen=True)
class Half:
    """A backend whose sandboxes have half of the memory and of the processors that they are started with; ``cancel``, once
    set, ends their runs."""

    whole: Backend
    cancel: threading.Event | None = None

    @property
    def name(self) -> str:
        """That of the whole."""
        return self.whole.name

    @property
    def isolates(self) -> bool:
        """As the whole does."""
        return self.whole.isolates

    @property
    def warning(self) -> str | None:
        """That of the whole."""
        return self.whole.warning

    def environment_id(self) -> str:
        """That of the whole."""
        return self.whole.environment_id()

    def prepare(self, say: Callable[[str], None]) -> None:
        """Prepares the whole. Raises `InfrastructureError`."""
        self.whole.prepare(say)

    def resolve_gpus(self, wanted: str) -> str:
        """As the whole does. Raises `InfrastructureError`, `UsageError`."""
        return self.whole.resolve_gpus(wanted)

    def start(self, spec: Spec) -> AbstractContextManager[Sandbox]:
        """A sandbox of the whole, with half of the limits. Raises `InfrastructureError`."""
        limits = spec.limits
        half = replace(
            limits,
            memory_bytes=limits.memory_bytes // 2,
            cpus=None if limits.cpus is None else limits.cpus / 2,
        )
        cancel = spec.cancel if self.cancel is None else self.cancel
        return self.whole.start(replace(spec, limits=half, cancel=cancel))


class Beside(Generic[Made]):
    """What a thread of its own makes meanwhile. Leaving the context sets ``cancel`` and waits for its end."""

    def __init__(self, make: Callable[[], Made], cancel: threading.Event) -> None:
        self._make, self._cancel = make, cancel
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._future: Future[Made]

    def __enter__(self) -> Self:
        self._future = self._pool.submit(self._make)
        return self

    def __exit__(self, *_: object) -> None:
        self._cancel.set()
        self._pool.shutdown()

    def wait(self) -> None:
        """Waits until it is done, well or not."""
        self._future.exception()

    def result(self) -> Made:
        """What was made; waits for it. Raises what went wrong there."""
        return self._future.result()
