"""What runs on a machine of the cluster: an actor that makes sandboxes there, and nothing that knows a label.

It keeps no file beyond its own end: each sandbox has a folder of its own among the temporary files. What an actor left that was
killed, the next one on its host removes.
"""

import itertools
import socket
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import ray

from harness.batch.ray.started import Started
from harness.errors import HarnessError, InfrastructureError
from harness.installation import Installation
from harness.sandbox.choose import choose_backend
from harness.sandbox.contract import Asset, Backend, Content, Limits, Spec
from harness.sandbox.owned import sweep_work
from harness.words.phrase import phrase

MakeBackend = Callable[[str], Backend]
"""Makes the backend of the machine that it is called on, for GPUs or for `none`."""


@dataclass(frozen=True)
class Answer:
    """What came of a call: its value, else the error to raise, which travels as data; ``interrupted`` stands for Ctrl-C."""

    value: object = None
    error: Exception | None = None
    interrupted: bool = False


@dataclass(frozen=True)
class Ready:
    """A machine that can grade: its number in the cluster, its host's name, its backend, and what identifies the packages
    there."""

    node: str
    host: str
    backend: str
    environment: str


@dataclass(frozen=True)
class Opened:
    """A sandbox that was started: its number on that machine, and its interpreter."""

    number: int
    python: str


class Stored(Mapping[str, Content]):
    """The files of an asset, fetched from the cluster's store when one is asked for."""

    def __init__(self, of: object) -> None:
        self._of = of

    def __getitem__(self, name: str) -> Content:
        return self._files[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    @property
    def _files(self) -> Mapping[str, bytes]:
        found: Mapping[str, bytes] = ray.get(self._of)
        return found


def choose_here(runner: str, packages: tuple[str, ...], gpus: str) -> Backend:
    """As `choose_backend`, on this machine, with the installation that it finds here."""
    return choose_backend(runner, installation=Installation.find(), gpus=gpus, packages=packages)


def get_ready(make: MakeBackend, gpus: str) -> Ready:
    """Makes what student code needs on this machine, and removes what killed processes left. Raises `InfrastructureError`,
    where nothing isolates, too: student code could reach Ray from there, and with it every machine."""
    return _made(make, gpus, ())[1]


def _made(make: MakeBackend, gpus: str, prepared: Collection[str]) -> tuple[Backend, Ready]:
    """The backend of this machine, which is prepared unless it is among those that are."""
    host, node = socket.gethostname(), str(ray.get_runtime_context().get_node_id())
    try:
        backend = make(gpus)
        if not backend.isolates:
            raise InfrastructureError(phrase("ray.no_walls"))
        if node not in prepared:
            sweep_work()
            backend.prepare(lambda _: None)
        return backend, Ready(node, host, backend.name, backend.environment_id())
    except HarnessError as error:
        raise InfrastructureError(phrase("ray.machine", host=host, why=error)) from error


class Machine:
    """An actor: the sandboxes of one grading, on one machine.

    Args:
        make: the backend of this machine.
        gpus: ``none``, or whatever else for those that Ray gives.
        environment: what must identify its packages.
        prepared: the machines that are ready already, by their numbers in the cluster.
    """

    def __init__(self, make: MakeBackend, gpus: str, environment: str, prepared: Collection[str]) -> None:
        self._make, self._gpus, self._environment, self._prepared = make, gpus, environment, prepared
        self._started, self._numbers = dict[int, Started](), itertools.count(1)
        self._backend: Backend | None = None
        self._lock = threading.Lock()

    def call(self, name: str, *arguments: object) -> Answer:
        """Calls another method of this class; what goes wrong comes back as data."""
        return _answer(lambda: getattr(self, name)(*arguments))

    def of(self, number: int, name: str, *arguments: object) -> Answer:
        """Calls a method of the sandbox of that number, as `call` does."""
        return _answer(lambda: getattr(self._started[number], name)(*arguments))

    def get_ready(self) -> Ready:
        """As the function; refuses where the packages are not those of the batch. Raises `InfrastructureError`."""
        backend, ready = _made(self._make, self._gpus, self._prepared)
        if ready.environment != self._environment:
            raise InfrastructureError(phrase("ray.differs", host=ready.host))
        self._backend = backend
        return ready

    def start(
        self, limits: Limits, assets: Mapping[str, tuple[str, Stored]], env: Mapping[str, str], gpus: str
    ) -> Opened:
        """Starts a sandbox. ``gpus`` other than ``none`` are those that Ray gave to this actor."""
        assert self._backend is not None
        spec = Spec(
            limits=limits,
            assets={name: Asset(key, files) for name, (key, files) in assets.items()},
            env=env,
            gpus=gpus if gpus == "none" else ",".join(str(one) for one in ray.get_gpu_ids()),
            cancel=(cancel := threading.Event()),
        )
        started = Started(self._backend, spec, cancel)
        with self._lock:
            number = next(self._numbers)
            self._started[number] = started
        return Opened(number, started.python)

    def end(self, number: int) -> None:
        """Removes a sandbox. Raises `InfrastructureError`."""
        self._started.pop(number).end()

    def close(self) -> None:
        """Removes all sandboxes."""
        for number in list(self._started):
            self.end(number)


def _answer(call: Callable[[], object]) -> Answer:
    try:
        return Answer(call())
    except (HarnessError, OSError) as error:
        return Answer(error=error)
    except KeyboardInterrupt:
        return Answer(interrupted=True)
