"""A backend under test, and how a test runs code on it."""

import threading
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from harness.sandbox.contract import Asset, Backend, Limits, RunResult, Sandbox, Spec

ASSET = Asset("contract-test-1", {"numbers.txt": b"1 2 3", "deep/er/letters.txt": b"abc"})
LIMITS = Limits(
    wall_seconds=60.0,
    memory_bytes=512 * 1024**2,
    processes=64,
    disk_bytes=32 * 1024**2,
    evidence_bytes=16 * 1024**2,
)


@dataclass(frozen=True)
class Place:
    """A backend under test, the project folder it works for, and the event that ends its runs."""

    backend: Backend
    project: Path
    cancel: threading.Event

    def start(self, spec: Spec | None = None, **limits: float) -> AbstractContextManager[Sandbox]:
        """A sandbox with small limits, some of them replaced."""
        wanted = replace(LIMITS, **limits)  # type: ignore[arg-type]
        return self.backend.start(replace(spec or Spec(), limits=wanted))


def run(sandbox: Sandbox, code: str, *, timeout: float | None = None) -> tuple[list[str], RunResult]:
    """Runs a piece of Python in a sandbox; gives the lines that it printed, and how it ended."""
    lines: list[str] = []
    return lines, sandbox.run([sandbox.python, "-c", code], on_line=lines.append, timeout=timeout)


def ask(sandbox: Sandbox, code: str) -> str:
    """Runs a piece of Python that ends well; gives what it printed."""
    lines, result = run(sandbox, code)
    assert result.exit_code == 0, result.stderr
    return "\n".join(lines)
