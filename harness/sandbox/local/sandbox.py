"""One sandbox on this machine, as the contract's `Sandbox`."""

import json
import math
import os
import random
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

import psutil

from harness.errors import HostileOutputError, InfrastructureError
from harness.sandbox.archive import copy_tree
from harness.sandbox.contract import OUT, SUBMISSION, Content, Limit, RunResult, Spec
from harness.sandbox.follow import Chunk, Output, tells_of_full_disk
from harness.sandbox.local.assets import write_files
from harness.sandbox.local.processes import Watch, kill, marked, tree
from harness.words.phrase import phrase

_READ_BYTES = 64 * 1024
_END_SECONDS = 5.0
_KILLED = 137
_WRAPPER_PROCESSES = 2
_MARK = "HARNESS_SANDBOX"
_OUTPUT = 3
"""The descriptor that is to be the command's standard output. The first process in bubblewrap, which student code may look
into, keeps the three standard ones and closes this one."""
_TAKE_OUTPUT = ("/bin/sh", "-c", f'exec "$0" "$@" >&{_OUTPUT} {_OUTPUT}>&-')
# Runs in a process of its own before the command takes its place: no code may run between fork and exec in
# a program with threads.
_LAUNCH = """
import json, os, resource, signal, sys
wanted = json.loads(sys.argv[1])
signal.pthread_sigmask(signal.SIG_SETMASK, ())
for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    if signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
size = wanted["file_bytes"] if hard == resource.RLIM_INFINITY else min(hard, wanted["file_bytes"])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
if wanted["output"] is not None:
    os.dup2(1, wanted["output"])
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
if wanted["cpus"] and hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, wanted["cpus"])
os.execvpe(sys.argv[2], sys.argv[2:], wanted["env"])
"""


class LocalSandbox:
    """A folder with the two writable directories, and the way to run a command on them.

    Made by `LocalBackend.start`; ``isolated`` says that the command runs in bubblewrap.
    """

    def __init__(
        self,
        root: Path,
        spec: Spec,
        assets: Mapping[str, Path],
        *,
        isolated: bool,
        cancel: threading.Event | None,
    ) -> None:
        self._root = root
        self._spec = spec
        self._assets = assets
        self._isolated = isolated
        self._cancel = cancel
        self._python = ""
        self._env: dict[str, str] = {}
        self._prefix: list[str] = []

    def use(self, python: str, env: Mapping[str, str], *, prefix: Sequence[str]) -> None:
        """Sets the interpreter, the environment variables, and what a command is appended to."""
        self._python, self._env, self._prefix = python, dict(env), list(prefix)

    @property
    def python(self) -> str:
        """The interpreter, as the sandbox names it."""
        return self._python

    def path(self, directory: str) -> str:
        """Where a directory or an asset lies for the command."""
        if directory in (SUBMISSION, OUT):
            return f"/{directory}" if self._isolated else str(self._root / directory)
        asset = self._assets[directory]
        return f"/assets/{directory}" if self._isolated else str(asset)

    def put(self, directory: str, files: Mapping[str, Content]) -> None:
        """Writes files whole. Raises `HostileOutputError` where the sandbox put something in the way."""
        try:
            write_files(self._writable(directory), files)
        except (NotADirectoryError, IsADirectoryError, FileNotFoundError, PermissionError) as error:
            if (
                error.filename
                and isinstance(error.filename, str | Path)
                and Path(error.filename).is_absolute()
            ):
                raise InfrastructureError(
                    phrase("sandbox.not_read", path=error.filename, why=error.strerror)
                ) from error
            raise HostileOutputError(
                phrase("sandbox.takes_no_files_because", directory=directory, why=error.strerror)
            ) from error
        except OSError as error:
            raise InfrastructureError(
                phrase("sandbox.not_written", root=self._root, why=error.strerror)
            ) from error

    def run(
        self,
        command: Sequence[str],
        *,
        timeout: float | None = None,
        on_line: Callable[[str], None] = lambda line: None,
    ) -> RunResult:
        """Runs a command; whatever it started is gone when this returns."""
        limits = self._spec.limits
        deadline = time.monotonic() + (limits.wall_seconds if timeout is None else timeout)
        output = Output(on_line)
        mark = uuid.uuid4().hex
        process = self._spawn(command, mark)
        watch = Watch(
            process.pid,
            self._root,
            limits,
            wrapper=_WRAPPER_PROCESSES if self._isolated else 0,
            end=lambda: self._end(process, mark),
        )
        try:
            watch.start()
            for stream, is_stderr in ((process.stdout, False), (process.stderr, True)):
                if stream is not None:
                    output.read(_chunks(stream, stderr=is_stderr))
            in_time = output.follow(
                lambda: process.poll() is not None,
                deadline=deadline,
                cancelled_by=(self._cancel, self._spec.cancel),
            )
        finally:
            self._end(process, mark)
            watch.stop()
            process.wait(_END_SECONDS)
            output.join(_END_SECONDS)
        stderr = output.stderr.text()
        limits_hit = set(watch.limits_hit)
        limits_hit |= set() if in_time else {Limit.TIME}
        limits_hit |= {Limit.DISK} if tells_of_full_disk(stderr) else set()
        code = process.returncode if process.returncode >= 0 else 128 - process.returncode
        ended_by_us = not in_time or watch.ended or (code == _KILLED and Limit.MEMORY in limits_hit)
        return RunResult(None if ended_by_us else code, frozenset(limits_hit), stderr)

    def get(self, directory: str, destination: Path) -> None:
        """Copies the directory's regular files and folders to a new folder."""
        limits = self._spec.limits
        max_bytes = limits.evidence_bytes if directory == OUT else limits.disk_bytes
        copy_tree(self._writable(directory), destination, max_bytes=max_bytes)

    def _writable(self, directory: str) -> Path:
        if directory not in (SUBMISSION, OUT):
            raise KeyError(directory)
        return self._root / directory

    def _spawn(self, command: Sequence[str], mark: str) -> "subprocess.Popen[bytes]":
        limits = self._spec.limits
        wanted = {
            "env": self._env if self._isolated else {**self._env, _MARK: mark},
            "file_bytes": max(limits.disk_bytes, limits.evidence_bytes),
            "cpus": _some_cpus(limits.cpus),
            "output": _OUTPUT if self._isolated else None,
        }
        take = _TAKE_OUTPUT if self._isolated else ()
        words = [
            sys.executable,
            "-I",
            "-S",
            "-c",
            _LAUNCH,
            json.dumps(wanted),
            *self._prefix,
            *take,
            *command,
        ]
        return subprocess.Popen(
            words,
            cwd=self._root / SUBMISSION,
            env={"PATH": os.defpath},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def _end(self, process: "subprocess.Popen[bytes]", mark: str) -> None:
        """Ends the command and all that it started; safe to call more than once and from the watch."""
        try:
            root = psutil.Process(process.pid)
        except psutil.NoSuchProcess:
            root = None
        everything = tree(root) if root is not None and process.poll() is None else []
        if self._isolated:
            # The second process is the first of its own process namespace: with it the kernel ends the rest,
            # and the outer one returns when they are gone.
            kill(everything[1:2] or everything)
            try:
                process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                kill(tree(psutil.Process(process.pid)))
            return
        kill(everything)
        strays = marked(_MARK, mark)
        kill(strays)
        psutil.wait_procs(strays, timeout=_END_SECONDS)


def _chunks(stream: IO[bytes], *, stderr: bool) -> Iterator[Chunk]:
    with stream:
        while data := os.read(stream.fileno(), _READ_BYTES):
            yield Chunk(data, stderr=stderr)


def _some_cpus(count: float | None) -> list[int]:
    """Which CPUs a sandbox may use; empty means all. At random, so that several sandboxes spread."""
    if count is None or not hasattr(os, "sched_getaffinity"):
        return []
    mine = sorted(os.sched_getaffinity(0))
    return random.SystemRandom().sample(mine, min(len(mine), max(1, math.ceil(count))))
