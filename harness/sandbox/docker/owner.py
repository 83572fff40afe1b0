"""Who a container belongs to, and the removal of what a dead owner left on the engine."""

import os
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

import docker
import docker.errors
import psutil

OWNER = "harness.owner"
_GONE_SECONDS = 30.0
_Result = TypeVar("_Result")


def owner() -> str:
    """This process, as the label `OWNER` names it: ``<hostname>:<pid>``."""
    return f"{socket.gethostname()}:{os.getpid()}"


def is_dead(label: str) -> bool:
    """Whether the owner was a process of this host that has ended."""
    host, _, pid = label.rpartition(":")
    return host == socket.gethostname() and pid.isdigit() and not psutil.pid_exists(int(pid))


def uninterrupted(work: Callable[[], _Result]) -> _Result:
    """Does a short piece of work to its end even when Ctrl-C comes, and passes the Ctrl-C on after it."""
    with ThreadPoolExecutor(1) as pool:
        future: Future[_Result] = pool.submit(work)
        interrupted: KeyboardInterrupt | None = None
        while not future.done():
            try:
                wait([future])
            except KeyboardInterrupt as interrupt:
                interrupted = interrupt
        if interrupted is not None:
            raise interrupted
        return future.result()


def remove_container(client: docker.DockerClient, name: str) -> None:
    """Kills and removes a container with its unnamed volumes, and returns when it is gone."""
    deadline = time.monotonic() + _GONE_SECONDS
    while True:
        try:
            client.api.remove_container(name, v=True, force=True)
        except docker.errors.NotFound:
            return
        except docker.errors.APIError as error:
            # A container that ended by itself is being removed by the engine at this moment.
            if "already in progress" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def sweep(client: docker.DockerClient) -> None:
    """Removes the containers and volumes that dead processes of this host left."""
    everything = {"label": OWNER}
    for container in client.api.containers(all=True, filters=everything):
        if is_dead((container.get("Labels") or {}).get(OWNER, "")):
            remove_container(client, container["Id"])
    for volume in client.api.volumes(filters=everything).get("Volumes") or []:
        if is_dead((volume.get("Labels") or {}).get(OWNER, "")):
            try:
                client.api.remove_volume(volume["Name"])
            except docker.errors.NotFound:
                continue
