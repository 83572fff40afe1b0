"""Processes of checks that begin as a fork of the tests' own: what they import, which takes a second, is there already.

Limits, pipes, signals and exit codes are those of a process; that the command starts one with all that it needs is shown by
tests/test_broken_checker.py, tests/test_waiting.py and every test that grades in a sandbox.
"""

import importlib
import os
import select
import signal
import subprocess
import sys
import traceback
import warnings
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, NoReturn

import pytest

# What a checker imports, so that a fork has it; and what asks it, whose import takes `subprocess.Popen` for a class.
for name in ("many", "judges"):
    importlib.import_module(f"harness.checks.{name}")


@pytest.fixture
def forked_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks run in forks of this process."""
    monkeypatch.setattr(subprocess, "Popen", _popen)


_POPEN = subprocess.Popen


def _popen(command: list[str], **given: object) -> object:
    """A fork for a module of checks; any other command is started as always."""
    if command[:2] == [sys.executable, "-m"] and command[2].startswith("harness.checks."):
        return Forked(command[2:], **given)  # type: ignore[arg-type]
    return _POPEN(command, **given)  # type: ignore[call-overload]


class Forked:
    """What of `subprocess.Popen` the harness takes for its checkers."""

    def __init__(
        self,
        words: list[str],
        *,
        stdin: int,
        stdout: int,
        stderr: int,
        env: Mapping[str, str],
        start_new_session: bool,
    ) -> None:
        assert (stdin, stdout, stderr) == (subprocess.PIPE, subprocess.PIPE, subprocess.DEVNULL)
        assert start_new_session
        (reads, writes), (answers, said) = os.pipe(), os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _child(words, (reads, said, os.open(os.devnull, os.O_WRONLY)), env)
        os.close(reads)
        os.close(said)
        self.stdin: IO[bytes] = os.fdopen(writes, "wb")
        self.stdout: IO[bytes] = os.fdopen(answers, "rb")
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, where it has ended."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code."""
        if self.returncode is None:
            watch = os.pidfd_open(self.pid)
            try:
                if not select.select([watch], [], [], timeout)[0]:
                    raise subprocess.TimeoutExpired("checks", timeout or 0.0)
            finally:
                os.close(watch)
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode

    def communicate(self) -> None:
        """Closes what is open and waits."""
        try:
            self.stdin.close()
        finally:
            self.stdout.close()
            self.wait()


def _child(words: list[str], numbers: tuple[int, int, int], env: Mapping[str, str]) -> NoReturn:
    """Runs the module; never returns."""
    code = 1
    try:
        os.setsid()
        # First away from 0, 1 and 2, which one may take from another.
        for place, number in enumerate([os.dup(number) for number in numbers]):
            os.dup2(number, place)
        os.closerange(3, 4096)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.environ.clear()
        os.environ.update(env)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        sys.argv = words
        warnings.resetwarnings()
        importlib.import_module(words[0]).main()
        sys.stdout.flush()
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001 - whatever it is, it ends here and not in the tests
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)
