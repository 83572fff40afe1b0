"""One started container, as the contract's `Sandbox`."""

import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from contextlib import contextmanager
from pathlib import Path

import docker
import docker.errors
from docker.utils.socket import STDERR, frames_iter

from harness.errors import HostileOutputError, InfrastructureError
from harness.sandbox.archive import extract_tar, write_tar
from harness.sandbox.contract import OUT, SUBMISSION, Content, Limit, RunResult, Spec
from harness.sandbox.docker.assets import COMPLETE
from harness.sandbox.docker.failure import docker_failures, explain
from harness.sandbox.docker.limits import KEEPER, QUESTION, STUDENT, Touched, limits_between, parse_answer
from harness.sandbox.follow import Chunk, Output
from harness.words.phrase import phrase

_SPOOL_BYTES = 64 * 1024**2
_KILLED = 137
_FREEZE_SECONDS = 60.0
_FREEZE_PAUSE = 0.1
_NOT_FROZEN = "unable to freeze"
_ASK_SECONDS = 1.0
_ANSWER_SECONDS = 10.0
_JOIN_SECONDS = 5.0
_INCOMPLETE = 90
_BEGIN = f'mkdir -p "$1" || exit 1; shift; for mark; do [ -e "$mark" ] || exit {_INCOMPLETE}; done'


class DockerSandbox:
    """A running container with its two writable volumes and its assets; made by `DockerBackend.start`."""

    def __init__(
        self,
        client: docker.DockerClient,
        container: str,
        spec: Spec,
        *,
        python: str,
        env: Mapping[str, str],
        cancel: threading.Event | None,
    ) -> None:
        self._api = client.api
        self._container = container
        self._spec = spec
        self._python = python
        self._env = dict(env)
        self._cancel = cancel
        self._touched = Touched()
        self._frozen = False
        self._outputs: list[Output] = []

    @property
    def python(self) -> str:
        """The interpreter in the image that has the guest environment's packages."""
        return self._python

    def path(self, directory: str) -> str:
        """Where a directory or an asset lies in the container."""
        if directory in (SUBMISSION, OUT):
            return f"/{directory}"
        if directory in self._spec.assets:
            return f"/assets/{directory}"
        raise KeyError(directory)

    def put(self, directory: str, files: Mapping[str, Content]) -> None:
        """Writes files whole: they arrive in a hidden folder and are linked from there to their names.

        Raises `HostileOutputError` where what the sandbox did leaves no room for them.
        """
        target = self._writable(directory)
        arriving = f".put-{uuid.uuid4().hex}"
        with docker_failures(), tempfile.SpooledTemporaryFile(_SPOOL_BYTES) as spool:
            write_tar(files, spool, prefix=arriving, uid=1000, gid=1000)
            spool.seek(0)
            try:
                self._api.put_archive(self._container, target, spool)
            except docker.errors.APIError as error:
                if "no space left" not in str(error).lower():
                    raise
                raise HostileOutputError(phrase("sandbox.full", directory=directory)) from error
            script = 'cp -rlT --remove-destination "$1" . && rm -rf "$1"'
            code, output = self._call(["sh", "-c", script, "sh", arriving], user=STUDENT, workdir=target)
        if code != 0:
            raise HostileOutputError(
                phrase("sandbox.takes_no_files", directory=directory, why=output.strip()[-300:])
            )

    def run(
        self,
        command: Sequence[str],
        *,
        timeout: float | None = None,
        on_line: Callable[[str], None] = lambda line: None,
    ) -> RunResult:
        """Runs a command as the unprivileged student; a run that is out of time leaves all frozen."""
        seconds = self._spec.limits.wall_seconds if timeout is None else timeout
        deadline = time.monotonic() + seconds
        output = Output(on_line)
        self._outputs.append(output)
        with docker_failures():
            execution = self._api.exec_create(
                self._container,
                list(command),
                user=STUDENT,
                environment=self._env,
                workdir=f"/{SUBMISSION}",
            )["Id"]
            output.read(self._chunks(execution))
            try:
                in_time = output.follow(
                    lambda: self._has_ended(execution),
                    deadline=deadline,
                    cancelled_by=(self._cancel, self._spec.cancel),
                    poll_seconds=_ASK_SECONDS,
                )
            except OSError as error:
                raise InfrastructureError(explain(error)) from error
            stderr = output.stderr.text()
            limits = self._limits_hit(stderr)
            if not in_time:
                self._freeze()
                return RunResult(None, frozenset(limits | {Limit.TIME}), stderr)
            code = self._api.exec_inspect(execution)["ExitCode"]
        ended_by_us = code == _KILLED and Limit.MEMORY in limits
        return RunResult(None if ended_by_us else code, frozenset(limits), stderr)

    def get(self, directory: str, destination: Path) -> None:
        """Copies the directory's regular files and folders to a new folder, while the container is frozen."""
        source = self._writable(directory)
        limits = self._spec.limits
        max_bytes = limits.evidence_bytes if directory == OUT else limits.disk_bytes
        with docker_failures(), self._held_still():
            chunks, _ = self._api.get_archive(self._container, f"{source}/.")
            try:
                extract_tar(chunks, destination, max_bytes=max_bytes)
            finally:
                chunks.close()

    def begin(self, home: str) -> bool:
        """Makes the student's home below the temporary files; the first command in a new container. Returns whether all that lies
        in its assets had come there."""
        marks = [f"{self.path(asset)}/{COMPLETE}" for asset in self._spec.assets]
        with docker_failures():
            code, output = self._call(["sh", "-c", _BEGIN, "sh", home, *marks], user=STUDENT)
        if code not in (0, _INCOMPLETE):
            raise InfrastructureError(phrase("sandbox.no_command", output=output.strip()[-300:]))
        return code == 0

    def join(self) -> None:
        """Waits for the threads that read output, once the container is gone."""
        for output in self._outputs:
            output.join(_JOIN_SECONDS)

    def _writable(self, directory: str) -> str:
        if directory not in (SUBMISSION, OUT):
            raise KeyError(directory)
        return f"/{directory}"

    def _chunks(self, execution: str) -> Iterator[Chunk]:
        stream = self._api.exec_start(execution, socket=True)
        try:
            for kind, data in frames_iter(stream, tty=False):  # type: ignore[no-untyped-call]
                yield Chunk(data, stderr=kind == STDERR)
        finally:
            stream.close()

    def _has_ended(self, execution: str) -> bool:
        state = self._api.exec_inspect(execution)
        return not state["Running"] and state["ExitCode"] is not None  # None: not started yet

    def _call(self, command: Sequence[str], *, user: str, workdir: str = "/") -> tuple[int, str]:
        execution = self._api.exec_create(self._container, list(command), user=user, workdir=workdir)["Id"]
        output: bytes = self._api.exec_start(execution)
        return int(self._api.exec_inspect(execution)["ExitCode"]), output.decode("utf-8", errors="replace")

    def _limits_hit(self, stderr: str) -> set[Limit]:
        # A container that is out of memory may answer late; then we go on without its answer.
        pool = ThreadPoolExecutor(1)
        try:
            code, text = pool.submit(self._call, QUESTION, user=KEEPER).result(_ANSWER_SECONDS)
        except StillWaiting:
            return limits_between(self._touched, self._touched, stderr)
        except docker.errors.APIError:
            self._still_runs()
            return limits_between(self._touched, self._touched, stderr) | {Limit.PROCESSES}
        finally:
            pool.shutdown(wait=False)
        before, self._touched = self._touched, parse_answer(text)
        found = limits_between(before, self._touched, stderr)
        if code != 0 and self._still_runs() and not text.startswith("/"):
            found.add(Limit.PROCESSES)  # not even the shell could be started
        return found

    def _still_runs(self) -> bool:
        if not self._api.inspect_container(self._container)["State"]["Running"]:
            raise InfrastructureError(phrase("sandbox.ended"))
        return True

    def _freeze(self) -> None:
        if not self._frozen:
            self._pause()
            self._frozen = True

    def _pause(self) -> None:
        """Freezes all processes. On a busy machine, or where they multiply, runc gives up after some milliseconds."""
        until = time.monotonic() + _FREEZE_SECONDS
        while True:
            try:
                self._api.pause(self._container)
                return
            except docker.errors.APIError as error:
                if _NOT_FROZEN not in str(error) or time.monotonic() > until:
                    raise
            time.sleep(_FREEZE_PAUSE)

    @contextmanager
    def _held_still(self) -> Iterator[None]:
        if self._frozen:
            yield
            return
        self._pause()
        try:
            yield
        finally:
            self._api.unpause(self._container)
