"""``--ray``: what a batch on a Ray cluster has in place of this machine's. Ray is imported where it is asked for alone."""

import importlib.util
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from harness.batch.engine import Engine
from harness.batch.slots import Slots
from harness.errors import UsageError
from harness.grading.setting import Setting
from harness.plugins import OURS
from harness.sandbox.contract import Backend, Limits
from harness.words.phrase import phrase


@contextmanager
def on_cluster(address: str | None) -> Iterator[None]:
    """A connection to the cluster at this address, where there is one. Raises `UsageError` where Ray is not installed or the
    address is none, `InfrastructureError` where no cluster answers."""
    if address is None:
        yield
        return
    if importlib.util.find_spec("ray") is None:
        raise UsageError(phrase("ray.missing", package=OURS))
    from harness.batch.ray.cluster import connect, disconnect

    connect(address)
    try:
        yield
    finally:
        disconnect()


def cluster_backend(runner: str, packages: Sequence[str], cancel: threading.Event) -> Backend:
    """The backend of the cluster, whose machines have the one that ``runner`` names."""
    from harness.batch.ray.machine import choose_here
    from harness.batch.ray.remote import RayBackend

    return RayBackend(partial(choose_here, runner, tuple(packages)), cancel)


def cluster_slots(jobs: str, gpus: str, limits: Limits) -> Slots:
    """The slots of the cluster. Raises `InfrastructureError` where no machine takes a submission."""
    from harness.batch.ray.cluster import rooms
    from harness.batch.ray.room import slots_in

    return slots_in(rooms(), jobs, gpus, limits)


def cluster_engine(setting: Setting, slots: Slots, cancel: threading.Event) -> Engine:
    """The engine of the cluster; the setting's backend is that of `cluster_backend`."""
    from harness.batch.ray.engine import RayEngine
    from harness.batch.ray.remote import RayBackend

    assert isinstance(setting.backend, RayBackend)
    return RayEngine(setting, setting.backend, slots, cancel)
