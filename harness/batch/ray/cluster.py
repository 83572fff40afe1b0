"""The driver's end: a connection to a Ray cluster, what its machines have, and one of them for one grading."""

import os
import signal
import socket
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import ray
import ray.exceptions
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from harness.batch.jobs import Need
from harness.batch.ray.machine import Answer, Machine, MakeBackend, Ready, get_ready
from harness.batch.ray.room import Room
from harness.errors import InfrastructureError, UsageError
from harness.installation import PACKAGE
from harness.words.phrase import phrase

AUTO = "auto"
ADDRESS_VARIABLE = "RAY_ADDRESS"
_CALLS_AT_A_TIME = 16
"""Of one machine: two sandboxes, each with a run, whose lines are fetched, and files that go in or out."""
_CONNECT_SECONDS = 10.0
_LOOK_SECONDS = 0.5
_LOOKS_BEFORE_ASKING = 20
_CLOSE_SECONDS = 60.0


class MachineLostError(InfrastructureError):
    """A machine of the cluster went away."""


def connect(address: str) -> None:
    """Connects this process to a cluster that runs.

    Args:
        address: ``auto`` for the one that runs on this machine or that ``RAY_ADDRESS`` names; else HOST:PORT of its head.

    Raises:
        UsageError: the address is none.
        InfrastructureError: no cluster answers there, or it has other versions of Python or Ray.
    """
    given = os.environ.get(ADDRESS_VARIABLE, "") if address == AUTO else address
    if given:
        _knock(given)
    # Importing and starting Ray takes over signals that the command line listens to.
    with _kept_signals(), _kept_environment():
        # Ray takes the variable's word, whatever address it is given.
        os.environ.pop(ADDRESS_VARIABLE, None)
        try:
            ray.init(
                address=given or AUTO,
                namespace="harness",
                log_to_driver=False,
                logging_level="ERROR",
                # The code of the machines is the code of this process; nothing else of this machine travels.
                runtime_env={"py_modules": [str(PACKAGE)], "excludes": ["**/__pycache__"]},
            )
        except (ConnectionError, RuntimeError, ValueError, OSError) as error:
            first = next(iter(str(error).splitlines()), type(error).__name__)
            raise InfrastructureError(phrase("ray.away", address=given or address, why=first)) from error


def disconnect() -> None:
    """Ends the connection, and what runs for it."""
    ray.shutdown()


def _knock(address: str) -> None:
    """Whether anybody listens there: Ray itself would ask for minutes. Raises as `connect` does."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or "://" in address:
        raise UsageError(phrase("ray.address", address=address))
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InfrastructureError(phrase("ray.away", address=address, why=why)) from error


@contextmanager
def _kept_environment() -> Iterator[None]:
    before = os.environ.get(ADDRESS_VARIABLE)
    try:
        yield
    finally:
        if before is not None:
            os.environ[ADDRESS_VARIABLE] = before


@contextmanager
def _kept_signals() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def rooms() -> list[Room]:
    """What each machine of the cluster has, whether it is used now or not."""
    return [_room(node["Resources"]) for node in ray.nodes() if node["Alive"]]


def _room(resources: Mapping[str, float]) -> Room:
    return Room(resources.get("CPU", 0.0), resources.get("memory", 0.0), resources.get("GPU", 0.0))


def all_ready(make: MakeBackend, gpus: str) -> list[Ready]:
    """Makes all machines ready that take gradings, at once: those with a GPU where ``gpus`` is not ``none``, and none that
    has just gone away.

    Raises `InfrastructureError` where one of them is not.
    """
    nodes = [
        node["NodeID"]
        for node in ray.nodes()
        if node["Alive"] and _room(node["Resources"]).takes(on_gpu=gpus != "none")
    ]
    asked = [
        ray.remote(_readiness)
        .options(num_cpus=0, scheduling_strategy=NodeAffinitySchedulingStrategy(node, soft=False))
        .remote(make, gpus)
        for node in nodes
    ]
    return [_value(answer) for answer in map(_answer_of, asked) if answer is not None]


def _answer_of(asked: Any) -> Answer | None:
    """What a machine says; None where it went away and the list of machines did not know it yet."""
    with lost(None):
        try:
            found: Answer = ray.get(asked)
        except ray.exceptions.TaskUnschedulableError:
            return None
    return found


def _readiness(make: MakeBackend, gpus: str) -> Answer:
    try:
        return Answer(get_ready(make, gpus))
    except InfrastructureError as error:
        return Answer(error=error)


def _value(answer: Answer) -> Any:
    if answer.interrupted:
        raise KeyboardInterrupt
    if answer.error is not None:
        raise answer.error
    return answer.value


@contextmanager
def lost(host: str | None) -> Iterator[None]:
    """Whatever Ray says of a machine that does not answer is an `InfrastructureError`; a fault in our code stays one."""
    try:
        yield
    except ray.exceptions.RayTaskError:
        raise
    except ray.exceptions.RayError as error:
        why = type(error).__name__
        said = phrase("ray.not_placed", why=why) if host is None else phrase("ray.lost", host=host, why=why)
        raise MachineLostError(said) from error


class Lease:
    """A machine for one grading, placed by Ray where there is room; it is waited for.

    Args:
        make: makes the backend there.
        gpus: ``none``, or whatever else for those that Ray gives.
        environment: what must identify the packages there.
        need: what it takes.
        prepared: the machines that are ready already, by their numbers in the cluster; another one is made ready first.
        cancel: once set, nothing is waited for.
        rooms: what the machines have, asked now and then while it waits.

    Raises:
        InfrastructureError: no machine of the cluster is large enough any more, or the one that was found is not ready.
    """

    def __init__(
        self,
        make: MakeBackend,
        gpus: str,
        environment: str,
        need: Need,
        prepared: Collection[str],
        cancel: threading.Event,
        rooms: Callable[[], list[Room]] = rooms,
    ) -> None:
        self._need, self._cancel, self._rooms = need, cancel, rooms
        self._actor: Any = (
            ray.remote(Machine)
            .options(
                num_cpus=need.cpus,
                memory=need.memory_bytes,
                num_gpus=need.gpus,
                max_concurrency=_CALLS_AT_A_TIME,
                # What ran in it is gone with it: the grading is done again as a whole, which the batch decides.
                max_restarts=0,
            )
            .remote(make, gpus, environment, prepared)
        )
        try:
            self.ready = self._get_ready()
        except BaseException:
            self._kill()
            raise

    def _get_ready(self) -> Ready:
        asked, looks = self._actor.call.remote("get_ready"), 0
        while not ray.wait([asked], timeout=_LOOK_SECONDS)[0]:
            if self._cancel.is_set():
                raise KeyboardInterrupt
            looks += 1
            if looks % _LOOKS_BEFORE_ASKING == 0 and not any(one.holds(self._need) for one in self._rooms()):
                raise InfrastructureError(phrase("ray.no_room"))
        with lost(None):
            ready: Ready = _value(ray.get(asked))
        return ready

    def call(self, name: str, *arguments: object) -> Any:
        """Calls a method of `Machine`. Raises what it raises, and `MachineLostError`."""
        with lost(self.ready.host):
            answer = ray.get(self._actor.call.remote(name, *arguments))
        return _value(answer)

    def of(self, number: int, name: str, *arguments: object) -> Any:
        """Calls a method of `Started`, of the sandbox of this number. Raises as `call` does."""
        with lost(self.ready.host):
            answer = ray.get(self._actor.of.remote(number, name, *arguments))
        return _value(answer)

    def close(self) -> bool:
        """Gives the machine back; whether it is sure that no sandbox is left on it."""
        clean = False
        with suppress(ray.exceptions.RayError):
            answer: Answer = ray.get(self._actor.call.remote("close"), timeout=_CLOSE_SECONDS)
            clean = answer.error is None
        self._kill()
        return clean

    def _kill(self) -> None:
        with suppress(ray.exceptions.RayError):
            ray.kill(self._actor)


def stored(files: dict[str, bytes]) -> Any:
    """Puts files into the cluster's store; a machine that needs them fetches them from there."""
    return ray.put(files)
