"""What every sandbox can do.

The harness brings two backends that keep this contract, ``docker`` and ``local``; any package can add one
(docs/backends.md). `harness.sandbox.conformance` asks whether a backend keeps it.
"""

import functools
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from harness.installation import Installation

Content = bytes | Path
"""A file that travels into a sandbox: its bytes, or where they lie on the host."""

SUBMISSION = "submission"
OUT = "out"


class Limit(StrEnum):
    """A limit that a run ran into."""

    TIME = "time"
    MEMORY = "memory"
    DISK = "disk"
    PROCESSES = "processes"


@dataclass(frozen=True)
class Limits:
    """What one sandbox may use.

    ``wall_seconds`` bounds one `Sandbox.run`; ``disk_bytes`` bounds the directory `SUBMISSION` (the working
    directory) and, separately, temporary files; ``evidence_bytes`` bounds the directory `OUT`; ``processes``
    counts processes and threads together; ``cpus`` of None means all.
    """

    wall_seconds: float = 3600.0
    memory_bytes: int = 8 * 1024**3
    cpus: float | None = None
    processes: int = 1024
    disk_bytes: int = 4 * 1024**3
    evidence_bytes: int = 2 * 1024**3


@dataclass(frozen=True)
class Asset:
    """Files that many sandboxes read and none may change: the data, our guest code.

    ``key`` names the content: equal keys mean equal files, so a backend lays an asset out once per key.
    """

    key: str
    files: Mapping[str, Content]


class Later(Mapping[str, bytes]):
    """Files that are made when one is asked for: a backend that has them laid out already never asks."""

    def __init__(self, make: Callable[[], dict[str, bytes]]) -> None:
        self._make = make

    @functools.cached_property
    def _files(self) -> dict[str, bytes]:
        return self._make()

    def __getitem__(self, name: str) -> bytes:
        return self._files[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@dataclass(frozen=True)
class Spec:
    """One sandbox: its limits, the assets it sees (directory name to asset), its environment, its GPUs; ``cancel``, once set,
    ends its runs as Ctrl-C does.

    ``gpus`` is ``"none"``, ``"all"`` or a comma-separated list of device numbers; ``"auto"`` is resolved by
    `Backend.resolve_gpus` before a sandbox starts.
    """

    limits: Limits = field(default_factory=Limits)
    assets: Mapping[str, Asset] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    gpus: str = "none"
    cancel: threading.Event | None = None


@dataclass(frozen=True)
class RunResult:
    """How a command ended.

    ``exit_code`` is None when the sandbox ended it. ``limits_hit`` holds every limit that was touched; a
    program may survive touching one (a thread it could not start), so it explains a failure, and is none by
    itself. ``stderr`` is the last 64 KiB of the command's standard error.
    """

    exit_code: int | None
    limits_hit: frozenset[Limit]
    stderr: str


class Sandbox(Protocol):
    """One started sandbox. Its two writable directories are `SUBMISSION` and `OUT`; all else is read-only
    but for temporary files in ``/tmp`` (and in ``HOME`` and ``TMPDIR``). There is no network, and code that runs in
    it is a plain user without capabilities. Of the host's environment variables none passes."""

    @property
    def python(self) -> str:
        """The interpreter, inside the sandbox, that has the guest environment's packages."""

    def path(self, directory: str) -> str:
        """Where the directory (`SUBMISSION`, `OUT` or the name of an asset) lies inside the sandbox."""

    def put(self, directory: str, files: Mapping[str, Content]) -> None:
        """Writes files (names relative, ``/`` between parts) below `SUBMISSION` or `OUT`; also during a run.
        A file appears under its name only when it is whole."""

    def run(
        self,
        command: Sequence[str],
        *,
        timeout: float | None = None,
        on_line: Callable[[str], None] = lambda line: None,
    ) -> RunResult:
        """Runs a command in `SUBMISSION` and hands over each line of its standard output as it comes, cut at
        1 MiB. Ends it after ``timeout`` seconds (the limits' ``wall_seconds`` when None) with
        `Limit.TIME`. Where memory ends, the process that holds the most of it goes first. After a run that hit a limit
        `get` still works; another `run` need not. An error of ``on_line`` passes and ends the run."""

    def get(self, directory: str, destination: Path) -> None:
        """Copies what lies below `OUT` or `SUBMISSION` to a new folder on the host: regular files and folders
        only, never a link or a name that leads out. Also during a run, from its ``on_line``: a file that grows is taken as
        far as it is there, and one that goes meanwhile may be left out. Raises `HostileOutputError` where it is more than the
        limits allow."""


class Backend(Protocol):
    """A way to make sandboxes."""

    @property
    def name(self) -> str:
        """The name that it is registered under, such as ``"docker"``."""

    @property
    def isolates(self) -> bool:
        """False where student code could read the host's files: marks from it are not to be trusted."""

    @property
    def warning(self) -> str | None:
        """What a person must know before student code runs here; None exactly where the backend isolates."""

    def environment_id(self) -> str:
        """What identifies the packages that code runs with: the image id, or the lock's hash."""

    def prepare(self, say: Callable[[str], None]) -> None:
        """Makes what is missing (builds the image, installs the environment), telling a person through
        ``say``, which hears the `warning` too. Removes what processes that were killed left behind.
        Raises `InfrastructureError`."""

    def resolve_gpus(self, wanted: str) -> str:
        """Turns ``auto`` into ``all`` or ``none`` and checks the rest. Raises `InfrastructureError` with one
        sentence where a GPU is asked for and there is none, `UsageError` where the words are wrong."""

    def start(self, spec: Spec) -> AbstractContextManager[Sandbox]:
        """A started sandbox. Leaving the context removes every trace of it, on Ctrl-C too.
        Raises `InfrastructureError`."""


@dataclass(frozen=True)
class BackendOptions:
    """What a backend is made with.

    Attributes:
        installation: where locks and the Dockerfile are, and where a backend may write on the host.
        gpus: what the person said, before `Backend.resolve_gpus`; says which variant of an environment to make.
        environment: what student code runs with, where it is there already, in the backend's own words (an image, a
            folder); None means what the locks say, made where it is missing.
        packages: requirements that a teacher adds to it.
        cancel: once set, a run ends as it does on Ctrl-C.
    """

    installation: Installation
    gpus: str = "none"
    environment: str | None = None
    packages: tuple[str, ...] = ()
    cancel: threading.Event | None = None


class MakeBackend(Protocol):
    """What a package registers under the entry points ``harness.sandboxes``: a function or a class."""

    def __call__(self, options: BackendOptions, /) -> Backend:
        """A backend. Starts nothing yet, and is quick. Raises `InfrastructureError` where it cannot work here."""
